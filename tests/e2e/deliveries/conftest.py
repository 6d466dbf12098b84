"""A site with no destination set, and a page of the browser of Ada in which nothing may go wrong."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from cli import commands
from delivery import mail_server, peers
from delivery.peers import WebhookPeer
from e2e import conftest
from e2e.deliveries_site import Site, mail_standing


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("deliveries")
    (folder / "secrets").mkdir()
    (folder / "secrets" / "mail-password").write_text(mail_server.PASSWORD)
    always = 'business_hours = "00:00-23:59"\nbusiness_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]\n'
    (folder / "settings.toml").write_text(f'{always}timezone = "UTC"\nsecrets_folder = "{folder}/secrets"\n')
    more = {"SECRET_HOOK": WebhookPeer.key, "STEADYLINE_SETTINGS": str(folder / "settings.toml")}
    with pytest.MonkeyPatch.context() as patched, peers.web(WebhookPeer) as hook, mail_standing() as mail:
        clean = commands.environment
        patched.setattr(commands, "environment", lambda folder: clean(folder, **more))
        with conftest.server(folder, "serve", "--port", "0") as running:
            yield Site(running.address.rstrip("/"), hook, mail)


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    site.clear()
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.add_init_script("localStorage.getItem('steadyline.name') || localStorage.setItem('steadyline.name', 'Ada')")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert [] == wrong

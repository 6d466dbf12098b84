"""The pages, and the call that the demonstration plays on them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from steadyline.bootstrap.books import workshop
from steadyline.bootstrap.hearing import clips, recording, shipped_call, transcript
from steadyline.bootstrap.live import send
from steadyline.bootstrap.promises import Promised, outgoing
from steadyline.core.events import Header
from steadyline.service.calls import Calls, new_id
from steadyline.service.following import Following
from steadyline.service.keeping import Keeping
from steadyline.service.letters import Letters
from steadyline.settings import Settings
from steadyline.web.demo import Demo, begun


def page_built() -> bool:
    """Whether the desk's page is there to serve."""
    from steadyline.web import app

    return app.built()


def web(
    settings: Settings,
    carried: Calls,
    promised: Promised,
    follows: Following,
    *,
    demo: Demo | None,
    life: Callable[[Any], Any],
) -> Any:
    """The ASGI application. ``life`` is entered when the server starts and left when it stops."""
    from steadyline.web import app

    keeping = Keeping(
        promised.ledger,
        carried.journal,
        promised.policy,
        lambda: carried.site_playbook,
        audio=demo.audio if demo else lambda call: None,
        clips=clips(settings),
    )
    return app.create(
        carried,
        origins=settings.public_origins,
        demo=demo,
        workshop=workshop(settings, carried),
        keeping=keeping,
        from_calls=promised.from_calls,
        access=promised.access,
        outgoing=outgoing(settings, carried, promised.ledger, follows, demo=demo is not None),
        letters=Letters(follows),
        lifespan=life,
    )


def demonstration(address: str) -> Demo:
    """The shipped call, to be played into the server at ``address`` by the way in that every call takes."""
    sound, words = shipped_call()
    header = next(item for item in transcript(words) if isinstance(item, Header))

    async def play(id: str) -> None:
        now = begun(header, datetime.now(UTC))
        start = msgspec.to_builtins(now) | {"call": id, "channels": ["customer", "agent"]}
        await send(address.replace("http", "ws", 1) + "api/stream", start, recording(sound))

    return Demo(sound, new_id, play)

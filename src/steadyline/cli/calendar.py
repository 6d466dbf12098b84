"""
`steadyline calendar`: promises in the calendar programs of those who keep them.
"""

import asyncio

from cyclopts import App
from rich.table import Table
from rich.text import Text

from steadyline import bootstrap, settings
from steadyline.cli.say import harmless, out, remark
from steadyline.service.feeds import Feed, Form

app = App(
    name="calendar",
    help_epilogue="""A calendar holds one person's or one team's promises by their dates. Whoever has its address can
read it, so the address is shown once, when it is made, and kept as a digest. The page /deliveries does the same.

- `steadyline calendar make --team billing`
- `steadyline calendar list`
- `steadyline calendar revoke cal_0a1b2c3d`
""",
)


@app.command
def make(*, owner: str = "", team: str = "", form: Form = "event", by: str = "") -> None:
    """Make a calendar, and show its address this once.

    Parameters
    ----------
    owner: str
        Whose promises, by name.
    team: str
        Or which team's.
    form: Form
        Events, which every calendar program shows, or to-dos, which can be ticked off.
    by: str
        Who makes it, for the record.
    """
    chosen = settings.load()
    feed, path = asyncio.run(_make(chosen, owner, team, form, by))
    print(f"{chosen.site_address.rstrip('/') or f'http://127.0.0.1:{chosen.port}'}{path}")
    remark(f"The calendar {feed.id} of {_whose(feed)}. Its address cannot be shown again.")


@app.command(name="list")
def list_() -> None:
    """List the calendars that are good, without their addresses."""
    feeds = asyncio.run(_list())
    if not feeds:
        remark("There is no calendar yet. `steadyline calendar make` makes one.")
        return
    table = Table("id", "of", "form", "made (UTC)", "by", box=None, pad_edge=False)
    for feed in feeds:
        row = (feed.id, _whose(feed), feed.form, feed.made_at[:16].replace("T", " "), feed.made_by)
        table.add_row(*(Text(harmless(cell)) for cell in row))
    out.print(table)


@app.command
def revoke(id: str, /) -> None:
    """Let a calendar's address open nothing any more.

    Parameters
    ----------
    id: str
        Which one, as `steadyline calendar list` names it.
    """
    asyncio.run(_revoke(id))
    remark(f"The address of {id} opens nothing any more.")


def _whose(feed: Feed) -> str:
    return feed.owner or f"team {feed.team}"


async def _make(chosen: settings.Settings, owner: str, team: str, form: Form, by: str) -> tuple[Feed, str]:
    async with bootstrap.calendars(chosen) as calendars:
        return await calendars.make(owner=owner, team=team, form=form, by=by)


async def _list() -> list[Feed]:
    async with bootstrap.calendars(settings.load()) as calendars:
        return await calendars.all()


async def _revoke(id: str) -> None:
    async with bootstrap.calendars(settings.load()) as calendars:
        await calendars.revoke(id)

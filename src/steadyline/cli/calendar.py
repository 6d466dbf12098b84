"""
`steadyline calendar`: promises in the calendar programs of those who keep them.
"""

from cyclopts import App

from steadyline import bootstrap, settings
from steadyline.cli.ask import ask
from steadyline.cli.say import remark, show
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
    feed, path = ask(
        bootstrap.calendars(chosen), lambda calendars: calendars.make(owner=owner, team=team, form=form, by=by)
    )
    print(f"{chosen.site_address.rstrip('/') or f'http://127.0.0.1:{chosen.port}'}{path}")
    remark(f"The calendar {feed.id} of {_whose(feed)}. Its address cannot be shown again.")


@app.command(name="list")
def list_() -> None:
    """List the calendars that are good, without their addresses."""
    feeds = ask(bootstrap.calendars(settings.load()), lambda calendars: calendars.all())
    if not feeds:
        remark("There is no calendar yet. `steadyline calendar make` makes one.")
        return
    show(
        ("id", "of", "form", "made (UTC)", "by"),
        ((feed.id, _whose(feed), feed.form, feed.made_at[:16].replace("T", " "), feed.made_by) for feed in feeds),
    )


@app.command
def revoke(id: str, /) -> None:
    """Let a calendar's address open nothing any more.

    Parameters
    ----------
    id: str
        Which one, as `steadyline calendar list` names it.
    """
    ask(bootstrap.calendars(settings.load()), lambda calendars: calendars.revoke(id))
    remark(f"The address of {id} opens nothing any more.")


def _whose(feed: Feed) -> str:
    return feed.owner or f"team {feed.team}"

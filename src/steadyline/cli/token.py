"""
`steadyline token`: which other programs may use the API, and what each may do.
"""

from typing import Annotated

from cyclopts import App, Parameter

from steadyline import bootstrap, settings
from steadyline.cli.ask import ask
from steadyline.cli.say import remark, show
from steadyline.service.access import SCOPES, Token

app = App(
    name="token",
    help_epilogue=f"""A token opens what its scopes say and nothing else: {", ".join(SCOPES)}. It is shown once, when
it is made, and kept as a digest; a program sends it as `Authorization: Bearer TOKEN`. The pages on this machine need
none. See docs/api.md.

- `steadyline token make "Ticket desk" --scope promises:write --days 90`
- `steadyline token list`
- `steadyline token revoke 0a1b2c3d`
""",
)


@app.command
def make(
    name: str,
    /,
    *,
    scope: Annotated[list[str], Parameter(negative="")],
    days: int | None = None,
) -> None:
    """Make a token, and show it this once.

    Parameters
    ----------
    name: str
        The program that it is for: what it changes is signed with this.
    scope: list[str]
        What it opens; give it again for more: promises:read, promises:write, calls:read.
    days: int
        For how long; for good if nothing is said.
    """
    token, text = ask(bootstrap.access(settings.load()), lambda access: access.make(name, scope, days))
    print(text)
    until = f" until {token.expires_at}" if token.expires_at else ""
    remark(f"{token.name} ({token.id}) may use {', '.join(token.scopes)}{until}. It cannot be shown again.")


@app.command(name="list")
def list_() -> None:
    """List every token, without what opens it."""
    tokens = ask(bootstrap.access(settings.load()), lambda access: access.kept.tokens())
    if not tokens:
        remark("No token was made yet. `steadyline token make` makes one.")
        return
    show(
        ("id", "name", "scopes", "made (UTC)", "good"),
        (
            (token.id, token.name, " ".join(token.scopes), token.made_at[:16].replace("T", " "), _good(token))
            for token in tokens
        ),
    )


@app.command
def revoke(id: str, /) -> None:
    """Shut a token for good, at once.

    Parameters
    ----------
    id: str
        Which one, as `steadyline token list` names it.
    """
    ask(bootstrap.access(settings.load()), lambda access: access.revoke(id))
    remark(f"The token {id} opens nothing any more.")


def _good(token: Token) -> str:
    if token.revoked_at:
        return f"revoked {token.revoked_at[:10]}"
    return f"until {token.expires_at[:10]}" if token.expires_at else "for good"

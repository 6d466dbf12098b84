"""
The commands.

Each module is one command or a few close ones; each says what went wrong in one line, with what to do, and exits with
1. Nothing heavy is imported before the command that needs it runs.
"""

import sys

from cyclopts import App

from steadyline import __version__

app = App(
    name="steadyline",
    help="Live help for calming an angry caller, on the contact centre's own machines.",
    version=__version__,
    result_action="return_int_as_exit_code_else_zero",
)
for _command, _where, _help in (
    ("demo", "server:demo", "Show Steadyline at work on an angry call, live and from real sound."),
    ("listen", "listen:listen", "Listen to a recorded call, or read its transcript."),
    ("serve", "server:serve", "Serve the desk, and take live calls, until stopped."),
    ("stream", "stream:stream", "Stream a recording into a server at real speed, as one live call."),
    ("replay", "journal:replay", "Find the same again in a call of the journal, without any model."),
    ("calls", "journal:calls", "List the calls that the journal holds."),
    ("promises", "promises:app", "List and export promises: what is late, what is due, what became of them."),
    ("token", "token:app", "Let other programs use the API, each within its scopes."),
    ("calendar", "calendar:app", "Calendars to subscribe to: the promises of one person or one team."),
    ("judge", "judge:app", "Judge utterances: JSON lines in, signals and heat out."),
    ("evaluate", "evaluate:evaluate", "Say how good the judgement is, on calls that people have labelled."),
    ("doctor", "doctor:doctor", "Say what works here, and how many live calls this machine carries."),
    ("playbook", "playbook:app", "Read and check what a site decides."),
):
    app.command(f"steadyline.cli.{_where}", name=_command, help=_help, sort_key=_command != "demo")


def main() -> None:
    """The command line's entry."""
    from steadyline.cli.say import explain

    try:
        code = app(exit_on_error=True)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has had enough
        sys.exit(0)
    except Exception as error:
        sys.exit(explain(error))
    sys.exit(code)

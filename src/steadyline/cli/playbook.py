"""
`steadyline playbook`: read and check what a site decides.
"""

from importlib import resources
from pathlib import Path

from cyclopts import App

from steadyline import bootstrap
from steadyline.cli.say import out

app = App(name="playbook", help="The playbook: every threshold and every word to say, as data.")


@app.command
def check(playbook: Path, /) -> None:
    """Check a playbook: say that it is sound, or the first mistake with its line and the remedy.

    Parameters
    ----------
    playbook: Path
        The YAML file.
    """
    found = bootstrap.read_playbook(playbook)
    out.print(
        f"{playbook}: sound. {found.reference}, {len(found.playbook.cues)} cues, {len(found.playbook.steps)} steps."
    )


@app.command
def show() -> None:
    """Print the shipped playbook, to copy and change."""
    print(resources.files("steadyline.playbooks").joinpath("default.yaml").read_text("utf-8"), end="")

"""The glossary holds every word of the process, and no word that is not one."""

import re
from pathlib import Path
from typing import get_args

from steadyline.core import names
from steadyline.core.events import AnyEvent
from steadyline.core.ledger import STAGES, Change

DOCS = Path(__file__).parents[1] / "docs"
GLOSSARY = (DOCS / "glossary.md").read_text("utf-8")
GUIDE = (DOCS / "signals.md").read_text("utf-8")


def section(title: str) -> set[str]:
    return set(named(GLOSSARY, title))


def named(page: str, title: str) -> list[str]:
    text = page.split(f"## {title}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)


def test_every_event_is_in_the_glossary():
    assert {event.__struct_config__.tag for event in get_args(AnyEvent)} == section("Events")


def test_every_change_of_a_promise_and_every_reminder_is_in_the_glossary():
    changes = {str(change.__struct_config__.tag) for change in get_args(Change)}

    assert changes | set(STAGES) == section("The ledger")


def test_every_step_is_in_the_glossary():
    assert set(names.STEPS) == section("Steps")


def test_every_cue_is_in_the_glossary():
    assert set(get_args(names.Cue)) == section("Cues")


def test_every_alert_is_in_the_glossary():
    assert set(get_args(names.Alert)) == section("Alerts")


def test_the_annotation_guide_says_what_each_signal_is_in_the_order_of_the_model():
    assert list(names.CUSTOMER_SIGNALS) == named(GUIDE, "What the customer does")
    assert list(names.AGENT_SIGNALS) == named(GUIDE, "What the agent does")


def test_the_annotation_guide_names_the_levels_of_heat():
    levels = re.findall(r"^\| (\w+) \| \d", GUIDE.split("## Heat\n")[1], re.MULTILINE)

    assert list(names.LEVELS) == levels

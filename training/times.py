"""
Turns that name a time, and when that is: ``python -m training.times [--wrong]``.

Written, and reckoned on the customer's wall, by six people who did not know by which rules we reckon; each line of
``times/*.jsonl`` is a turn said at ``started``. Five of them were learnt from, rule by rule, one after the other. Of
`BLIND` nobody has read a turn; its figure stands in the model card, and once one of two rules was chosen by it.
"""

import argparse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from steadyline import bootstrap, settings
from steadyline.core.events import Customer, Header, Party, PromiseDraft, Utterance
from steadyline.service.evaluation import notes
from steadyline.service.ports import Understanding

ROOT = Path(__file__).parent / "times"
BLIND = ROOT / "buckthorn.jsonl"
SAME_SECONDS = 60.0


class Promised(msgspec.Struct, frozen=True):
    """``due``: by the wall clock, None where the words name none that can be reckoned. ``sure``: only so."""

    act: str
    due_text: str
    due: datetime | None
    sure: bool


class Turn(msgspec.Struct, frozen=True):
    """``started``: the wall clock's time at which it is said."""

    started: datetime
    timezone: str
    party: Party
    text: str
    promises: list[Promised]


class Judged(NamedTuple):
    """A promise that was found, and whether its time is the one meant."""

    turn: Turn
    promised: Promised
    heard: PromiseDraft
    exact: bool


def turns(path: Path) -> list[Turn]:
    return [msgspec.json.decode(line, type=Turn) for line in path.read_text(encoding="utf-8").splitlines()]


def judged(given: list[Turn], understanding: Understanding) -> Iterator[Judged]:
    """Those of the promises that were found and can be read in one way alone, each turn a call by itself."""
    for turn in given:
        zone = ZoneInfo(turn.timezone)
        begun = turn.started.replace(tzinfo=zone).isoformat()
        call = understanding.open(Header(call="turn", started=begun, customer=Customer(timezone=turn.timezone)))
        heard = call.read(Utterance(at=0.0, turn=1, party=turn.party, t0=0.0, t1=0.0, text=turn.text)).promises
        for promised, found in notes.pairs(turn.promises, heard, lambda a, b: notes.overlap(a.act, b.act)):
            if promised.sure:
                yield Judged(turn, promised, found, _same(promised.due, found.due, zone))


def _same(wanted: datetime | None, heard: str | None, zone: ZoneInfo) -> bool:
    if wanted is None or heard is None:
        return wanted is None and heard is None
    return abs((wanted.replace(tzinfo=zone) - datetime.fromisoformat(heard)).total_seconds()) <= SAME_SECONDS


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--wrong", action="store_true", help="show those that are reckoned otherwise")
    chosen = asked.parse_args()
    understanding = bootstrap.understanding(settings.Settings())
    for path in sorted(ROOT.glob("*.jsonl")):
        found = list(judged(turns(path), understanding))
        print(f"{path.stem}: {sum(one.exact for one in found)} of {len(found)} exact")
        for one in found if chosen.wrong else ():
            if not one.exact:
                turn, due, heard = one.turn, one.promised.due, one.heard
                print(f"  {turn.started:%a %d %b %H:%M}, {turn.timezone}: {turn.text}")
                print(f"    {one.promised.due_text!r} is {due}; heard {heard.due_text!r}: {heard.due}")


if __name__ == "__main__":
    main()

"""
Gold calls for the process: what a good coach would want, held against what the rules offer.

The calls in ``process/`` were written blind, by people who read the guides and no code. Each line may say which cue a
coach would want there (``> expect A | B``) and which step is done by it (``> step NAME done``); a header line names
cues plainly wrong anywhere in that call. `score` runs a call through the rules, on the labels of the people or on a
model's judgement, so that what is missed can be told apart: the rules' share, and judgement's. ``python -m
tests.golden.process_gold [WRITER...] [--detail]`` prints both, writer by writer; to look at the detail of a set that is
still blind is to spend it.

A cue is in time if it stands on the screen between the line that calls for it and the end of the agent's next turn but
one. It may have come before: one that is on the screen already while the customer says the line, or still when the
agent has said theirs, can be read where a coach wants it, and to offer it again would be noise.
"""

import re
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from steadyline.core import call as rules
from steadyline.core.events import (
    AnyEvent,
    CallEnded,
    CallStarted,
    Concern,
    CueExpired,
    CueOffered,
    Fact,
    Header,
    Heard,
    HoldEnded,
    HoldStarted,
    Party,
    PromiseDraft,
    Seconds,
    SpeechEnded,
    SpeechStarted,
    StepChanged,
    Utterance,
)
from steadyline.core.names import STEPS
from steadyline.core.playbook import Playbook
from steadyline.playbooks import loader
from steadyline.service.ports import Understanding

ROOT = Path(__file__).parent / "process"
WORDS_A_SECOND = 2.7
HANGOVER: Seconds = 0.45
WORDS_AFTER: Seconds = 0.1
AGENT_THINKS: Seconds = 2.5
"""An agent who answers a caller takes this long: the time in which a cue can be read."""
CUSTOMER_WAITS: Seconds = 1.0
WINDOW_TURNS = 2
"""A cue is in time until the agent has spoken so often after the line that calls for it."""
_SPOKEN = re.compile(r"^(?P<cut>\+\s*)?(?:A|C\s+(?P<heat>[\d.]+))\s*\[(?P<signals>[^\]]*)\]\s*(?P<text>.*)$")


class Line(msgspec.Struct):
    """A line of a call with what a coach would want after it. ``hold``: seconds on hold instead of words."""

    party: Party
    text: str = ""
    signals: tuple[str, ...] = ()
    heat: float | None = None
    cuts_in: bool = False
    hold: Seconds = 0.0
    concerns: list[str] = msgspec.field(default_factory=list)
    promises: list[tuple[str, str, str]] = msgspec.field(default_factory=list)
    expects: list[tuple[str, ...]] = msgspec.field(default_factory=list)
    steps: list[tuple[str, str]] = msgspec.field(default_factory=list)


class Gold(msgspec.Struct):
    """One call. ``wrong``: cues that would be plainly wrong anywhere in it."""

    name: str
    header: Header
    wrong: frozenset[str]
    flawless: bool
    lines: list[Line]


class Score(msgspec.Struct):
    """One call's result. ``expected`` and ``in_time``: cues a coach would want, and how many came in their window;
    ``missed``, ``wrong``: which, and after which line; ``cues``: how many were offered; ``steps``: how many of the
    ten end as they should.
    """

    name: str
    expected: int
    in_time: int
    missed: list[tuple[int, str]]
    wrong: list[tuple[int, str]]
    cues: int
    flawless: bool
    steps: int
    astray: list[str]


def read(path: Path) -> Gold:
    """The call in one file."""
    said: dict[str, str] = {}
    lines: list[Line] = []
    for raw in path.read_text(encoding="utf-8").splitlines():
        row = raw.strip()
        if row.startswith("# call:"):
            said |= {
                k.strip(): v.strip() for k, v in (part.split(":", 1) for part in row[1:].split("|") if ":" in part)
            }
        elif row.startswith("#"):
            name, _, value = row[1:].partition(":")
            said[name.strip()] = value.strip()
        elif row.startswith("H "):
            lines.append(Line("agent", hold=float(row[2:])))
        elif row.startswith(">"):
            _note(lines[-1], row[1:].strip())
        elif row:
            lines.append(_spoken(row, path))
    return Gold(path.stem, _header(said), frozenset(said.get("wrong", "").split()), "flawless" in said, lines)


def read_all(root: Path = ROOT) -> list[Gold]:
    """Every call below this folder."""
    return [read(path) for path in sorted(root.rglob("*.call"))]


def _spoken(row: str, path: Path) -> Line:
    found = _SPOKEN.match(row)
    if not found:
        raise ValueError(f"{path}: not a line: {row}")
    party: Party = "customer" if found["heat"] is not None else "agent"
    signals = tuple(s.strip() for s in found["signals"].split(",") if s.strip())
    heat = float(found["heat"]) if found["heat"] else None
    return Line(party, found["text"], signals, heat, bool(found["cut"]))


def _note(line: Line, note: str) -> None:
    kind, _, rest = note.partition(" ")
    match kind:
        case "concern":
            line.concerns.append(rest.strip())
        case "promise":
            who, act, when = [*(part.strip() for part in rest.split("|")), "", ""][:3]
            line.promises.append((who, act, when))
        case "expect":
            line.expects.append(tuple(cue.strip() for cue in rest.split("|")))
        case "step":
            name, state = rest.split()
            line.steps.append((name, state))
        case _:
            raise ValueError(f"unknown note {note!r}")


def _header(said: dict[str, str]) -> Header:
    limits: dict[str, Any] = {}
    for given in said.get("limits", "").split():
        kind, _, amount = given.partition("=")
        limits[kind] = (float(amount) if amount.replace(".", "").isdigit() else amount) if amount else True
    history = [part.strip() for part in said.get("history", "").split(";") if part.strip()]
    told = {
        "call": said.get("call", "gold"),
        "started": said.get("started", ""),
        "company": said.get("company", ""),
        "agent": {"id": "a1", "name": said.get("agent", ""), "limits": limits},
        "customer": {"name": said.get("customer", ""), "timezone": said.get("timezone", ""), "history": history},
    }
    return msgspec.convert(told, Header)


Hears = Callable[[Line, Utterance], Heard]


def by_people(line: Line, utterance: Utterance) -> Heard:
    """What the writer labelled, as a model that is always right would say it."""
    return Heard(
        at=utterance.at,
        turn=utterance.turn,
        party=line.party,
        signals=dict.fromkeys(line.signals, 0.95),
        heat=line.heat,
        concerns=tuple(Concern(text=text) for text in line.concerns),
        promises=tuple(
            PromiseDraft(who=who, act=_bare(act), due_text=when)  # type: ignore[arg-type]
            for who, act, when in line.promises
        ),
        quote=line.text,
    )


def by_model(understanding: Understanding, header: Header) -> Hears:
    """What a model makes of the words."""
    reader = understanding.open(header)
    return lambda line, utterance: reader.read(utterance)


def _bare(act: str) -> str:
    return re.sub(r"^(?:i|we)(?:'ll| will|'m going to)\s+", "", act, flags=re.IGNORECASE)


def facts(gold: Gold, playbook: Playbook, hears: Hears) -> tuple[list[Fact], list[tuple[Seconds, Seconds]]]:
    """The call as it would have been heard, and when each line began and ended."""
    happened: list[Fact] = [CallStarted(at=0.0, header=gold.header, playbook=loader.reference(playbook))]
    spans: list[tuple[Seconds, Seconds]] = []
    now, last, turn = 0.0, "", 0
    for line in gold.lines:
        if line.hold:
            happened += [HoldStarted(at=now), HoldEnded(at=now + line.hold, seconds=line.hold)]
            spans.append((now, now + line.hold))
            now += line.hold
            continue
        turn += 1
        pause = AGENT_THINKS if (last, line.party) == ("customer", "agent") else CUSTOMER_WAITS
        t0 = max(0.1, now - 1.0) if line.cuts_in else now + pause
        t1 = t0 + max(0.5, len(line.text.split()) / WORDS_A_SECOND)
        said = Utterance(at=t1 + HANGOVER + WORDS_AFTER, turn=turn, party=line.party, t0=t0, t1=t1, text=line.text)
        ended = SpeechEnded(at=t1 + HANGOVER, party=line.party, t1=t1)
        happened += [SpeechStarted(at=t0, party=line.party), ended, said, hears(line, said)]
        spans.append((t0, t1))
        now, last = max(now, t1), line.party
    happened.append(CallEnded(at=now + 5.0))
    return sorted(happened, key=lambda fact: fact.at), spans


def score(gold: Gold, playbook: Playbook, hears: Hears) -> Score:
    """How the rules do on one call."""
    happened, spans = facts(gold, playbook, hears)
    _, events = rules.run(rules.begin(playbook, gold.header), happened)
    offers = [event for event in events if isinstance(event, CueOffered)]
    shown = _on_screen(events)
    expected, missed = 0, list[tuple[int, str]]()
    for at, line in enumerate(gold.lines):
        said, ended = spans[at]
        closes = _closes(gold.lines, spans, at)
        # It may be read while the customer speaks; what the agent said themselves, only afterwards.
        opens = ended if line.party == "agent" else said
        for wanted in line.expects:
            expected += 1
            if not any(cue in wanted and opens <= left and came <= closes for cue, came, left in shown):
                missed.append((at + 1, " | ".join(wanted)))
    wrong: list[tuple[int, str]] = [
        (_line_at(spans, offer.at), offer.cue) for offer in offers if offer.cue in gold.wrong or gold.flawless
    ]
    astray = _astray(gold, events)
    return Score(
        gold.name,
        expected,
        expected - len(missed),
        missed,
        wrong,
        len(offers),
        gold.flawless,
        len(STEPS) - len(astray),
        astray,
    )


def _closes(lines: Sequence[Line], spans: Sequence[tuple[Seconds, Seconds]], at: int) -> Seconds:
    """When the agent has spoken `WINDOW_TURNS` times after the line."""
    turns = 0
    for later in range(at + 1, len(lines)):
        turns += lines[later].party == "agent" and not lines[later].hold
        if turns > WINDOW_TURNS - 1:
            return spans[later][1]
    return float("inf")


def _on_screen(events: Sequence[AnyEvent]) -> list[tuple[str, Seconds, Seconds]]:
    """Every cue with when it came to the screen and when it left."""
    offered = {event.id: event for event in events if isinstance(event, CueOffered)}
    left = {event.id: event.at for event in events if isinstance(event, CueExpired)}
    return [(offer.cue, offer.at, left.get(id, float("inf"))) for id, offer in offered.items()]


def _line_at(spans: Sequence[tuple[Seconds, Seconds]], at: Seconds) -> int:
    return max((n for n, (t0, _) in enumerate(spans, start=1) if t0 <= at), default=0)


def _astray(gold: Gold, events: Iterable[AnyEvent]) -> list[str]:
    """Steps that do not end as they should."""
    wanted = {name: state for line in gold.lines for name, state in line.steps}
    found = {event.step: event.state for event in events if isinstance(event, StepChanged)}
    return [
        f"{step}: want {wanted.get(step, 'open')}, is {found.get(step, 'open')}"
        for step in STEPS
        if wanted.get(step, "open") != found.get(step, "open")
    ]


def told(scores: Sequence[Score], detail: bool = False) -> str:
    """The result in words."""
    expected, in_time = sum(s.expected for s in scores), sum(s.in_time for s in scores)
    rows = [
        f"{len(scores)} calls: expected cues in their window {in_time} of {expected} "
        f"({in_time / max(1, expected):.0%}), "
        f"plainly wrong {sum(len(s.wrong) for s in scores)}, "
        f"cues a call in the median {statistics.median(s.cues for s in scores):g}, "
        f"on flawless calls {sum(s.cues for s in scores if s.flawless)}, "
        f"steps right {sum(s.steps for s in scores) / (len(STEPS) * len(scores)):.0%}"
    ]
    if detail:
        for s in scores:
            rows += [f"  {s.name}: {s.cues} cues", f"    missed {s.missed}", f"    wrong {s.wrong}", f"    {s.astray}"]
    return "\n".join(rows)


def main() -> None:
    from steadyline import bootstrap, settings

    playbook, detail = loader.shipped(), "--detail" in sys.argv
    writers = [name for name in sys.argv[1:] if not name.startswith("-")] or sorted(
        path.name for path in ROOT.iterdir()
    )
    engine = bootstrap.understanding(settings.Settings())
    for writer in writers:
        calls = read_all(ROOT / writer)
        print(f"{writer}, by people's labels: " + told([score(gold, playbook, by_people) for gold in calls], detail))
        heard = [score(gold, playbook, by_model(engine, gold.header)) for gold in calls]
        print(f"{writer}, by the model: " + told(heard, detail))


if __name__ == "__main__":
    main()

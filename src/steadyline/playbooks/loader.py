"""
A playbook's file, read and checked.

A mistake in it is the author's to mend, so an error names the file, the line and the remedy. What was loaded, with all
that it extends, is named by its content, ``name@digest``: a call that ran under it can be replayed under it for good.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from steadyline.core import alerts, telling, wording
from steadyline.core.names import AGENT_SIGNALS, CUSTOMER_SIGNALS, LEVELS, STEPS
from steadyline.core.playbook import Playbook
from steadyline.playbooks import advice, layers, shape
from steadyline.playbooks.layers import Mistake, PlaybookWrong

SLOTS = frozenset(
    "name agent company concern Concern concerns feeling felt limits options next term plain act limit topic waited "
    "broken broken_to promised promised_to".split()
)
_TEXTS = {
    "brief": {
        "problem": frozenset({"problem"}),
        "no_problem": frozenset[str](),
        "feeling": frozenset({"peak", "now"}),
        "done": frozenset({"steps"}),
        "nothing": frozenset[str](),
        "promise": frozenset({"act", "who"}),
        "history": frozenset({"history"}),
    },
    "follow_up": {
        "greeting": frozenset({"name"}),
        "thanks": frozenset[str](),
        "told": frozenset({"concerns", "that"}),
        "promised": frozenset[str](),
        "promise": frozenset({"act"}),
        "closing": frozenset[str](),
    },
    "letters": {},
}
"""The lines of the texts after a call, and the slots that each is given."""

_DATE = frozenset({"weekday", "day", "month", "time"})
_MORE_LINES = {
    "brief": {
        "harm": frozenset({"at", "quote"}),
        "beyond": frozenset({"at", "quote", "limit"}),
        "nothing_of_it": frozenset[str](),
        "outcome": frozenset({"outcome"}),
        "public": frozenset({"at", "quote"}),
        "leave": frozenset({"at", "quote"}),
        "unheard": frozenset[str](),
        "unjudged": frozenset({"languages", "n", "of"}),
        "part_unjudged": frozenset({"languages", "n", "of"}),
        "levels": frozenset[str](),
        "parties": frozenset[str](),
        "feeling_now": frozenset({"peak", "now"}),
        "hottest": frozenset({"hottest"}),
        "tried_open": frozenset({"offer"}),
        "tried_answered": frozenset({"offer", "reply"}),
        "tried_accepted": frozenset({"offer", "reply"}),
        "tried_rejected": frozenset({"offer", "reply"}),
        "asked": frozenset({"asked"}),
        "abuse": frozenset({"times", "warned", "at", "quote"}),
        "taken_back": frozenset[str](),
        "promise_kept": frozenset({"act", "who"}),
        "promise_broken": frozenset({"act", "who"}),
        "promise_withdrawn": frozenset({"act", "who"}),
        "promised_more": frozenset({"count"}),
    },
    "follow_up": {
        "opening": frozenset[str](),
        "ended": frozenset[str](),
        "harm": frozenset[str](),
        "still": frozenset[str](),
        "come_back": frozenset[str](),
        "as_said": frozenset({"said"}),
        "promise_mine": frozenset({"act"}),
        "promise_ours": frozenset({"act"}),
        "day": _DATE,
        "time": _DATE,
        "weekdays": frozenset[str](),
        "months": frozenset[str](),
    },
    "letters": telling.SLOTS,
}
"""Lines that a playbook may leave out: they are not said then, or are the shipped one's, or a date is in English."""


class Checked(msgspec.Struct, frozen=True):
    """A playbook's text looked at as a whole: the playbook, if it is one, all that is wrong with it, and all that is
    allowed and probably not meant (``warnings``, of a sound one alone). ``translates``: it is no playbook, but the
    words of the one of this name in another language.
    """

    playbook: Playbook | None
    mistakes: tuple[Mistake, ...]
    warnings: tuple[Mistake, ...] = ()
    translates: str = ""


def shipped(name: str = "default") -> Playbook:
    """A playbook that comes with Steadyline. Raises `PlaybookWrong`."""
    if name not in layers.shipped_names():
        known = ", ".join(layers.shipped_names())
        raise PlaybookWrong(Mistake(name, 1, (), f"no shipped playbook is called so; there are {known}."))
    return _sound(check(layers.shipped_text(name), f"{name}.yaml", None))


def named(name: str) -> Playbook:
    """The shipped playbook of this name, or the one in this file. Raises `PlaybookWrong`."""
    return shipped(name) if name in layers.shipped_names() else load(Path(name))


def load(path: Path) -> Playbook:
    """The playbook in a YAML file, with what it extends. Raises `PlaybookWrong`."""
    return _sound(check(layers.read(path), str(path), path.parent))


def look_at(name: str) -> Checked:
    """All that is wrong with the shipped playbook of this name, or with the one, or the translation, in this file."""
    if name in layers.shipped_names():
        return check(layers.shipped_text(name), f"{name}.yaml", None)
    path = Path(name)
    try:
        written = layers.read(path)
        if translated := layers.translates(written, str(path)):
            wrong = layers.translation_of(written, str(path), path.parent, translated)
            return Checked(None, wrong, translates=translated)
        return check(written, str(path), path.parent)
    except PlaybookWrong as error:
        return Checked(None, error.mistakes)


def text(name: str) -> str:
    """The shipped playbook of this name, or the one in this file, as it is written. Raises `PlaybookWrong`."""
    return layers.shipped_text(name) if name in layers.shipped_names() else layers.read(Path(name))


def merged_text(name: str) -> str:
    """The same as one whole, with all that it extends. Raises `PlaybookWrong`."""
    content = msgspec.to_builtins(named(name))
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)


def parse(text: str, file: str, folder: Path | None = None) -> Playbook:
    """The playbook in a YAML text; ``file`` is what errors call it, ``folder`` where it finds what it extends.

    Raises `PlaybookWrong`.
    """
    return _sound(check(text, file, folder))


def check(text: str, file: str, folder: Path | None, *, confined: bool = False) -> Checked:
    """Everything that is wrong with a playbook's text. ``confined``: nothing outside ``folder`` may be read for it."""
    try:
        root = layers.merged(layers.stack(text, file, folder, confined=confined))
        content = yaml.SafeLoader("").construct_document(root)
    except PlaybookWrong as wrong:
        return Checked(None, wrong.mistakes)
    except yaml.YAMLError as error:
        return Checked(None, (layers.not_yaml(error, file),))
    misfits = tuple(shape.misfits(root, content, Playbook))
    playbook = _read(content if not misfits else shape.mended(content, Playbook, _model()))
    senseless = _standing(root, _mistakes(playbook)) if playbook else ()
    if misfits or playbook is None:
        return Checked(None, (*misfits, *senseless))
    if senseless:
        return Checked(playbook, senseless)
    return Checked(playbook, (), _standing(root, advice.warnings(playbook)))


def _read(content: Any) -> Playbook | None:
    try:
        return msgspec.convert(content, Playbook)
    except msgspec.ValidationError:
        return None


def _standing(root: yaml.Node, told: Iterable[tuple[tuple[str, ...], str]]) -> tuple[Mistake, ...]:
    return tuple(Mistake(*shape.stands(root, path), path, problem) for path, problem in told)


@lru_cache(maxsize=1)
def _model() -> Any:
    """The content of the shipped playbook: what a part looks like that is right."""
    return yaml.safe_load(layers.shipped_text("default"))


def _sound(checked: Checked) -> Playbook:
    if checked.mistakes or checked.playbook is None:
        raise PlaybookWrong(*checked.mistakes)
    return checked.playbook


def reference(playbook: Playbook) -> str:
    """What the playbook is called for good: ``name@digest`` of its content."""
    return f"{playbook.name}@{hashlib.sha256(freeze(playbook)).hexdigest()[:16]}"


def freeze(playbook: Playbook) -> bytes:
    """The content to keep."""
    return msgspec.json.encode(playbook, order="deterministic")


def thaw(body: bytes) -> Playbook:
    """The playbook that `freeze` wrote."""
    return msgspec.json.decode(body, type=Playbook)


def _mistakes(playbook: Playbook) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is well formed and makes no sense, with the path to it."""
    for path, number in _numbers(msgspec.to_builtins(playbook), ()):
        if not math.isfinite(number):
            yield path, "give a number that is one."
        elif number < 0 and path[0] not in ("forecast", "cues"):
            yield path, "give a number of 0 or more."
    if playbook.heat.full_weight_words < 1:
        yield ("heat", "full_weight_words"), "give a number of words, 1 or more."
    bounds = list(playbook.heat.levels.values())
    if tuple(playbook.heat.levels) != LEVELS[1:]:
        yield ("heat", "levels"), "name displeased, frustrated, angry and enraged, in this order."
    elif bounds != sorted(bounds) or not all(0 < bound < 1 for bound in bounds):
        yield ("heat", "levels"), "the levels must rise, between 0 and 1."
    for share in ("rise", "fall"):
        if not 0 < getattr(playbook.heat, share) <= 1:
            yield ("heat", share), "give a share above 0 and up to 1."
    if not 0 < playbook.ladder.sure_at < 1:
        yield ("ladder", "sure_at"), "give a probability between 0 and 1."
    if not 0 < playbook.heard_at < 1:
        yield ("heard_at",), "give a probability between 0 and 1."
    if playbook.forecast.heat < 0 or playbook.forecast.trend < 0:
        yield ("forecast",), "hotter or rising must never look safer: give heat and trend 0 or more."
    if playbook.forecast.fresh_utterances < 1:
        yield ("forecast", "fresh_utterances"), "give a number of utterances, 1 or more."
    if not 0 <= playbook.forecast.fade < 1:
        yield ("forecast", "fade"), "give a share from 0 up to but not with 1."
    signals = (*CUSTOMER_SIGNALS, *AGENT_SIGNALS)
    for name in playbook.forecast.heard:
        if name not in signals:
            yield ("forecast", "heard", name), f"no signal is called {name!r}; there are {', '.join(signals)}."
    if not 0 < playbook.policy.alarm < 1:
        yield ("policy", "alarm"), "give a probability between 0 and 1."
    if playbook.policy.in_a_row < 1:
        yield ("policy", "in_a_row"), "give a number of utterances, 1 or more."
    for step in STEPS:
        if step not in playbook.steps:
            yield ("steps",), f"the step {step!r} is missing; every step needs a title."
    for name, cue in playbook.cues.items():
        if not cue.say:
            yield ("cues", name, "say"), "give at least one line to say, or leave the cue out to switch it off."
        for place, line in enumerate(cue.say):
            try:
                unknown = wording.needed(line) - SLOTS
            except ValueError as error:
                yield ("cues", name, "say", str(place)), f"{line!r}: {error}. A brace that is no slot is written twice."
                continue
            if unknown:
                yield (
                    ("cues", name, "say", str(place)),
                    f"no slot is called {sorted(unknown)[0]!r}; there are {', '.join(sorted(SLOTS))}.",
                )
        if cue.life <= 0 or cue.patience <= 0:
            yield ("cues", name), "life and patience are seconds above 0."
    yield from _alert_mistakes(playbook)
    for text, wanted in _TEXTS.items():
        lines, more = getattr(playbook.words, text), _MORE_LINES[text]
        given = {name: slots for name, slots in more.items() if name in lines}
        yield from _text_mistakes(("words", text), lines, {**wanted, **given})
        for name in lines:
            if name not in wanted and name not in more:
                yield ("words", text, name), f"no line is called {name!r}; there are {', '.join((*wanted, *more))}."
    if "set_a_boundary" in playbook.cues and not playbook.ladder.rungs:
        yield ("ladder", "rungs"), "give the words to set a boundary with, or leave out the cue set_a_boundary."


def _alert_mistakes(playbook: Playbook) -> Iterator[tuple[tuple[str, ...], str]]:
    rules = playbook.alerts
    if not 0 <= rules.learn.fine < 1:
        yield ("alerts", "learn", "fine"), "give a share from 0 up to but not with 1."
    if rules.calm < 1:
        yield ("alerts", "calm"), "give a number of utterances, 1 or more."
    if not rules.words.times:
        yield ("alerts", "words", "times"), "give at least one word for how often, such as [once, twice]."
    for name in ("seconds", "minutes"):
        yield from _text_mistakes(("alerts", "words"), {name: getattr(rules.words, name)}, {name: frozenset({"n"})})
    for kind, rule in rules.kinds.items():
        path = ("alerts", "kinds", kind)
        if not 0 < rule.sure < 1:
            yield (*path, "sure"), "give a probability between 0 and 1."
        if not rule.why:
            yield (*path, "why"), "give at least one sentence, or leave the alert out to switch it off."
        for place, line in enumerate(rule.why):
            wanted = {str(place): alerts.SLOTS}
            yield from _text_mistakes((*path, "why"), {str(place): line}, wanted)


def _numbers(content: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """Every number, with the path to it."""
    if isinstance(content, dict):
        for name, part in content.items():
            yield from _numbers(part, (*path, str(name)))
    elif isinstance(content, (int, float)):
        yield path, content


def _text_mistakes(
    path: tuple[str, ...], lines: Mapping[str, str], wanted: Mapping[str, frozenset[str]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """A text after the call that lacks a line, or asks for what that line is not given, fails when the call ends."""
    for name, slots in wanted.items():
        if name not in lines:
            yield path, f"the line {name!r} is missing; copy it from the shipped playbook."
            continue
        try:
            unknown = wording.needed(lines[name]) - slots
        except ValueError as error:
            yield (*path, name), f"{lines[name]!r}: {error}. A brace that is no slot is written twice."
            continue
        if unknown:
            known = ", ".join(sorted(slots)) or "none"
            yield (*path, name), f"no slot here is called {sorted(unknown)[0]!r}; there are: {known}."

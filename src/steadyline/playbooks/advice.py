"""
What is allowed in a playbook and yet probably not meant, and what its words come to on a sample call.
"""

from collections import Counter
from collections.abc import Iterator

from steadyline.core import endings, wording
from steadyline.core.names import LEVELS, Cue, Level
from steadyline.core.playbook import CueRule, Playbook

LONGEST_WORDS = 160
"""So many characters stand on a cue card without being set small."""

ONLY_IN: dict[str, frozenset[str]] = {
    "term": frozenset({"plain_words"}),
    "plain": frozenset({"plain_words"}),
    "act": frozenset({"put_a_time_on_it"}),
    "limit": frozenset({"within_your_limits"}),
    "topic": frozenset({"do_not_ask_again"}),
    "waited": frozenset({"show_you_listen"}),
}
"""Slots that a call fills for some cues alone."""

SAMPLE = {
    "name": "Dana",
    "agent": "Sam",
    "company": "Northwind Broadband",
    "concern": "you were charged twice in March",
    "Concern": "You were charged twice in March",
    "concerns": "You were charged twice in March, and nobody called you back.",
    "options": "a refund or a replacement",
    "limits": "refund up to 50 USD, replacement",
    "next": "I will send the refund today by five.",
    "term": "proration",
    "plain": "charging only for the days you had it",
    "act": "send the refund",
    "limit": "50 dollars",
    "topic": "the order number",
    "waited": "those 3 minutes",
    "broken": "a call back by Friday",
    "broken_to": "to send the form by Friday",
    "promised": "a new router by Monday",
    "promised_to": "to send a new router by Monday",
}
"""What the sample call fills the slots with; the words for the feeling are the playbook's own."""

Advice = tuple[tuple[str, ...], str]


def sample(playbook: Playbook, cue: Cue) -> dict[str, str]:
    """The slots that the sample call fills for this cue, at a heat at which it may be offered."""
    slots = {slot: said for slot, said in SAMPLE.items() if cue in ONLY_IN.get(slot, {cue})}
    for slot, words in (("feeling", playbook.words.feelings), ("felt", playbook.words.felt)):
        known = [words[level][0] for level in _levels(playbook.cues[cue].heat) if words.get(level)]
        slots |= {slot: known[len(known) // 2]} if known else {}
    return slots


def spoken(playbook: Playbook, cue: Cue) -> tuple[str, ...]:
    """Each variant of a cue's words on the sample call; as it is written where that cannot fill it."""
    slots = sample(playbook, cue)
    lines = playbook.ladder.rungs if cue == "set_a_boundary" else playbook.cues[cue].say
    return tuple(_said(line, slots) for line in lines)


def _said(line: str, slots: dict[str, str]) -> str:
    try:
        return wording.choose([line], slots, 0) or line
    except ValueError:  # a stray brace: told as a mistake of its own
        return line


def warnings(playbook: Playbook) -> Iterator[Advice]:
    """What to look at again, with the path to it."""
    if not playbook.budget.cues_per_call or not playbook.budget.dismissals:
        yield ("budget",), "no cue is ever offered on such a budget."
    for cue, rule in playbook.cues.items():
        yield from _never(playbook, cue, rule)
        yield from _of_words(playbook, cue, rule)
    for place, rung in enumerate(playbook.ladder.rungs):
        if len(rung) > LONGEST_WORDS:
            yield ("ladder", "rungs", str(place)), _too_long(rung)
    yield from _doubled(playbook)


def _never(playbook: Playbook, cue: Cue, rule: CueRule) -> Iterator[Advice]:
    path = ("cues", cue)
    if cue not in endings.ENDS:
        yield path, "it is never offered: no rule asks for it."
    if rule.most < 1:
        yield (*path, "most"), f"it is never offered: at most {rule.most} times a call. Set it to null to leave it out."
    bars = [level.least_priority for level in playbook.levels.values()]
    if bars and rule.priority < min(bars) and not rule.urgent:
        yield (*path, "priority"), f"it is never offered: agents of every level see cues from {min(bars)} on."
    unfit = [wording.needed(line) - sample(playbook, cue).keys() for line in rule.say]
    if unfit and all(unfit):
        yield (*path, "say"), f"it is never offered: no call can fill {{{sorted(unfit[0])[0]}}} here."


def _of_words(playbook: Playbook, cue: Cue, rule: CueRule) -> Iterator[Advice]:
    slots = sample(playbook, cue)
    for place, line in enumerate(rule.say):
        path = ("cues", cue, "say", str(place))
        for slot in sorted(wording.needed(line) - slots.keys()):
            yield path, f"no call can fill {{{slot}}} here: this line is never said."
        said = wording.choose([line], slots, 0) or line
        if len(said) > LONGEST_WORDS:
            yield path, _too_long(said)
        bare = line.format_map({**dict.fromkeys(wording.needed(line), "…")})
        if term := wording.plain(playbook.words, bare, frozenset()):
            yield path, f"{term[0]!r} is a word to be put plainly (words.plain), and here it is said."


def _too_long(said: str) -> str:
    return f"{len(said)} characters on the sample call: more than {LONGEST_WORDS} are hard to read at a glance."


def _doubled(playbook: Playbook) -> Iterator[Advice]:
    """The same words twice sound canned, in one cue or in two."""
    lines = [
        (_bare(line), ("cues", cue, "say", str(place)))
        for cue, rule in playbook.cues.items()
        for place, line in enumerate(rule.say)
    ]
    counts = Counter(words for words, _ in lines)
    first: dict[str, tuple[str, ...]] = {}
    for words, path in lines:
        if counts[words] > 1 and words in first:
            yield path, f"the same words stand in {first[words][1]} already."
        first.setdefault(words, path)


def _bare(line: str) -> str:
    return " ".join("".join(letter for letter in line.lower() if letter.isalnum() or letter in " {}").split())


def _levels(heat: Level) -> tuple[Level, ...]:
    return LEVELS[LEVELS.index(heat) :]

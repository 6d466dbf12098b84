"""
What need not be said twice: told on this call, or on record from earlier ones.

A playbook lists topics with the words that ask for each and the words that tell it. Identity checks may be asked as
often as needed.
"""

from collections.abc import Sequence

import msgspec

from steadyline.core import phrases
from steadyline.core.events import Heard
from steadyline.core.playbook import MemoryRules


class Told(msgspec.Struct, frozen=True):
    """Where something was told: the turn (0: it is on record) and the words."""

    turn: int
    quote: str


class Memory(msgspec.Struct, frozen=True):
    """What was told, by topic. ``asked``: the agent's last turn was a question, and no identity check."""

    told: dict[str, Told] = {}
    asked: bool = False


def begin(rules: MemoryRules, history: Sequence[str]) -> Memory:
    """What is on record already."""
    told = {}
    for name, topic in rules.topics.items():
        line = next((line for line in history if phrases.found(topic.told, line)), None)
        if line is not None:
            told[name] = Told(turn=0, quote=line)
    return Memory(told=told)


def step(rules: MemoryRules, memory: Memory, heard: Heard, *, asks: bool, problem: bool) -> Memory:
    """Take one judged utterance. ``asks``: the agent asks for a detail. ``problem``: the customer told a new one."""
    if heard.party == "agent":
        return msgspec.structs.replace(memory, asked=asks and not phrases.found(rules.identity, heard.quote))
    told = memory.told
    for name, topic in rules.topics.items():
        tells = problem if not topic.told else phrases.found(topic.told, heard.quote) is not None
        if tells and name not in told:
            told = {**told, name: Told(turn=heard.turn, quote=heard.quote)}
    return Memory(told=told, asked=False)


def asked_again(rules: MemoryRules, memory: Memory, text: str) -> tuple[str, Told] | None:
    """The topic that ``text`` asks for although it was told, and where that was."""
    if phrases.found(rules.identity, text):
        return None
    for name, told in memory.told.items():
        if name in rules.topics and phrases.found(rules.topics[name].asks, text):
            return name, told
    return None


def protests(rules: MemoryRules, text: str) -> bool:
    """Whether the customer says that they have told it already."""
    return phrases.found(rules.protests, text) is not None

"""
What the rules of a call cost: facts a second on one core, and replay of a call from its journal's lines.

A ten-minute call with what such a call has (turns of three to twelve seconds, signs of listening, talk-overs, clicks,
heat up and down), taken fact by fact. CPU time of this process, the best of several rounds; no disk, no model.
"""

import random
import sys
import time
from collections.abc import Callable

from steadyline.core import call as rules
from steadyline.core.events import (
    Agent,
    CallEnded,
    CallStarted,
    Concern,
    Customer,
    Fact,
    Header,
    Heard,
    Party,
    PromiseDraft,
    SpeechEnded,
    SpeechStarted,
    Utterance,
    decode,
    encode,
)
from steadyline.playbooks import loader
from steadyline.service import conversation

ROUNDS = 7
HEADER = Header(
    call="bench",
    started="2026-03-10T09:00:00-04:00",
    company="Northwind",
    agent=Agent(id="a1", name="Sam", limits={"refund": 50, "currency": "USD"}),
    customer=Customer(ref="C-1", name="Dana Ruiz", timezone="America/New_York"),
)
SAID: dict[Party, tuple[str, ...]] = {
    "customer": (
        "states_problem", "venting", "repeat_contact", "rejects", "confirms", "corrects", "accepts", "confused",
    ),
    "agent": (
        "acknowledges", "empathy", "formulaic", "restates", "apologises", "asks_detail", "explains", "jargon",
        "negative_language", "dismissive", "offers_option", "vague_action", "promises", "takes_ownership",
    ),
}  # fmt: skip
COMPLAINTS = (
    "I was charged twice in March",
    "nobody called me back",
    "the bank took another thirty five dollars",
    "the engineer never came on Tuesday",
    "I had to borrow money for groceries",
)


def ten_minutes(seed: int) -> list[Fact]:
    """The facts of one call, in order of time."""
    chance = random.Random(seed)
    facts: list[Fact] = [CallStarted(at=0.0, header=HEADER, playbook="bench@1")]
    now, turn, party = 0.0, 0, "agent"
    while now < 600:
        party = "customer" if party == "agent" else "agent"
        turn += 1
        seconds = chance.uniform(2, 12)
        began = max(0.0, now + chance.choice((-1.2, 0.2, 0.4, 0.6, 1.0, 3.0)))
        facts += _utterance(chance, turn, "customer" if party == "customer" else "agent", began, seconds)
        if party == "customer" and seconds > 6:
            turn += 1
            facts += _hum(turn, began + 4)
        now = began + seconds
    facts.sort(key=lambda fact: fact.at)
    return [*facts, CallEnded(at=facts[-1].at)]


def _utterance(chance: random.Random, turn: int, party: Party, began: float, seconds: float) -> list[Fact]:
    ended, known = began + seconds, began + seconds + 0.5
    signals = {name: chance.random() * 0.4 for name in SAID[party]}
    signals.update(dict.fromkeys(chance.sample(SAID[party], 2), 0.9))
    words = "and every time it's oh we'll call you back on the ticket and nobody does and I am done waiting"
    problem = signals.get("states_problem", 0) > 0.5
    promised = signals.get("promises", 0) > 0.5
    return [
        SpeechStarted(at=began, party=party),
        SpeechEnded(at=known, party=party, t1=ended),
        Utterance(at=known, turn=turn, party=party, t0=began, t1=ended, text=words, recogniser="bench/1"),
        Heard(
            at=known,
            turn=turn,
            party=party,
            signals=signals,
            heat=chance.choice((0.0, 0.25, 0.5, 0.75, 1.0)) if party == "customer" else None,
            concerns=(Concern(text=chance.choice(COMPLAINTS)),) if problem else (),
            promises=(PromiseDraft(who="agent", act=f"send letter {turn % 5} to you"),) if promised else (),
            quote=words,
            model="bench/1",
        ),
    ]


def _hum(turn: int, at: float) -> list[Fact]:
    return [
        SpeechStarted(at=at, party="agent"),
        SpeechEnded(at=at + 0.9, party="agent", t1=at + 0.4),
        Utterance(at=at + 0.9, turn=turn, party="agent", t0=at, t1=at + 0.4, text="mm-hm", listening=True),
    ]


def cheapest(work: Callable[[], object]) -> float:
    """CPU seconds of ``work`` at its best."""
    took = []
    for _ in range(ROUNDS):
        since = time.process_time()
        work()
        took.append(time.process_time() - since)
    return min(took)


def main(calls: int) -> None:
    """Print the table."""
    playbook = loader.shipped()
    scripts = [ten_minutes(seed) for seed in range(calls)]
    count = sum(map(len, scripts))

    def step_all() -> None:
        for facts in scripts:
            call = rules.begin(playbook, HEADER)
            for fact in facts:
                call, _ = rules.step(call, fact)

    def run_all() -> None:
        for facts in scripts:
            rules.run(rules.begin(playbook, HEADER), facts)

    cpu = cheapest(step_all)
    print(f"step           {count / cpu:9,.0f} facts/s    {count / calls:.0f} facts a call")
    cpu = cheapest(run_all)
    print(f"run with ticks {count / cpu:9,.0f} facts/s")

    _, events = rules.run(rules.begin(playbook, HEADER), scripts[0])
    lines = [encode(event) for event in events]

    def replay() -> None:
        facts = [event for event in map(decode, lines) if isinstance(event, Fact)]
        conversation.advance(conversation.Progress(call=rules.begin(playbook, HEADER)), facts)

    took = cheapest(replay) * 1000
    print(f"replay         {took:9.1f} ms         one ten-minute call, {len(lines)} lines, screen included")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)

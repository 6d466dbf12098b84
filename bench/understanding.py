"""
What it costs to understand what was said: line by line as on a live call, and a call known in full; and to load it.

Run with ``python -m bench.understanding``. Every tenth gold call is read in three ways, one after the other, so that
all are equally slowed by whatever else the machine does: by the engine line by line, by the engine in one go, and by
the encoder alone in one go, which is the limit. Processor time of this process; of each call the best of some rounds.
"""

import time
from collections.abc import Callable, Sequence

from training import calls

from bench import machine
from bench.machine import Row
from steadyline.core.events import Header, Utterance
from steadyline.understanding import dialogue
from steadyline.understanding.engine import Engine
from steadyline.understanding.words import alone, clues_in

ROUNDS = 5
EVERY = 10

Talk = tuple[Header, list[Utterance]]


def main() -> list[Row]:
    """Print the figures, and return them."""
    began = time.process_time()
    engine = Engine()
    loading = time.process_time() - began
    listener = dialogue.Listener()
    talks = [(call.header, list(call.utterances())) for call in calls.read_all(calls.GOLD)[::EVERY]]
    written = {id(said): _lines(said) for _, said in talks}
    ways: dict[str, Callable[[Talk], object]] = {
        "each": lambda talk: list(map(engine.open(talk[0]).read, talk[1])),
        "whole": lambda talk: engine.open(talk[0]).read_all(talk[1]),
        "encoder": lambda talk: listener.read(dialogue.Memory(), written[id(talk[1])]),
    }
    spent = dict.fromkeys(ways, 0.0)
    for talk in talks:
        rounds = [{way: _seconds(read, talk) for way, read in ways.items()} for _ in range(ROUNDS)]
        for way in ways:
            spent[way] += min(taken[way] for taken in rounds)
    lines = sum(len(said) for _, said in talks)
    shipped = dialogue.WEIGHTS.parent
    rows = [
        Row("one utterance in its call", 1000 * spent["each"] / lines, "CPU ms", 15),
        Row("utterances a second of a core, of a call known in full", lines / spent["whole"], "a second", 200, True),
        Row("the same line by line", lines / spent["each"], "a second"),
        Row("a call known in full, against its encoder alone", spent["whole"] / spent["encoder"], "times"),
        Row("loading the model", loading, "CPU s", 1),
        Row("the model's files", sum(file.stat().st_size for file in shipped.iterdir()) / 1e6, "MB", 70),
    ]
    machine.show(rows)
    return rows


def _lines(said: Sequence[Utterance]) -> list[dialogue.Line]:
    return [dialogue.Line(one.party, one.text, clues_in(alone(one.text))) for one in said]


def _seconds(read: Callable[[Talk], object], talk: Talk) -> float:
    began = time.process_time()
    read(talk)
    return time.process_time() - began


if __name__ == "__main__":
    main()

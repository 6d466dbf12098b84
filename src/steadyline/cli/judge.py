"""
`steadyline judge`: what a model makes of utterances, line by line.
"""

import sys

from steadyline import bootstrap, settings
from steadyline.cli.say import err


def judge() -> int:
    """Judge utterances: JSON lines on standard input, one line of signals and heat for each on standard output.

    A line in: {"call": "c1", "turn": 7, "party": "customer", "text": "this is the third time"}, in order within a call.
    A line out: {"call": "c1", "turn": 7, "heat": 0.61, "signals": {"repeat_contact": 0.97}}. A line that cannot be read
    is named on standard error, and the rest is still judged; the exit code is then 1.
    """
    wrong = 0

    def on_error(line: int, why: str) -> None:
        nonlocal wrong
        wrong += 1
        err.print(f"steadyline: line {line}: {why}", markup=False, soft_wrap=True)

    for judged in bootstrap.judged(settings.load(), sys.stdin.buffer, on_error):
        sys.stdout.buffer.write(judged)
        sys.stdout.buffer.flush()
    return 1 if wrong else 0

"""
`steadyline judge`: what a model makes of utterances, line by line.
"""

import sys

from cyclopts import App

from steadyline import bootstrap, settings
from steadyline.cli.say import err, remark

app = App(
    name="judge",
    help_epilogue="""It reads standard input until that ends, one JSON object a line, in order within each call, and
answers each line before it reads the next.

- `steadyline judge < utterances.jsonl`

A line in: `{"call": "c1", "turn": 7, "party": "customer", "text": "this is the third time"}`

A line out: `{"call": "c1", "turn": 7, "heat": 0.61, "signals": {"repeat_contact": 0.97}}`

`party` is customer or agent; heat stands on the customer's lines alone. A signal of 0.5 or more counts as heard
(docs/signals.md says what each is). The header and the holds of a transcript are passed over.

A line that cannot be read is named on standard error, and the rest is still judged; the exit code is then 1.
docs/formats.md says all of it.
""",
)


@app.default
def judge() -> int:
    """Judge utterances: JSON lines on standard input, one line of signals and heat for each on standard output."""
    wrong = 0

    def on_error(line: int, why: str) -> None:
        nonlocal wrong
        wrong += 1
        err.print(f"steadyline: line {line}: {why}", markup=False, soft_wrap=True)

    if sys.stdin.isatty():
        remark("Waiting for utterances, one JSON object a line; Ctrl-D ends. `steadyline judge --help` says how.")
    for judged in bootstrap.judged(settings.load(), sys.stdin.buffer, on_error):
        sys.stdout.buffer.write(judged)
        sys.stdout.buffer.flush()
    return 1 if wrong else 0

"""
The words of the process: levels of heat, steps, cues. No synonyms anywhere.
"""

from typing import Literal

Level = Literal["calm", "displeased", "frustrated", "angry", "enraged"]
LEVELS: tuple[Level, ...] = ("calm", "displeased", "frustrated", "angry", "enraged")

Cue = Literal[
    "let_them_finish",
    "name_the_feeling",
    "say_it_back",
    "check_you_got_it",
    "say_it_again_right",
    "apologise_once",
    "enough_apology",
    "drop_the_script",
    "ask_what_would_help",
    "plain_words",
    "say_what_you_can_do",
    "do_not_argue",
    "make_it_concrete",
    "put_a_time_on_it",
    "set_a_boundary",
    "bring_a_supervisor",
    "close_warmly",
]

Step = Literal["greet", "listen", "empathise", "restate", "apologise", "ask", "explain", "resolve", "commit", "close"]
STEPS: tuple[Step, ...] = (
    "greet",
    "listen",
    "empathise",
    "restate",
    "apologise",
    "ask",
    "explain",
    "resolve",
    "commit",
    "close",
)

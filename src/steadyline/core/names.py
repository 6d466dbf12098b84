"""
The words of the process: levels of heat, steps, cues, signals. No synonyms anywhere.
"""

from typing import Literal

Level = Literal["calm", "displeased", "frustrated", "angry", "enraged"]
LEVELS: tuple[Level, ...] = ("calm", "displeased", "frustrated", "angry", "enraged")

AgentLevel = Literal["new", "practised", "expert"]

Alert = Literal["escalating", "threat_harm", "abuse", "asks_supervisor", "angry_for_long", "help_asked"]

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
    "show_you_listen",
    "ask_before_explaining",
    "offer_choices",
    "within_your_limits",
    "own_it",
    "do_not_ask_again",
    "at_pickup",
    "end_with_care",
    "slow_down",
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

CUSTOMER_SIGNALS = (
    "states_problem",
    "venting",
    "personal_attack",
    "profanity",
    "threat_harm",
    "threat_leave",
    "threat_public",
    "asks_supervisor",
    "repeat_contact",
    "hardship",
    "states_outcome",
    "confirms",
    "corrects",
    "accepts",
    "rejects",
    "confused",
    "thanking",
)
AGENT_SIGNALS = (
    "greeting",
    "acknowledges",
    "empathy",
    "formulaic",
    "restates",
    "checks_understanding",
    "apologises",
    "asks_detail",
    "asks_outcome",
    "asks_permission",
    "explains",
    "jargon",
    "negative_language",
    "argues",
    "dismissive",
    "offers_option",
    "vague_action",
    "promises",
    "takes_ownership",
    "sets_boundary",
    "offers_supervisor",
    "holds_or_transfers",
    "closes_warmly",
)
"""What can be heard in an utterance of each party, in the order of the annotation guide."""

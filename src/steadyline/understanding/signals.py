"""
The names of what is heard in an utterance.

The order is that of the annotation guide (`signals.md`) and of the columns in the model file; a name is only ever
added together with a new model.
"""

from typing import Final

from steadyline.core.events import Party

CUSTOMER: Final = (
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

AGENT: Final = (
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

OF: Final[dict[Party, tuple[str, ...]]] = {"customer": CUSTOMER, "agent": AGENT}
"""Party to the signals it can carry."""

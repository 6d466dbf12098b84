"""
The place where secrets leave: between recogniser and journal.

Whatever a recogniser or a transcript says goes through `mask` before it is written, shown, or read by any model. Signs
that nobody sees and that turn text around, hide it or command a screen go here, too: what is read is what was said.
Card numbers and codes will be masked here; for now they pass through as they are.
"""

import re
from typing import Final

import msgspec

from steadyline.core.events import Header

_COMMANDS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNSEEN: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""What turns the direction of text or takes no room in it. Joiners stay: scripts and signs are made with them."""


def mask(text: str) -> str:
    """``text`` as it may be kept."""
    return _COMMANDS.sub(" ", _UNSEEN.sub("", text))


def mask_lines(text: str) -> str:
    """``text`` of several lines as it may be kept: they stay the lines that they are."""
    return "\n".join(mask(line) for line in text.splitlines())


def header(told: Header) -> Header:
    """What is known of a call before the first word, as it may be kept."""
    agent, customer = told.agent, told.customer
    return msgspec.structs.replace(
        told,
        company=mask(told.company),
        agent=msgspec.structs.replace(agent, name=mask(agent.name)),
        customer=msgspec.structs.replace(
            customer, name=mask(customer.name), history=tuple(mask(line) for line in customer.history)
        ),
    )

"""
What sort of thing was promised, guessed from the words of the act.

A guess to tell figures by, which a person can correct: the first sort whose words the act has. The plainer the deed,
the earlier it stands, so that "call you back about the refund" is a call back.
"""

import re
from typing import Final

from steadyline.core.ledger import Kind

_WORDS: Final[tuple[tuple[Kind, str], ...]] = (
    ("call_back", r"(call|phone|ring)\w*( \w+)? (back|again)|call you|phone you|ring you|llam\w+|telefone\w+"),
    ("visit", r"visit\w*|engineer\w*|technicians?|plumber|electrician|(come|drop|pop|swing) (by|round|out|over)|"
              r"inspect\w*|técnico|visita\w*"),
    ("money", r"refund\w*|credit\w*|reimburse\w*|pay|pays|paid|payment|compensat\w*|waive\w*|discount\w*|fee|fees|"
              r"charge|charges|money|deposit|reembols\w+|abon\w+|devolv\w+ el dinero|descuento"),
    ("replacement", r"replace\w*|new one|another one|exchange\w*|resend\w*|re-send|reship\w*|swap\w*|reemplaz\w+|"
                    r"cambi\w+ (el|la|lo) \w+"),
    ("repair", r"repair\w*|fix\w*|mend\w*|restor\w*|reconnect\w*|reset\w*|correct\w*|repar\w+|arregl\w+|corregi\w+"),
    ("message", r"e-?mails?|email\w*|text you|send\w*|post\w*|letter|write to|confirm\w* in writing|sms|label|"
                r"forward\w*|envi\w+|mand\w+|correo"),
    ("answer", r"check\w*|look\w* (in)?to|find out|ask|investigat\w*|review\w*|get back|let you know|update you|"
               r"escalat\w*|averigu\w+|consult\w+|revis\w+|inform\w+"),
)  # fmt: skip
_PATTERNS: Final = tuple((kind, re.compile(rf"\b({words})\b", re.IGNORECASE)) for kind, words in _WORDS)


def guess(act: str) -> Kind:
    """The kind of this act; ``other`` where no word of it says."""
    return next((kind for kind, pattern in _PATTERNS if pattern.search(act)), "other")

"""
The names of what is heard in an utterance, as the model file has them.

The order is that of the annotation guide (`signals.md`) and of the columns in the model file; a name is only ever
added together with a new model.
"""

from typing import Final

from steadyline.core.events import Party
from steadyline.core.names import AGENT_SIGNALS, CUSTOMER_SIGNALS

CUSTOMER: Final = CUSTOMER_SIGNALS
AGENT: Final = AGENT_SIGNALS

OF: Final[dict[Party, tuple[str, ...]]] = {"customer": CUSTOMER, "agent": AGENT}
"""Party to the signals it can carry."""

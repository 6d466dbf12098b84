"""
Fakes that stand in for the outside world, public so that a plug-in's own tests can use them; a module for each port.

Each keeps its port's promises to the letter and passes the same contract suite as the real thing; none of them needs a
disk, a model or a network.
"""

from steadyline.testing.access import MemoryDoorkeeping
from steadyline.testing.carrier import ScriptedCarrier
from steadyline.testing.destinations import MemoryDestinations
from steadyline.testing.feeds import MemoryFeeds
from steadyline.testing.helper import ScriptedHelper
from steadyline.testing.journal import MemoryJournal
from steadyline.testing.ledger import MemoryLedger
from steadyline.testing.outbox import MemoryOutbox
from steadyline.testing.recognition import ScriptedRecogniser
from steadyline.testing.understanding import Meaning, ScriptedReader, ScriptedUnderstanding

__all__ = (
    "Meaning",
    "MemoryDestinations",
    "MemoryDoorkeeping",
    "MemoryFeeds",
    "MemoryJournal",
    "MemoryLedger",
    "MemoryOutbox",
    "ScriptedCarrier",
    "ScriptedHelper",
    "ScriptedReader",
    "ScriptedRecogniser",
    "ScriptedUnderstanding",
)

"""
What a supervisor sees and does: calls that need somebody, a verdict on an alert, a higher limit, a break.

Every act is a fact in the call's journal before anybody is told of it. Said twice, it counts once.
"""

import math
from collections import OrderedDict

import msgspec

from steadyline.core import board
from steadyline.core.board import Board, CallShown
from steadyline.core.events import AlertJudged, BreakGranted, HelpAsked, LimitRaised
from steadyline.service.calls import Calls
from steadyline.service.conversation import Conversation
from steadyline.service.trouble import Trouble

OVER_KEPT = 6
"""Calls over, with an alert to judge, that stay on the screen."""
MOST_MINUTES = 120
_LONGEST = 60


class NotPossible(Trouble):
    """What was asked makes no sense for this call; the message says why. Nothing was written."""


class _Over(msgspec.Struct):
    """A call that is over, and the verdicts given since: the rules hear nothing of those."""

    conversation: Conversation
    said: dict[str, bool]


class Supervision:
    """The calls of this process as supervisors see them."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._live: dict[str, Conversation] = {}
        self._over: OrderedDict[str, _Over] = OrderedDict()

    async def board(self) -> Board:
        """The screen as of now. Raises `JournalFailed`."""
        live = {conversation.id: conversation for conversation in await self._calls.under_way()}
        for id, conversation in self._live.items():
            if id not in live and conversation.ended and conversation.progress.call.alerts.past:
                self._over[id] = _Over(conversation, {})
        while len(self._over) > OVER_KEPT:
            self._over.popitem(last=False)
        self._live = live
        rules = self._calls.site_playbook.alerts
        return board.arrange(
            [self._shown(conversation) for conversation in live.values() if not conversation.ended],
            [self._shown(over.conversation, over.said) for over in reversed(self._over.values())],
            rules,
            await self._calls.journal.judged(rules.learn.recent),
        )

    def _shown(self, conversation: Conversation, said: dict[str, bool] | None = None) -> CallShown:
        progress = conversation.progress
        return board.shown(
            conversation.id,
            progress.call,
            progress.screen,
            conversation.revision,
            now=self._calls.now(conversation.id),
            said=said or {},
        )

    async def judge(self, call: str, alert: str, *, useful: bool, by: str = "") -> None:
        """Somebody says whether an alert was worth having. Raises `NotPossible`, or what the journal raises."""
        conversation = await self._find(call)
        past = next((past for past in conversation.progress.call.alerts.past if past.alert.id == alert), None)
        if past is None:
            raise NotPossible(f"Call {call} has no alert {alert}.")
        said = self._over[call].said if call in self._over else {}
        if said.get(alert, past.useful) == useful:
            return
        kind = past.alert.alert
        await conversation.settle(AlertJudged(at=_now(conversation), id=alert, alert=kind, useful=useful, by=by))
        said[alert] = useful

    async def raise_limit(self, call: str, kind: str, amount: float | None, by: str = "") -> None:
        """The agent may give up to ``amount`` of ``kind`` on this call. Raises `NotPossible`, or as the journal."""
        conversation, kind = await self._find(call), kind.strip()
        if conversation.ended:
            raise NotPossible("This call is over: there is nothing left to give on it.")
        if not kind or len(kind) > _LONGEST or kind == "currency":
            raise NotPossible("Say what may be given, in a word or two, such as refund.")
        if amount is not None and not (math.isfinite(amount) and amount > 0):
            raise NotPossible("Say how much may be given: a number above 0, or nothing for as much as it takes.")
        raised = conversation.progress.call.raised
        if raised and (raised[-1].kind, raised[-1].amount) == (kind, amount):
            return
        await conversation.settle(LimitRaised(at=_now(conversation), kind=kind, amount=amount, by=by))

    async def grant_break(self, call: str, minutes: int, by: str = "") -> None:
        """The agent may take a break after this call. Raises `NotPossible`, or what the journal raises."""
        conversation = await self._find(call)
        if not 1 <= minutes <= MOST_MINUTES:
            raise NotPossible(f"A break has 1 to {MOST_MINUTES} minutes.")
        if conversation.progress.screen.break_minutes == minutes:
            return
        await conversation.settle(BreakGranted(at=_now(conversation), minutes=minutes, by=by))

    async def _find(self, call: str) -> Conversation:
        conversation = await self._calls.find(call)
        if conversation is None:
            raise NotPossible(f"No call {call} is known here.")
        return conversation


async def ask_help(conversation: Conversation) -> bool:
    """The agent asks for a supervisor. False where one is on the way already, or the call is over."""
    if conversation.ended or "help_asked" in conversation.progress.call.alerts.grounds:
        return False
    await conversation.settle(HelpAsked(at=_now(conversation)))
    return True


def _now(conversation: Conversation) -> float:
    return conversation.progress.call.now

"""
Letters to the customer: a draft in plain words, which a person reads, mends and sends by a click.

Nothing goes by itself, and no program sends one. What is sent is a delivery like any other: retried, parked where a
person sees it, and on the promise as soon as it is sent.
"""

from typing import Final

import msgspec

from steadyline.core.ledger import Moment, NotAllowed
from steadyline.core.telling import Letter, Occasion
from steadyline.service import addressing, following, reminding
from steadyline.service.delivering import Never
from steadyline.service.following import Following
from steadyline.service.masking import mask, mask_lines
from steadyline.service.outbox import State

LONGEST_SUBJECT: Final = 200
LONGEST_TEXT: Final = 10_000


class LetterWay(msgspec.Struct, frozen=True, kw_only=True):
    """A destination by which this letter can reach the customer. ``address``: it needs the customer's own."""

    id: str
    name: str
    kind: str
    address: bool


class LetterDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What could be sent, and by which ways; none where no destination takes such letters.

    ``edition``: of the promise from which it is written.
    """

    occasion: Occasion
    subject: str
    text: str
    edition: int
    ways: list[LetterWay]


class SendLetter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person's click. ``to``: the customer's mail addresses, where the way needs them.

    ``edition``: that of the draft. What changed since makes the letter wait for a person; 0: nobody saw a draft.
    """

    occasion: Occasion
    subject: str
    text: str
    destination: str
    by: str
    to: tuple[str, ...] = ()
    edition: int = 0


class LetterSent(msgspec.Struct, frozen=True, kw_only=True):
    """It is on its way, or there. ``delivery``: its line in the log.

    ``already``: when this very letter was sent, where that was before: nothing went now.
    """

    delivery: str
    state: State
    already: Moment = ""


class Letters:
    """Letters about the promises of the ledger."""

    def __init__(self, follows: Following) -> None:
        self._follows = follows

    async def draft(self, promise: str, occasion: Occasion, by: str) -> LetterDraft:
        """Raises `following.NoSuch`, and `NotAllowed` where such a letter makes no sense for the promise as it is."""
        letter, edition = await self._follows.draft(promise, occasion, by)
        ways = [
            LetterWay(id=there.id, name=there.name, kind=there.kind, address=there.kind == "mail")
            for there in await self._follows.destinations()
            if there.kind in following.TO_CUSTOMERS and reminding.wants(there, reminding.LETTER + occasion)
        ]
        return LetterDraft(occasion=occasion, subject=letter.subject, text=letter.text, edition=edition, ways=ways)

    async def send(self, promise: str, wish: SendLetter) -> LetterSent:
        """Send it, once however often it is asked. Raises `following.NoSuch`, and `NotAllowed` where it cannot go."""
        by, subject = " ".join(mask(wish.by).split()), " ".join(mask(wish.subject).split())
        text = mask_lines(wish.text.strip())
        to = addressing.written(wish.to)
        if not by:
            raise NotAllowed("Say who you are: a letter is sent by a person.")
        if not subject or len(subject) > LONGEST_SUBJECT or len(text) > LONGEST_TEXT:
            raise NotAllowed(f"A letter has a subject, and at most {LONGEST_TEXT} characters. Say it shorter.")
        letter = Letter(subject=subject, text=text)
        try:
            sent = await self._follows.tell(
                promise, wish.occasion, letter, destination=wish.destination, to=to, by=by, seen=wish.edition
            )
        except Never as why:
            raise NotAllowed(str(why)) from None
        already = sent.settled_at if sent.state == "sent" else ""  # one that goes now waits at first
        return LetterSent(delivery=sent.id, state=sent.state, already=already)

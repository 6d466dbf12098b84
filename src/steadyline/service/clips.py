"""
The sound of a promise: the words in which it was made, to be heard again by a person.

Nothing is kept unless the site says so. Kept is the one stretch in which the agent promised, of the agent's channel
alone, and nothing else of the call. A stretch with a number in it that may be a card's or a code's is never kept, nor
one whose words are not known, or are in a language that nobody here counts in. Nobody and nothing judges what is kept:
it is played, and it is forgotten, soon where nobody confirms the promise.
"""

import asyncio
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, Final, TypeVar

import structlog

from steadyline.core.events import Fact, Heard, Seconds, Utterance
from steadyline.service.ports import Audio, Clips, KeptClip

PATIENCE_SECONDS: Seconds = 2.0
"""How long a page waits for the folder."""

_log = structlog.get_logger(__name__)
T = TypeVar("T")

_MOST_DIGITS: Final = 2
"""Digits that the words may hold in all. The shortest secret, the code on the back of a card, has three."""

_ONE: Final = """
    zero nought naught nil null one two three four five six seven eight nine niner third fourth fifth sixth seventh
    eighth ninth cero uno una dos tres cuatro cinco seis siete ocho nueve un deux trois quatre cinq sept huit neuf
    eins zwei zwo drei vier funf sechs sieben acht neun tre quattro cinque sei sette otto nove dois duas quatro sete
    oito een twee drie vijf zes zeven negen
""".split()
_TWO: Final = """
    double ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth twenty thirty
    forty fourty fifty sixty seventy eighty ninety dozen hundred thousand million doble diez doce trece catorce
    quince dieci dieciseis diecisiete dieciocho diecinueve veinte veinti treinta cuarenta cincuenta sesenta setenta
    ochenta noventa cien ciento mil dix onze douze treize quatorze quinze seize vingt trente quarante cinquante
    soixante cent mille zehn elf zwolf zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig hundert
    tausend undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti trenta quaranta
    cinquanta sessanta settanta ottanta novanta cento dez dezesseis dezessete dezoito dezenove vinte trinta quarenta
    cinquenta sessenta oitenta cem tien
""".split()
_DIGITS: Final = dict.fromkeys(_ONE, 1) | dict.fromkeys(_TWO, 2) | {"triple": 3, "treble": 3}
"""How many digits a word for a number stands for, in English and the languages most spoken beside it."""

_ALIKE: Final = dict.fromkeys("oh o to too for fore won ate tree".split(), 1) | {"once": 2, "due": 1}
"""What sounds or looks like a number, and is one beside others: "won for too"."""

_BETWEEN: Final = frozenset(
    """
    a ah and again comma dash dot e eh em er erm hm hmm hyphen is like mm my next no ok okay point right slash so
    sorry space st nd rd th that the then uh uhm um und well with y yeah yes your you know
    """.split()
)
"""What is said between the numbers of one number."""

_PART: Final = re.compile("|".join(sorted(_DIGITS, key=len, reverse=True)))
_WHOLE: Final = re.compile(rf"(?:(?:{_PART.pattern})(?:und|y|e|s)?)+")
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")


def may_be_kept(said: Utterance, facts: Iterable[Fact]) -> bool:
    """Whether the sound of this may be kept: the agent promised in it, and said no number that may be a secret."""
    heard = [fact for fact in facts if isinstance(fact, Heard)]
    if said.party != "agent" or not said.text or any(fact.language for fact in heard):
        return False
    return any(fact.promises for fact in heard) and not _may_hold_a_secret(said.text)


def _may_hold_a_secret(text: str) -> bool:
    """Whether there are more than `_MOST_DIGITS` digits in it, two numbers in a row, or letters of another script."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    if any(c.isalpha() and not unicodedata.name(c, "").startswith("LATIN") for c in plain):
        return True
    digits = 0
    numbers, alike, alike_digits = 0, 0, 0  # of the numbers in a row, with what stands between them
    for word in [*_TOKEN.findall(plain), ""]:
        if many := _digits(word):
            digits, numbers = digits + many, numbers + 1
        elif word in _ALIKE:
            alike, alike_digits = alike + 1, alike_digits + _ALIKE[word]
        elif word not in _BETWEEN:
            if numbers > 1 or (numbers and numbers + alike > _MOST_DIGITS):
                return True
            digits += alike_digits if numbers and alike_digits > 1 else 0
            numbers, alike, alike_digits = 0, 0, 0
    return digits > _MOST_DIGITS


def _digits(word: str) -> int:
    """How many digits this word stands for, alone or of several written as one: "twentytwo"."""
    if word.isdecimal():
        return len(word)
    return sum(_DIGITS[part] for part in _PART.findall(word)) if _WHOLE.fullmatch(word) else 0


class Keeper:
    """Keeps sound, finds it and forgets it on a thread of its own: a folder that hangs holds up no call and no page.

    What is asked is done in its order. Of sound, ``most`` clips may wait; what comes beyond is not kept. Whatever goes
    wrong with a clip is logged and costs nobody more than the clip.
    """

    def __init__(self, clips: Clips, most: int = 16) -> None:
        self._clips = clips
        self._room = threading.BoundedSemaphore(most)
        self._full = False
        self._work: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        threading.Thread(target=self._do_all, name="clips", daemon=True).start()

    def keep(self, call: str, said: Utterance, facts: Iterable[Fact], sound: Audio) -> None:
        """Keep the sound of this, 16 kHz mono, if it may be; nobody waits for it."""
        if not may_be_kept(said, facts):
            return
        if not self._room.acquire(blocking=False):
            if not self._full:
                _log.error("the folder for sound of promises is too slow: sound is not kept until it is not", call=call)
            self._full = True
            return

        def work() -> None:
            try:
                self._clips.keep(call, said.turn, sound)
                self._full = False
            finally:
                self._room.release()

        self._ask(work)

    async def find(self, call: str, turn: int) -> KeptClip | None:
        """What is kept of this turn; None where nothing is, or it cannot be read soon."""
        found: KeptClip | None = await self._soon(self._ask(lambda: self._clips.find(call, turn)))
        return found

    async def confirm(self, call: str, turn: int) -> None:
        """What was promised in this turn was confirmed: now, or once the folder answers again."""
        await self._soon(self._ask(lambda: self._clips.confirm(call, turn)))

    async def forget(self, call: str, turn: int) -> None:
        """Nothing is kept of this turn any more: now, or once the folder answers again."""
        await self._soon(self._ask(lambda: self._clips.forget(call, turn)))

    async def settled(self) -> None:
        """All that was asked before is done, or the folder takes too long."""
        await self.do(lambda: None)

    async def do(self, work: Callable[[], object]) -> None:
        """Do this in its turn: now, or once the folder answers again."""
        await self._soon(self._ask(work))

    def _ask(self, work: Callable[[], T | None]) -> "Future[T | None]":
        future: Future[T | None] = Future()
        self._work.put((future, work))
        return future

    async def _soon(self, future: "Future[T | None]") -> T | None:
        done, _ = await asyncio.wait([asyncio.wrap_future(future)], timeout=PATIENCE_SECONDS)
        return future.result() if done else None

    def _do_all(self) -> None:
        while True:
            future, work = self._work.get()
            done = None
            try:
                done = work()
            except OSError as error:
                _log.warning("the sound of a promise cannot be kept, read or deleted", why=str(error))
            except Exception:  # whatever it was, what is asked next must not wait for ever
                _log.exception("the sound of a promise cannot be kept, read or deleted")
            if future.set_running_or_notify_cancel():
                future.set_result(done)

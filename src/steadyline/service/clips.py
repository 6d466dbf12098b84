"""
The sound of a promise: the words in which it was made, to be heard again by a person.

Nothing is kept unless the site says so. Kept is the one stretch in which the agent promised, of the agent's channel
alone, and nothing else of the call. A stretch with a number in it that may be a card's or a code's is never kept, nor
one whose words are not known, or are in a language that nobody here counts in. Nobody and nothing judges what is kept:
it is played, and it is forgotten.
"""

import asyncio
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

import structlog

from steadyline.core.events import Fact, Heard, Utterance
from steadyline.service.ports import Audio, Clips

_log = structlog.get_logger(__name__)

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


async def keep(clips: Clips | None, call: str, said: Utterance, facts: Iterable[Fact], sound: Audio) -> None:
    """Keep the sound of this, 16 kHz mono, if it may be. That it cannot be costs the clip, never the words."""
    if clips is None or not may_be_kept(said, facts):
        return
    try:
        await asyncio.to_thread(clips.keep, call, said.turn, sound)
    except OSError as error:
        _log.warning("the sound of a promise is not kept", call=call, turn=said.turn, why=str(error))

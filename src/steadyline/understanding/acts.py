"""
Which words of a line are an act promised: from the tags of its word pieces.

An act is of one sentence and reads as a clause: it goes on over a time named in its middle, takes in the subject it
hangs on, and is not cut where a noun begins. A lone noun counts where its time stands beside it ("plumber tomorrow").
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from steadyline.understanding import dialogue, numerals, stretches
from steadyline.understanding.stretches import Stretch

_LIKELY: Final = 0.6
"""How sure a word must be."""
ENOUGH: Final = 0.6
"""How sure an act must be in the mean of its words: both chosen on writers whom the encoder had not read."""
_STILL: Final = 0.25
"""A word this likely goes on with an act that stands on both sides of it."""
_BEGUN: Final = 0.2
"""An act is led into by words this likely, and begins with one that is at least this likely to begin one..."""
_SURELY: Final = 0.75
"""... unless it is as sure as this in the mean, or its time stands beside it."""
_ON: Final = 0.4
"""An act goes on with words this likely: who cuts it shorter leaves half a name."""
_A_TIME: Final = 0.45
"""A word that is rather of a time is no more than this likely to be of the act."""
_GAP: Final = 3
_TIME_GAP: Final = 8
_LEAD: Final = 4
_CLAUSE: Final = 6

_NEXT_WORD: Final = re.compile(r" ?([\w.]*\w)(?! (?:minutes?|hours?|days?|weeks?|months?|business|working)\b)")
_ENDS: Final = re.compile(r"[.!?;\u2026][\"'\u201d\u2019)]*$")
_TITLE: Final = re.compile(r"^(?:mr|mrs|ms|dr|st|prof|sr|jr|[a-z])\.$", re.IGNORECASE)
_SUBJECT: Final = re.compile(
    r"^(?:i|we|you|he|she|it|they|there)(?:['\u2019](?:ll|m|re|s|ve|d))?$|^(?:ill|im|youll|itll|theyll)$", re.IGNORECASE
)
_VERB: Final = re.compile(
    r"['\u2019](?:ll|s|re|m)$|^(?:will|ill|itll|youll|theyll|is|are|gets?|goes|go|comes?|has|have|can)$", re.IGNORECASE
)
_PLEDGES: Final = re.compile(r"^(?:i|we|you|he|she|it|they)['\u2019]ll$|^(?:ill|youll|itll|theyll)$", re.IGNORECASE)
_SETS_OUT: Final = re.compile(r"^(?:i|we)['\u2019]?(?:m|re)$", re.IGNORECASE)
_KNOWN_THING: Final = re.compile(r"^(?:the|his|her|your|my|our|their|this|that|these|those)$", re.IGNORECASE)
_DETAIL: Final = re.compile(r"^(?:with|from|of)$", re.IGNORECASE)
"""What opens a detail of the act before it: "I'll email you tonight with the three payments"."""
_DONE: Final = re.compile(r"(?:ed|ing|en)$", re.IGNORECASE)
_AND: Final = re.compile(r"^(?:and|then|plus)$", re.IGNORECASE)
_ELSE: Final = re.compile(
    r"^(?:and|then|plus|if|unless|but|because|cause|cos|or|so|once|when|whenever|as|though|although|which)$",
    re.IGNORECASE,
)
"""What the act before it ends at: what comes is another, or what it hangs on."""
_UNENDED: Final = re.compile(
    r"^(?:the|an?|your|my|our|their|his|some|any|while|until|till|what|where|whether|who|saying|i|we|he|she|they)$|\w['\u2019](?:s|re|ve)$",
    re.IGNORECASE,
)
"""What no act ends with: "the vet's [bill]", "till she's [back]"."""
_HANGS: Final = re.compile(r"^(?:that|see|sure|so)$", re.IGNORECASE)
_ONWARD: Final = re.compile(r"^(?:off|on|out|back|to|with|for|from|at|in|into|by|myself|personally)$", re.IGNORECASE)
_PASSED: Final = re.compile(
    r"^(?:just|also|personally|then|definitely|certainly|gladly|actually|even|only)$", re.IGNORECASE
)


class _Word(NamedTuple):
    """A word where it stands; how likely it is of an act, to begin one, and of a time; what it ends."""

    start: int
    end: int
    said: str
    inside: float
    opens: float
    time: float
    last: bool
    comma: bool


def find(text: str, read: dialogue.Read) -> list[Stretch]:
    """The acts promised in ``text`` (clean), in order."""
    if not _any_likely(read):
        return []
    words = _marked(text, read)
    found, after, before = list[Stretch](), 0, 0
    runs = list(_runs(words))
    for (first, last), ahead in zip(runs, [*(begin for begin, _ in runs[1:]), len(words)], strict=False):
        first = _cut_free(words, _led(words, first, after), last)
        likely = [word.inside for word in words[first : last + 1] if word.time < _LIKELY or word.inside >= _LIKELY]
        sure = float(np.mean(likely))
        ends = _short_of(words, first, _out(words, last, ahead))
        after = ends + 1
        detail = bool(found) and not any(word.last for word in words[before:first])
        if sure >= ENOUGH and not _is_scrap(words, first, last, sure, detail=detail):
            before = first
            found.append(Stretch(words[first].start, _with_its_number(text, words[ends].end), sure))
    return found


def _with_its_number(text: str, end: int) -> int:
    """Where an act ends that broke off within an amount, whose end was taken for an hour: "nine pounds ninety" nine."""
    while (more := _NEXT_WORD.match(text, end)) and numerals.is_number(more[1].lower()):
        last = text[:end].split()[-1:]
        if not last or not (last[0] in "£$€" or numerals.is_number(last[0].lower().strip(","))):
            return end
        end = more.end()
    return end


def _any_likely(read: dialogue.Read) -> bool:
    """Whether there is a word that an act could be made of; of most lines there is none."""
    return bool(stretches.likely(read.tags[:, dialogue.TAGS.index("promise")]).max(initial=0.0) >= _LIKELY)


def _marked(text: str, read: dialogue.Read) -> list[_Word]:
    inside, opens, time = (
        stretches.likely(read.tags[:, dialogue.TAGS.index(tag)]) for tag in ("promise", "promise begins", "when")
    )
    return _leant(
        [
            _word(text[start:end], start, end, max(inside[pieces]), opens[pieces[0]], max(time[pieces]))
            for start, end, pieces in stretches.whole_words(text, read.places)
        ]
    )


def _leant(words: Sequence[_Word]) -> list[_Word]:
    """The words, each leaning on its neighbours in the sentence; not over a time."""
    beside = [not a.last and max(a.time, b.time) < _LIKELY for a, b in itertools.pairwise(words)]
    sure = stretches.leant([word.inside for word in words], beside)
    return [word._replace(inside=inside) for word, inside in zip(words, sure, strict=True)]


def _word(said: str, start: int, end: int, inside: float, opens: float, time: float) -> _Word:
    return _Word(
        start=start,
        end=end,
        said=said.strip(" ,.;:!?\"'"),
        inside=float(min(inside, _A_TIME) if time >= max(_LIKELY, inside) else inside),
        opens=float(opens),
        time=float(time),
        last=bool(_ENDS.search(said)) and not _TITLE.match(said),
        comma=said.endswith(","),
    )


def _runs(words: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """First and last word of each run of likely words: of one sentence, over small gaps and over times."""
    first = last = -1
    for at, word in enumerate(words):
        if word.inside < _LIKELY:
            continue
        if first >= 0 and (not _goes_on(words, last, at) or _anew(words, first, at)):
            yield first, last
            first = -1
        first, last = (at if first < 0 else first), at
    if first >= 0:
        yield first, last


def _goes_on(words: Sequence[_Word], last: int, at: int) -> bool:
    """Whether the run that has come to ``last`` takes in the word ``at``."""
    if any(word.last for word in words[last:at]):
        return False
    between = words[last + 1 : at]
    named = [word.time >= _LIKELY for word in between]
    little = all(word.inside >= _STILL or _PASSED.match(word.said) for word in between)
    if len(between) <= _GAP and little:
        return True
    over = any(named) and all(yes or word.inside >= _STILL for yes, word in zip(named, between, strict=True))
    return over and len(between) <= _TIME_GAP and bool(_ONWARD.match(words[at].said)) and not words[at - 1].comma


def _anew(words: Sequence[_Word], first: int, at: int) -> bool:
    """Whether another act begins at ``at``: a clause of its own, not a noun within the clause."""
    if words[at].opens < _LIKELY or at == first:
        return False
    same = _KNOWN_THING.match(words[at].said) or numerals.is_number(words[at].said.lower())
    onward = _AND.match(words[at - 1].said) and not same
    if _SUBJECT.match(words[at].said) or onward:
        return True
    return at - first > 1 and _clause(words, at) and not _HANGS.match(words[at - 1].said)


def _clause(words: Sequence[_Word], at: int) -> bool:
    """Whether somebody does something from ``at`` on."""
    ahead = itertools.takewhile(lambda word: word.inside >= _STILL, words[at : at + _CLAUSE])
    return bool(_SUBJECT.match(words[at].said)) or any(_VERB.search(word.said) for word in ahead)


def _led(words: Sequence[_Word], first: int, after: int) -> int:
    """Where the act begins that is likely from ``first`` on: with the words that lead into it, from ``after`` on."""
    begin = pledged = first
    for at in range(first - 1, max(after, first - _LEAD) - 1, -1):
        if words[at].last or words[at].time >= _LIKELY:
            break
        if _PLEDGES.match(words[at].said) or _SETS_OUT.match(words[at].said):
            pledged = at
            break
        if begin == at + 1 and words[at].inside >= _BEGUN:
            begin = at
    return pledged if pledged < first and not _SUBJECT.match(words[first].said) else begin


def _out(words: Sequence[_Word], last: int, ahead: int) -> int:
    """Where the act ends that is likely up to ``last``: with the words that go on from it, short of ``ahead``."""
    for at in range(last + 1, ahead):
        unended = _UNENDED.search(words[at - 1].said)
        over = words[at - 1].last or words[at - 1].comma or _ELSE.match(words[at].said)
        anew = _SUBJECT.match(words[at].said) and not unended
        if over or anew or max(words[at].time, words[at].opens) >= _LIKELY:
            return at - 1
        if words[at].inside < _ON and not unended:
            return at - 1
    return ahead - 1 if ahead > last else last


def _short_of(words: Sequence[_Word], first: int, last: int) -> int:
    """Where the act from ``first`` to ``last`` ends without the word that opens what it hangs on."""
    while last > first and _ELSE.match(words[last].said):
        last -= 1
    return last


def _cut_free(words: Sequence[_Word], first: int, last: int) -> int:
    """Where "I'll" or the like begins the act that other words run into: "Vance I'll put it in an email"."""
    for at in range(first + 1, min(last, first + _LEAD + 1)):
        anew = _PLEDGES.match(words[at].said) or (words[at - 1].comma and _SUBJECT.match(words[at].said))
        if anew and words[at].opens >= _LIKELY:
            return first if any(_VERB.search(word.said) for word in words[first:at]) else at
    return first


def _is_scrap(words: Sequence[_Word], first: int, last: int, sure: float, *, detail: bool) -> bool:
    """``detail``: whether another act stands before it in the sentence."""
    timed = any(word.time >= _LIKELY for word in words[max(0, first - 1) : last + 2])
    verbless = not any(_VERB.search(word.said) or _DONE.search(word.said) for word in words[first : last + 1])
    opens = words[first + 1 if _AND.match(words[first].said) and first < last else first]
    if detail and verbless and _DETAIL.match(opens.said):
        return True
    if not timed and (first == last or (verbless and _KNOWN_THING.match(opens.said))):
        return True
    return not timed and sure < _SURELY and max(word.opens for word in words[first : first + 2]) < _BEGUN

"""
What is left when the call is over: a brief for the next person, the steps with their evidence, a draft to send.

Every line rests on something said. Where nothing was heard or judged it says so, and guesses nothing. A threat of harm
comes first, then what the call is about. The wording is the playbook's; a line that a playbook leaves out is not said.
The brief can be had at any moment of the call, for a warm transfer.
"""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

import msgspec

from steadyline.core import letter, limits, scorecard, spoken
from steadyline.core.changes import State
from steadyline.core.concerns import Concerns
from steadyline.core.events import CallSummedUp, Evidence, Header, PromiseHeard, Seconds
from steadyline.core.heat import Heat
from steadyline.core.incidents import Incidents
from steadyline.core.names import LEVELS, STEPS, Level
from steadyline.core.playbook import Playbook
from steadyline.core.promises import Promises
from steadyline.core.scorecard import Proofs
from steadyline.core.steps import Steps
from steadyline.core.story import Breach, Story

MOST_LINES = 4
"""Of each kind in the brief, which is one screen: the first told and the latest."""

MOST_WORDS = 26
"""Of a quote in the brief."""

MOST_WORDS_OF_A_THREAT = 60
"""What was threatened is told in full, within reason."""

_MATTERS: Final = frozenset[State]({"open", "broken"})


T = TypeVar("T")


class SoFar(msgspec.Struct, frozen=True, kw_only=True):
    """A call as it stands, for those who write of it. ``fates``: by promise, what became of it."""

    playbook: Playbook
    header: Header
    heat: Heat
    concerns: Concerns
    promises: Promises
    steps: Steps
    story: Story
    incidents: Incidents
    proofs: Proofs
    fates: Mapping[str, State] = {}


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """How far heat fell from its peak: credit goes to this, not to a call that was never hot."""

    peak: float
    peak_at: Seconds
    peak_level: Level
    end: float
    end_level: Level
    fall: float


def sum_up(call: SoFar, *, at: Seconds) -> CallSummedUp:
    """The call in one page."""
    return CallSummedUp(
        at=at,
        brief=brief(call, over=True),
        scorecard=card(call, over=True),
        promises=call.promises.heard,
        follow_up=follow_up(call, within_limits(call)),
    )


def card(call: SoFar, *, over: bool) -> tuple[Evidence, ...]:
    """The scorecard as it stands; ``over``: the call has ended."""
    peak = call.heat.peak
    return scorecard.card(call.playbook, call.steps, call.proofs, call.story, call.incidents, peak, over=over)


def follow_up(call: SoFar, promised: Sequence[PromiseHeard]) -> str:
    """The follow-up message, with what ``promised`` says of ours."""
    return letter.follow_up(call.playbook, call.header, call.concerns, call.incidents, promised)


def within_limits(call: SoFar) -> list[PromiseHeard]:
    """The promises heard, but for those beyond the agent's limits: until a person confirms them, no letter has them."""
    beyond = {breach.turn for breach in breaches(call)}
    return [promise for promise in call.promises.heard if promise.turn not in beyond]


def breaches(call: SoFar) -> list[Breach]:
    """What was said beyond the agent's limits, as these are now: what a supervisor has allowed since is none."""
    known, remedies = call.header.agent.limits, call.playbook.remedies
    return [breach for breach in call.story.breaches if limits.beyond(remedies, known, breach.quote) is not None]


def recovery(playbook: Playbook, heat: Heat) -> Recovery:
    """How heat fell."""
    return Recovery(
        peak=heat.peak,
        peak_at=heat.peak_at,
        peak_level=playbook.level(heat.peak),
        end=heat.now,
        end_level=playbook.level(heat.now),
        fall=round(heat.peak - heat.now, 4),
    )


# --- the brief -----------------------------------------------------------------------------------------------------


def brief(call: SoFar, *, over: bool = False) -> str:
    """What the next person needs, on one screen. ``over``: the call has ended."""
    page = _Page(call.playbook.words.brief)
    _danger(page, call)
    if call.heat.utterances or call.concerns.texts or not call.story.foreign:
        _problem(page, call)
        _feeling(page, call, over)
        _way(page, call)
    _unjudged(page, call)
    _promised(page, call)
    _before(page, call)
    return "\n".join(page.lines)


def _danger(page: "_Page", call: SoFar) -> None:
    """Who takes this up must know it before anything else."""
    for threat in _few(call.incidents.harm):
        page.line("harm", at=_clock(threat.at), quote=_short(threat.quote, MOST_WORDS_OF_A_THREAT))
    for breach in breaches(call):
        amount, currency = breach.limit.split(" ")[0], str(call.header.agent.limits.get(limits.CURRENCY, ""))
        limit = f"{amount} {currency}".strip() if amount else page.words.get("nothing_of_it", "0")
        page.line("beyond", at=_clock(breach.at), quote=_short(breach.quote), limit=limit)


def _problem(page: "_Page", call: SoFar) -> None:
    page.line("problem", problem="; ".join(_few(_problems(call.concerns))) or page.words["no_problem"])
    if call.story.outcome:
        page.line("outcome", outcome=_short(call.story.outcome))
    told = set[int]()
    for name in ("threat_public", "threat_leave"):
        if (threat := call.incidents.surest(name)) and threat.turn not in told:
            told.add(threat.turn)
            page.line(name.removeprefix("threat_"), at=_clock(threat.at), quote=_short(threat.quote))


def _problems(concerns: Concerns) -> tuple[str, ...]:
    return tuple(note.text for note in concerns.grievances) or concerns.texts


def _feeling(page: "_Page", call: SoFar, over: bool) -> None:
    playbook, story = call.playbook, call.story
    if not call.heat.utterances:
        page.line("unheard")
        return
    peak, now = playbook.level(call.heat.peak), playbook.level(call.heat.now)
    name = "feeling" if over or "feeling_now" not in page.words else "feeling_now"
    page.line(name, peak=_level(page.words, peak), now=_level(page.words, now))
    attacks = [what for what in call.incidents.abuse if what.what not in ("sets_boundary", "apologises")]
    told = {threat.quote for threat in call.incidents.harm} | {act.quote for act in attacks[-1:]}
    if story.hottest and story.hottest not in told and peak not in ("calm", "displeased"):
        page.line("hottest", hottest=_short(story.hottest))
    if attacks:
        times, warned, last = str(call.incidents.attacks), str(call.incidents.boundaries), attacks[-1]
        page.line("abuse", times=times, warned=warned, at=_clock(last.at), quote=_short(last.quote))
        if call.incidents.taken_back:
            page.line("taken_back")


def _way(page: "_Page", call: SoFar) -> None:
    shown = {one.step for one in card(call, over=False) if one.state in ("done", "late")}
    done = [call.playbook.steps[name].title for name in STEPS if name in shown]
    page.line("done", steps=", ".join(done) or page.words["nothing"])
    for offer in _few(call.story.offers):
        name = offer.answer or ("answered" if offer.reply else "open")
        page.line(f"tried_{name}", offer=_short(offer.quote), reply=_short(offer.reply))


def _unjudged(page: "_Page", call: SoFar) -> None:
    """What was said in a language that nothing here has learnt was not judged: then silence about it would mislead."""
    story = call.story
    if story.foreign:
        name = "part_unjudged" if call.heat.utterances else "unjudged"
        of = str(story.foreign + story.judged)
        page.line(name, languages=", ".join(story.languages), n=str(story.foreign), of=of)


def _promised(page: "_Page", call: SoFar) -> None:
    """What was promised; that somebody will come to harm is no promise."""
    dates = call.playbook.words.follow_up
    threats = {threat.turn for threat in call.incidents.threats if threat.what == "threat_harm"}
    meant = [one for one in call.promises.heard if one.who != "customer" or one.turn not in threats]
    shown = _soonest(meant, call.fates)
    if len(shown) > MOST_LINES + 1 and "promised_more" in page.words:  # one more takes no more room than to say so
        shown = shown[:MOST_LINES]
    for promise in shown:
        fate = call.fates.get(promise.id)
        over = f"promise_{fate}" if fate else ""
        name = over if over in page.words else "promise"  # a site's own playbook may not have the line yet
        page.line(name, act=_act(dates, promise), who=_who(page.words, promise.who))
    if left := len(meant) - len(shown):
        page.line("promised_more", count=str(left))


def _soonest(promised: Sequence[PromiseHeard], fates: Mapping[str, State]) -> Sequence[PromiseHeard]:
    """The soonest first, then those without a date; last what is kept, or need not be."""
    return sorted(promised, key=lambda one: (fates.get(one.id, "open") not in _MATTERS, spoken.moment(one.due)))


def _before(page: "_Page", call: SoFar) -> None:
    asked = [f"“{_short(answer.asked)}” “{_short(answer.quote)}”" for answer in _few(call.story.answers)]
    if asked:
        page.line("asked", asked="; ".join(asked))
    if call.header.customer.history:
        page.line("history", history="; ".join(call.header.customer.history))


class _Page:
    """Lines, written with a playbook's words."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words
        self.lines: list[str] = []

    def line(self, name: str, **slots: str) -> None:
        if (pattern := self.words.get(name)) is not None:
            self.lines.append(pattern.format(**slots))


def _few(things: Sequence[T]) -> Sequence[T]:
    """All of them, or the first and the latest."""
    return things if len(things) <= MOST_LINES else [things[0], *things[1 - MOST_LINES :]]


def _short(quote: str, most: int = MOST_WORDS) -> str:
    words = quote.strip().strip("\"“”'").split()
    return " ".join(words) if len(words) <= most else " ".join(words[:most]).rstrip(",;:.") + " …"


def _clock(at: Seconds) -> str:
    """Minutes and seconds of the call, as a player shows them."""
    return f"{int(at) // 60}:{int(at) % 60:02d}"


def _level(words: Mapping[str, str], level: Level) -> str:
    """The level's name in the playbook's language: one word for each, in order."""
    names = words.get("levels", "").split()
    return names[LEVELS.index(level)] if len(names) == len(LEVELS) else level


def _who(words: Mapping[str, str], who: str) -> str:
    names = words.get("parties", "").split()
    parties = ("agent", "company", "customer")
    return names[parties.index(who)] if len(names) == len(parties) else who


def _act(words: Mapping[str, str], promise: PromiseHeard) -> str:
    whole = spoken.sentence(promise)
    by = spoken.when(words, promise) if not whole else spoken.day(words, promise.due) if promise.due else ""
    said = (whole or spoken.bare(promise)).rstrip(" .!")
    said = spoken.as_said(words, said)
    return f"{said}, {by}" if by else said

"""
Calls written down the way they go, for tests.

A `Talk` turns "the customer says … , the agent cuts in" into the facts that hearing it would have brought, and says
what the rules make of them. Nobody speaks before they are told to, and whoever is told to speaks half a second after
the last voice ended, unless ``after`` says otherwise (negative: cuts in).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from steadyline.core import call as rules
from steadyline.core import views
from steadyline.core.call import Call
from steadyline.core.events import (
    Agent,
    AnyEvent,
    CallEnded,
    CallStarted,
    Concern,
    CueDismissed,
    CueExpired,
    CueOffered,
    CueTaken,
    Customer,
    Fact,
    Finding,
    Header,
    Heard,
    HoldEnded,
    HoldStarted,
    Party,
    PromiseDraft,
    PromiseHeard,
    PromiseMove,
    Seconds,
    SpeechEnded,
    SpeechStarted,
    StepChanged,
    TalkOver,
    Utterance,
)
from steadyline.core.playbook import Playbook
from steadyline.playbooks import loader

PLAYBOOK = loader.shipped()
HEADER = Header(
    call="c1",
    started="2026-03-10T09:00:00-04:00",
    company="Northwind",
    agent=Agent(id="a1", name="Sam", limits={"refund": 50, "replacement": True, "currency": "USD"}),
    customer=Customer(ref="C-1", name="Dana Ruiz", timezone="America/New_York"),
)
LIKELY = 0.95


def changed(playbook: Playbook, part: str, **fields: Any) -> Playbook:
    """The playbook with some fields of a part (``budget``) or of a cue (``cues.plain_words``) set otherwise."""
    name, _, cue = part.partition(".")
    if cue:
        rule = msgspec.structs.replace(playbook.cues[cue], **fields)  # type: ignore[index]
        return msgspec.structs.replace(playbook, cues={**playbook.cues, cue: rule})
    return msgspec.structs.replace(playbook, **{name: msgspec.structs.replace(getattr(playbook, name), **fields)})


def promise(act: str, when: str = "", who: str = "agent", due: str | None = None) -> PromiseDraft:
    """A promise as a model hears it."""
    return PromiseDraft(who=who, act=act, due=due, due_text=when)  # type: ignore[arg-type]


class Talk:
    """A call as it goes. ``hangover``: how long after a voice's end that is known; ``words_after``: and its words."""

    def __init__(
        self,
        playbook: Playbook = PLAYBOOK,
        header: Header = HEADER,
        *,
        hangover: Seconds = 0.0,
        words_after: Seconds = 0.0,
    ) -> None:
        self.playbook, self.header = playbook, header
        self.hangover, self.words_after = hangover, words_after
        self.now: Seconds = 0.0
        self.turn = 0
        self._facts: list[Fact] = [CallStarted(at=0.0, header=header, playbook=loader.reference(playbook))]

    # --- what happens ----------------------------------------------------------------------------------------------

    def customer(self, text: str, *signals: str, heat: float | None = 0.0, **how: Any) -> "Talk":
        """The customer says it. ``heat`` None: nothing was made of the words."""
        return self._says("customer", text, signals, heat, **how)

    def agent(self, text: str, *signals: str, **how: Any) -> "Talk":
        """The agent says it."""
        return self._says("agent", text, signals, None, **how)

    def hums(self, party: Party, *, after: Seconds = 0.5, seconds: Seconds = 0.4) -> "Talk":
        """A sign of listening, which no model is asked about."""
        return self._says(party, "mm-hm", (), None, after=after, seconds=seconds, listening=True)

    def quiet(self, seconds: Seconds) -> "Talk":
        """Nobody speaks."""
        self.now += seconds
        return self

    def hold(self, seconds: Seconds) -> "Talk":
        """The customer waits on hold."""
        began, self.now = self.now, self.now + seconds
        self._facts += [HoldStarted(at=began), HoldEnded(at=self.now, seconds=seconds)]
        return self

    def takes(self) -> "Talk":
        """The agent takes the cue on the screen."""
        return self._clicks(CueTaken)

    def dismisses(self) -> "Talk":
        """The agent waves the cue on the screen away."""
        return self._clicks(CueDismissed)

    def hangs_up(self) -> "Talk":
        """The call is over."""
        self._facts.append(CallEnded(at=self.now))
        return self

    # --- what follows ----------------------------------------------------------------------------------------------

    @property
    def facts(self) -> list[Fact]:
        """Everything that happened, in order of when it was known."""
        return sorted(self._facts, key=lambda fact: fact.at)

    @property
    def call(self) -> Call:
        """What the rules know by now, with all that time alone has brought."""
        return self._ran()[0]

    @property
    def events(self) -> list[AnyEvent]:
        """Every fact and what followed from it."""
        return self._ran()[1]

    @property
    def findings(self) -> list[Finding]:
        """What followed."""
        return [event for event in self.events if isinstance(event, Finding)]

    @property
    def offers(self) -> list[CueOffered]:
        """Every cue offered."""
        return self.found(CueOffered)

    @property
    def cues(self) -> list[str]:
        """The names of the cues offered."""
        return [offered.cue for offered in self.offers]

    @property
    def shown(self) -> str | None:
        """The cue on the screen now."""
        shown = self.call.cues.shown
        return shown.cue if shown else None

    @property
    def say(self) -> str:
        """The words on the screen now."""
        shown = self.call.cues.shown
        return shown.say if shown else ""

    @property
    def left(self) -> list[tuple[str, str]]:
        """Every cue that left the screen by itself, and why."""
        return [(gone.cue, gone.why) for gone in self.found(CueExpired)]

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Every change of a step, in order."""
        return [(changed.step, changed.state) for changed in self.found(StepChanged)]

    @property
    def talk_overs(self) -> list[TalkOver]:
        """Every talk-over."""
        return self.found(TalkOver)

    @property
    def promises(self) -> list[PromiseHeard]:
        """The promises as they stand."""
        return list(self.call.promises.heard)

    @property
    def concerns(self) -> list[str]:
        """The problems as they stand."""
        return list(self.call.concerns.texts)

    @property
    def heat(self) -> float:
        """Heat as believed now."""
        return self.call.heat.now

    def found(self, kind: Any) -> list[Any]:
        """Every finding of this kind."""
        return [event for event in self.events if isinstance(event, kind)]

    def desk(self) -> views.Desk:
        """The agent's screen by now."""
        call, events = self._ran()
        screen = views.Screen()
        for event in events:
            screen = views.step(call.playbook.heard_at, screen, event)
        return views.desk("call_1", call, screen, len(events))

    # --- how -------------------------------------------------------------------------------------------------------

    def _ran(self) -> tuple[Call, list[AnyEvent]]:
        call, events = rules.run(rules.begin(self.playbook, self.header), self.facts)
        for tick in rules.ticks(call, until=self.now + 0.001):
            call, findings = rules.step(call, tick)
            events += findings
        return call, events

    def _says(
        self,
        party: Party,
        text: str,
        signals: Sequence[str],
        heat: float | None,
        *,
        after: Seconds = 0.5,
        seconds: Seconds | None = None,
        concern: str | Sequence[str] = (),
        promises: Sequence[PromiseDraft] = (),
        taken_back: Sequence[PromiseDraft] = (),
        moved: Sequence[PromiseMove] = (),
        listening: bool = False,
        likely: float = LIKELY,
        unsure: Mapping[str, float] | None = None,
        language: str = "",
    ) -> "Talk":
        self.turn += 1
        t0 = round(self.now + after, 3)
        t1 = round(t0 + (max(0.5, 0.3 * len(text.split())) if seconds is None else seconds), 3)
        silent = round(t1 + self.hangover, 3)
        known = round(silent + self.words_after, 3)
        self._facts += [
            SpeechStarted(at=t0, party=party),
            SpeechEnded(at=silent, party=party, t1=t1),
            Utterance(at=known, turn=self.turn, party=party, t0=t0, t1=t1, text=text, listening=listening),
        ]
        if not listening and (party == "agent" or heat is not None or language):
            self._facts.append(
                Heard(
                    at=known,
                    turn=self.turn,
                    party=party,
                    signals={**dict.fromkeys(signals, likely), **(unsure or {})},
                    heat=heat,
                    concerns=tuple(Concern(text=one) for one in ([concern] if isinstance(concern, str) else concern)),
                    promises=tuple(promises),
                    taken_back=tuple(taken_back),
                    moved=tuple(moved),
                    quote=text,
                    model="script",
                    language=language,
                )
            )
        self.now = max(self.now, t1)
        return self

    def _clicks(self, kind: type[CueTaken] | type[CueDismissed]) -> "Talk":
        shown = self.call.cues.shown
        assert shown is not None, "no cue is on the screen"
        self._facts.append(kind(at=self.now, id=shown.id, cue=shown.cue))
        return self

"""
A call on a terminal: who said what, heat as a bar, what Steadyline found, one cue at a time.
"""

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from steadyline.cli.say import harmless
from steadyline.core import spoken
from steadyline.core.events import (
    AlertCleared,
    AlertRaised,
    AnyEvent,
    CallStarted,
    CallSummedUp,
    ConcernNoted,
    ConcernTakenBack,
    CueExpired,
    CueOffered,
    Heard,
    HeatMoved,
    PromiseHeard,
    PromiseTakenBack,
    Seconds,
    StepChanged,
    TalkOver,
    Utterance,
)

_BAR = "▁▂▃▄▅▆▇█"
_CLEARED = {
    "better": "the call is better",
    "handled": "somebody took it up",
    "outweighed": "a weightier one takes its place",
    "call_ended": "call ended",
}
_ENDED = {"done": "done", "moot": "no longer fits", "stale": "moment passed", "call_ended": "call ended"}


class Screen:
    """Prints a call as it goes on."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def show(self, event: AnyEvent) -> None:
        """Print what a person would want to see of this event, if anything."""
        match event:
            case CallStarted(header=header):
                who = " and ".join(filter(None, (header.agent.name or "agent", header.customer.name or "customer")))
                self._line(event.at, f"{header.company or 'Call'} {header.call}: {who}", "bold")
            case Utterance(party=party, text=text, t0=t0):
                style = "cyan" if party == "customer" else "default"
                self._line(t0, f"{party:<8}  {text or '(mm)'}", style)
            case Heard(language=language) if language:
                self._note(f"not judged: another language ({language})")
            case HeatMoved(heat=heat, escalation=escalation):
                bar = _BAR[min(len(_BAR) - 1, int(heat * len(_BAR)))]
                self._note(f"heat {bar} {heat:.2f}   escalation {escalation:.0%}")
            case TalkOver(by=by, seconds=seconds, takes_floor=True):
                self._note(f"the {by} cut in ({seconds:.1f} s)")
            case StepChanged(step=step, state=state):
                self._note(f"{'✓' if state == 'done' else '↺'} {step} {state}")
            case ConcernNoted(text=text):
                self._note(f"• concern: {text}")
            case ConcernTakenBack(quote=quote):
                self._note(f"• concern taken back: {quote}")
            case PromiseHeard(who=who, act=act):
                self._note(f"• promise ({who}): {act}, {spoken.when({}, event) or 'no time given'}")
            case PromiseTakenBack(quote=quote):
                self._note(f"• promise taken back: {quote}")
            case CueOffered():
                self._console.print(_cue(event))
            case CueExpired(cue=cue, why=why):
                self._note(f"{cue}: {_ENDED[why]}")
            case AlertRaised(why=why):
                self._note(f"⚑ for a supervisor: {why}")
            case AlertCleared(alert=alert, why=why):
                self._note(f"⚐ {alert}: {_CLEARED[why]}")
            case CallSummedUp():
                self._console.print(Panel(Text(harmless(event.brief)), title="Brief", title_align="left"))
                draft = Text(harmless(event.follow_up))
                self._console.print(Panel(draft, title="Follow-up, a draft", title_align="left"))

    def _line(self, at: Seconds, text: str, style: str) -> None:
        when = Text(f"{int(at // 60)}:{int(at % 60):02d}  ", style="dim")
        self._console.print(when + Text(harmless(text), style=style))

    def _note(self, text: str) -> None:
        self._console.print(Text(f"      {harmless(text)}", style="dim"))


def _cue(cue: CueOffered) -> Panel:
    body = Text(harmless(cue.say), style="bold") + Text(f"\n{cue.why}", style="dim")
    if cue.quote:
        body += Text(f'\n"{harmless(cue.quote)}"', style="dim italic")
    return Panel(body, title=cue.cue.replace("_", " "), title_align="left", border_style="green")

"""
What the desk and the server say to each other over ``/api/desk``.

Every message is one JSON object with a ``type``, and every field is always written. The server sends whole views; a
page that missed some has missed nothing that the next does not say. The public description is ``docs/desk-socket.md``;
the page's own types are generated from these structs (`steadyline.web.schema`).
"""

import msgspec

from steadyline.core.events import Party, Seconds
from steadyline.core.names import AgentLevel
from steadyline.core.views import Desk


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=str.lower):
    """Anything said over the desk's socket."""


# --- server to page -----------------------------------------------------------------------------------------------


class View(Message, frozen=True, kw_only=True):
    """The whole desk. ``now`` is call time at sending; ``running``, whether call time goes on in real time.

    ``audio`` is where the sound of this call can be fetched, or None where there is none to play.
    """

    view: Desk
    now: Seconds
    running: bool
    audio: str | None = None


class Interim(Message, frozen=True, kw_only=True):
    """The words so far of the speech that ``party`` began at ``t0``. Empty ``text`` takes them back."""

    call: str
    party: Party
    t0: Seconds
    text: str


class Idle(Message, frozen=True, kw_only=True):
    """No call is live. ``demo``: the server has a call of its own to play, at ``POST /api/demo/play``."""

    demo: bool = False


class Problem(Message, frozen=True, kw_only=True):
    """Something asked for could not be done; ``message`` is for the person at the desk."""

    message: str


FromServer = View | Interim | Idle | Problem


# --- page to server -----------------------------------------------------------------------------------------------


class Take(Message, frozen=True, kw_only=True):
    """The agent uses the cue. Said again after a reconnect, it changes nothing the second time."""

    call: str
    cue: str


class Dismiss(Message, frozen=True, kw_only=True):
    """The agent waves the cue away. Said again after a reconnect, it changes nothing the second time."""

    call: str
    cue: str


class Help(Message, frozen=True, kw_only=True):
    """The agent asks for a supervisor's help. While one is asked for, said again it changes nothing."""

    call: str


class Switch(Message, frozen=True, kw_only=True):
    """The agent switches the cues of this call off, or on again. Said again, it changes nothing."""

    call: str
    on: bool


class Level(Message, frozen=True, kw_only=True):
    """The agent says how practised they are on this call: the more, the fewer cues. Said again, it changes nothing."""

    call: str
    level: AgentLevel


FromPage = Take | Dismiss | Help | Switch | Level

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[FromPage] = msgspec.json.Decoder(FromPage)


def encode(message: FromServer) -> bytes:
    """One JSON object, as the page reads it."""
    return _encoder.encode(message)


def decode(body: bytes | str) -> FromPage:
    """What the page sent. Raises `msgspec.ValidationError` or `msgspec.DecodeError` for anything else."""
    return _decoder.decode(body)

"""
The agent's voice reaches the recogniser and the timing of turns, and nothing else (EU AI Act, Art. 5(1)(f)).

Sound is an array of samples. So it is enough to know where arrays of samples can go: which modules handle them at all,
and that nothing which carries a call onwards (events, views, messages, the model's port) can hold one.
"""

import ast
import inspect
import typing
from pathlib import Path

import msgspec
import pytest

from steadyline.core import call, events, pace, views
from steadyline.service import conversation, live, ports
from steadyline.web import messages

SOURCE = Path(events.__file__).parents[1]

HANDLE_SOUND = {
    "bootstrap/hearing.py",  # measures the recogniser on the shipped call
    "recordings/clips.py",  # writes what the agent said in a promise to a file, to be heard again by a person
    "recordings/decode.py",
    "service/capacity.py",
    "service/clips.py",  # says by the words alone what may be kept
    "service/listening.py",
    "service/live.py",
    "service/ports.py",
    "speech/ear.py",
    "speech/plausible.py",
    "speech/pool.py",
    "speech/recognisers/moonshine.py",
    "speech/recognisers/openai_server.py",
    "speech/recognisers/whisper.py",
    "speech/vad.py",
    "telephony/g711.py",
    "telephony/sender.py",
    "testing/recognition.py",
    "web/stream.py",
}
"""Modules that touch samples. One more here is a decision about people's voices: think, and say why in its review."""


def handles_sound(path: Path) -> bool:
    """Whether a module names the type of sound, or reads it with a library for sound."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Name(id="Audio") | ast.Attribute(attr="Audio"):
                return True
            case ast.Import(names=names) if {name.name for name in names} & {"soxr", "soundfile", "av", "librosa"}:
                return True
    return False


def test_sound_is_handled_where_it_is_known_to_be_and_nowhere_else():
    found = {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if handles_sound(path)}

    assert set() == found - HANDLE_SOUND


def test_the_model_that_judges_is_given_words_and_never_sound():
    hints = typing.get_type_hints(ports.Reader.read)

    assert {"utterance": events.Utterance, "return": events.Heard} == hints


def test_the_model_that_judges_imports_nothing_that_reads_sound():
    room = [path for path in (SOURCE / "understanding").rglob("*.py") if handles_sound(path)]

    assert [] == room


CARRIERS = [
    *typing.get_args(events.AnyEvent),
    *typing.get_args(messages.FromServer),
    call.Call,
    views.Desk,
    conversation.Progress,
    live.InterimWords,
]


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda kind: kind.__name__)
def test_what_carries_a_call_onwards_cannot_hold_sound(carrier: type):
    schema = msgspec.json.schema(carrier)  # fails for any type that is not plain JSON

    assert "base64" not in str(schema)  # which is how bytes would appear


def test_nothing_said_of_the_agent_is_a_number_about_their_feelings():
    heard = events.Heard(at=0.0, turn=1, party="agent", signals={})

    assert heard.heat is None


def test_the_agents_pace_is_words_and_the_time_they_took_and_nothing_else():
    assert ("words", "seconds") == pace.Pace.__struct_fields__
    assert ["pace", "words", "seconds"] == list(inspect.signature(pace.said).parameters)
    assert ["rules", "pace", "words", "seconds"] == list(inspect.signature(pace.hurried).parameters)

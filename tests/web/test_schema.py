"""The page's types are the server's structs, and the messages read back as they were written."""

import json
from pathlib import Path

import msgspec
import pytest

from steadyline.web import messages, schema

UI = Path(__file__).parents[2] / "ui"


def test_the_types_of_the_page_are_current():
    """If this fails: ``python -m steadyline.web.schema typescript > ui/src/generated.ts``."""
    assert schema.typescript() == (UI / "src" / "generated.ts").read_text(encoding="utf-8")


def test_the_schema_names_every_message_by_its_type():
    defs = schema.json_schema()["$defs"]
    types = {name: defs[name]["properties"]["type"]["enum"] for name in ("View", "Interim", "Idle", "Problem")}

    assert {"View": ["view"], "Interim": ["interim"], "Idle": ["idle"], "Problem": ["problem"]} == types


def test_every_field_is_written_even_at_its_default():
    assert {"type": "idle", "demo": False} == json.loads(messages.encode(messages.Idle()))


def test_a_press_of_the_page_is_read():
    assert messages.Take(call="c1", cue="q1") == messages.decode('{"type":"take","call":"c1","cue":"q1"}')


@pytest.mark.parametrize("body", ["", "[]", '{"type":"take"}', '{"type":"view"}', '{"type":"take","call":1,"cue":"q"}'])
def test_anything_else_from_a_page_is_refused(body: str):
    with pytest.raises((msgspec.ValidationError, msgspec.DecodeError)):
        messages.decode(body)


def test_two_structs_of_one_name_are_an_error_and_not_two_names_that_a_page_cannot_write(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(schema, "json_schema", lambda: {"$defs": {"a.Call": {}, "b.Call": {}}})

    with pytest.raises(TypeError, match="one name"):
        schema.typescript()


def test_a_form_that_typescript_is_not_known_for_is_an_error_and_not_a_guess():
    with pytest.raises(TypeError, match="teach"):
        schema._type({"type": "object", "additionalProperties": False, "oneOf": []} | {"type": "mystery"})

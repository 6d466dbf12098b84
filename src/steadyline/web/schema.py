"""
The sockets of desk and supervisor and the doors of wrap-up and ledger as a schema, and as the types that their pages
are checked against.

Both are worked out from the server's own structs and nothing else, so a page cannot drift from the
server: a test says when ``ui/src/generated.ts`` is no longer what this module writes.

    python -m steadyline.web.schema typescript > ui/src/generated.ts
    python -m steadyline.web.schema json
"""

import json
import sys
from typing import Any

import msgspec

from steadyline.core.ledger import Change
from steadyline.core.wrapview import WrapUpView
from steadyline.service.dry_run import DryRun
from steadyline.service.letters import LetterDraft, LetterSent, SendLetter
from steadyline.service.outgoing import (
    AllSentAgain,
    CalendarMade,
    DeliveriesPage,
    LetBe,
    MakeCalendar,
    OutgoingShown,
    Rehearsed,
    RemoveDestination,
    SaveDestination,
    SendAgain,
    SendAllAgain,
    Tried,
    TryDestination,
)
from steadyline.service.promised import CustomerStory, FiguresShown, OnePromise, Overview, PromisesPage, Spoken
from steadyline.service.review import Wish
from steadyline.service.wishes import MakePromise, PromiseWish
from steadyline.service.workshop import Opened, Saved
from steadyline.web import messages, playbook, supervisor
from steadyline.web.ledger import NotDone
from steadyline.web.listing import CallInList

HEADING = """\
// Written by `python -m steadyline.web.schema typescript` from the structs in Python, where each is explained.
"""


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of every message: ``FromServer`` and ``FromPage`` of the desk, ``ToSupervisor`` and
    ``FromSupervisor``, ``Wish`` (what is settled on a wrap-up), ``PromiseWish`` and ``PromiseChange`` (what is asked of
    a promise, and what befell it), and under ``$defs`` what they hold.
    """
    sides = {
        "FromServer": messages.FromServer,
        "FromPage": messages.FromPage,
        "ToSupervisor": supervisor.ToSupervisor,
        "FromSupervisor": supervisor.FromSupervisor,
        "Wish": Wish,
        "PromiseWish": PromiseWish,
        "PromiseChange": Change,
    }
    ledger = [Overview, PromisesPage, OnePromise, Spoken, CustomerStory, FiguresShown, MakePromise, NotDone]
    ledger += [LetterDraft, SendLetter, LetterSent]
    others = [WrapUpView, CallInList, Opened, Saved, DryRun, playbook.Checking]
    outgoing = [
        OutgoingShown,
        DeliveriesPage,
        SaveDestination,
        RemoveDestination,
        TryDestination,
        Tried,
        Rehearsed,
        SendAgain,
        LetBe,
        SendAllAgain,
        AllSentAgain,
        MakeCalendar,
        CalendarMade,
    ]
    schemas, components = msgspec.json.schema_components([*sides.values(), *others, *ledger, *outgoing])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {**components, **dict(zip(sides, schemas, strict=False))},
    }


def typescript() -> str:
    """The same as TypeScript. Every field is there: the server leaves none out, and the page may not either."""
    components = json_schema()["$defs"]
    if twice := [name for name in components if "." in name]:
        raise TypeError(f"two structs have one name, which a page cannot tell apart: {', '.join(twice)}")
    return "\n".join([HEADING, *(_declaration(name, components[name]) for name in components)])


def _declaration(name: str, schema: dict[str, Any]) -> str:
    if "properties" not in schema:
        return f"export type {name} = {_type(schema)};\n"
    fields = "".join(f"  {field}: {_type(of)};\n" for field, of in schema["properties"].items())
    return f"export interface {name} {{\n{fields}}}\n"


def _type(schema: dict[str, Any]) -> str:
    match schema:
        case {"$ref": str(path)}:
            return path.rsplit("/", 1)[-1]
        case {"anyOf": list(choices)}:
            return " | ".join(_type(choice) for choice in choices)
        case {"enum": list(values)}:
            return " | ".join(json.dumps(value) for value in values)
        case {"type": "array", "prefixItems": list(items)}:
            return f"[{', '.join(_type(item) for item in items)}]"
        case {"type": "array", "items": dict(item)}:
            return f"Array<{_type(item)}>"
        case {"type": "integer" | "number"}:
            return "number"
        case {"type": "string" | "boolean" | "null" as plain}:
            return str(plain)
        case {"type": "object", "additionalProperties": dict(value)} if value:
            return f"Record<string, {_type(value)}>"
        case {"type": "object"}:
            return "Record<string, unknown>"
        case {"default": None} if len(schema) == 1:
            return "unknown"  # anything that JSON can say
    raise TypeError(f"no TypeScript is known for {schema!r}: teach steadyline.web.schema this form")


def main(arguments: list[str]) -> int:
    """Print what was asked for; 2 for anything else."""
    match arguments:
        case ["typescript"]:
            sys.stdout.write(typescript())
        case ["json"]:
            sys.stdout.write(json.dumps(json_schema(), indent=2) + "\n")
        case _:
            sys.stderr.write("usage: python -m steadyline.web.schema typescript|json\n")
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

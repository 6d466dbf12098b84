"""
Whether a door knows what it is asked by.

A filter that is misspelt and passed over would be answered with everything, which looks like an answer: so a name in
the query that the door does not know is refused, and the ones it knows are said; and so is a value that is none of
those that the name can have.
"""

from typing import Any, Literal, get_args, get_origin

from litestar.connection import ASGIConnection
from litestar.exceptions import ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.params import QueryParameter


def knows_all(connection: ASGIConnection[Any, Any, Any, Any], door: BaseRouteHandler) -> None:
    """A guard: every name in the query is one of the door's, and every value one that its name can have."""
    known = _known(door)
    if strange := [name for name in dict.fromkeys(connection.query_params) if name not in known]:
        told = " and ".join(repr(name[:40]) for name in strange[:3])
        are = "is" if len(strange) == 1 else "are"
        asked = ", ".join(known) or "nothing"
        raise ValidationException(f"{told} {are} not known here. What can be asked by: {asked}.")
    for name, value in connection.query_params.multi_items():
        if known[name] and value not in known[name]:
            *others, last = known[name]
            raise ValidationException(f"{name} is {str(value)[:40]!r}, and can be {', '.join(others)} or {last}.")


def _known(door: BaseRouteHandler) -> dict[str, tuple[str, ...]]:
    """The names that this door's query may have, as they are in its address; each with its values, if they are few."""
    fields = door.parsed_fn_signature.parameters.items()
    return {
        field.kwarg_definition.name or name: _values(field.annotation)
        for name, field in fields
        if isinstance(field.kwarg_definition, QueryParameter)
    }


def _values(kind: Any) -> tuple[str, ...]:
    """Those that a parameter of this type can have, or each of its list; empty for any."""
    if get_origin(kind) is Literal:
        return get_args(kind)
    return tuple(value for part in get_args(kind) for value in _values(part))

"""
Whether a door knows what it is asked by.

A filter that is misspelt and passed over would be answered with everything, which looks like an answer: so a name in
the query that the door does not know is refused, and the ones it knows are said.
"""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.params import QueryParameter


def knows_all(connection: ASGIConnection[Any, Any, Any, Any], door: BaseRouteHandler) -> None:
    """A guard: every name in the query is one of the door's."""
    known = _known(door)
    if strange := [name for name in dict.fromkeys(connection.query_params) if name not in known]:
        told = " and ".join(repr(name[:40]) for name in strange[:3])
        are = "is" if len(strange) == 1 else "are"
        raise ValidationException(f"{told} {are} not known here. What can be asked by: {', '.join(known) or 'nothing'}.")


def _known(door: BaseRouteHandler) -> list[str]:
    """The names that this door's query may have, as they are in its address."""
    fields = door.parsed_fn_signature.parameters.items()
    return [
        field.kwarg_definition.name or name
        for name, field in fields
        if isinstance(field.kwarg_definition, QueryParameter)
    ]

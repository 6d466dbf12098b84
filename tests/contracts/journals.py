"""Events for the journal's suites: made by hand, and drawn at random over every kind of event there is."""

from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec
from hypothesis import strategies as st

from steadyline.core import events
from steadyline.core.events import AnyEvent, CallStarted, Header, Ticked, Utterance

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)


def started(call: str) -> CallStarted:
    """The first event of a call."""
    return CallStarted(at=0.0, header=Header(call=call), playbook="steady@1")


def ticks(first: int, count: int) -> list[AnyEvent]:
    """``count`` events, each at the second that its revision will be, from ``first`` on."""
    return [Ticked(at=float(second)) for second in range(first, first + count)]


def said(batch: int, size: int) -> list[AnyEvent]:
    """``size`` utterances whose words say which batch they are of, their place in it, and its size."""
    return [
        Utterance(at=float(batch), turn=place, party="agent", t0=0.0, t1=1.0, text=f"{batch} {place} {size}")
        for place in range(size)
    ]


def drawn(kind: Any) -> st.SearchStrategy[Any]:
    """Anything that the type ``kind`` allows."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (Union, UnionType):
        return st.one_of(*map(drawn, inner))
    if origin is tuple:
        return st.lists(drawn(inner[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(drawn(inner[0]), NUMBER if inner[1] is Any else drawn(inner[1]), max_size=3)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return st.builds(kind, **{field.name: drawn(field.type) for field in msgspec.structs.fields(kind)})
    plain = {NoneType: st.none(), bool: st.booleans(), int: st.integers(0, 2**31), float: NUMBER, str: TEXT}
    return plain[kind]


EVENTS = st.lists(drawn(events.AnyEvent), max_size=12)

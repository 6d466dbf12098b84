"""
Where a playbook's content does not fit its shape, and what the rest of it says all the same.

A misfit is the smallest part that fits no type, a name that nobody knows, or one that is missing. With the misfits put
right from a sound playbook, what is left can be read for mistakes of sense, so an author sees all there is to mend.
"""

from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import yaml

from steadyline.playbooks.layers import Mistake

_GONE: Any = object()


def stands(node: yaml.Node, path: tuple[str, ...]) -> tuple[str, int]:
    """The file and line of what stands at ``path``, or of the last part of it that is there."""
    mark = node.start_mark
    for name in path:
        children = _children(node)
        if name not in children:
            break
        mark, node = children[name]
    return mark.name, mark.line + 1


def misfits(root: yaml.Node, content: Any, kind: Any, path: tuple[str, ...] = ()) -> Iterator[Mistake]:
    """All that keeps ``content``, which stands at ``path`` below ``root``, from being of this kind."""
    if _fits(content, kind):
        return
    found = False
    for name, part, part_kind in _parts(content, kind):
        if not _fits(part, part_kind):
            found = True
            yield from misfits(root, part, part_kind, (*path, name))
    for name, problem in _names(content, kind):
        found = True
        yield Mistake(*stands(root, (*path, name)), path, problem)
    if not found:
        yield Mistake(
            *stands(root, path), path, f"{_why(content, kind)}. The shipped playbook shows how it is written."
        )


def mended(content: Any, kind: Any, like: Any) -> Any:
    """``content`` with each misfit as it is in ``like``, or without it. What comes of it may still not fit."""
    whole = _mended(content, kind, like)
    return None if whole is _GONE else whole


def _mended(content: Any, kind: Any, like: Any) -> Any:
    if _fits(content, kind):
        return content
    if not isinstance(content, dict):
        return like
    model = like if isinstance(like, dict) else {}
    parts = {name: _mended(part, part_kind, model.get(name, _GONE)) for name, part, part_kind in _parts(content, kind)}
    whole = {name: part for name, part in parts.items() if part is not _GONE}
    whole |= {name: model[name] for name in _missing(content, kind) if name in model}
    return whole if _fits(whole, kind) else like


def _fits(content: Any, kind: Any) -> bool:
    try:
        msgspec.convert(content, kind)
    except msgspec.ValidationError:
        return False
    return True


def _why(content: Any, kind: Any) -> str:
    try:
        msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        return str(error).split(" - at")[0]
    return "Not understood"


def _children(node: yaml.Node) -> dict[str, tuple[yaml.Mark, yaml.Node]]:
    """What a mapping holds, by key, or a list, by place: the mark where it stands, and the value."""
    if isinstance(node, yaml.SequenceNode):
        return {str(place): (value.start_mark, value) for place, value in enumerate(node.value)}
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return {key.value: (key.start_mark, value) for key, value in pairs}


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _parts(content: Any, kind: Any) -> Iterator[tuple[str, Any, Any]]:
    """What is in a mapping under names that are known there, or in a list, each with its kind."""
    if isinstance(content, dict) and _is_struct(kind):
        hints = get_type_hints(kind)
        yield from ((name, part, hints[name]) for name, part in content.items() if name in hints)
    elif isinstance(content, dict) and get_origin(kind) is dict:
        names, part_kind = get_args(kind)
        known = get_args(names) or content
        yield from ((str(name), part, part_kind) for name, part in content.items() if name in known)
    elif isinstance(content, list) and get_origin(kind) is tuple and get_args(kind)[1:] == (...,):
        yield from ((str(place), part, get_args(kind)[0]) for place, part in enumerate(content))


def _names(content: Any, kind: Any) -> Iterator[tuple[str, str]]:
    """Each name of a mapping that nobody knows there, and each that is missing, with what to say of it."""
    if not isinstance(content, dict):
        return
    known = tuple(get_type_hints(kind)) if _is_struct(kind) else ()
    if get_origin(kind) is dict:
        known = get_args(get_args(kind)[0])
    for name in content if known else ():
        if name not in known:
            yield str(name), f"{name!r} is not known here. Known: {', '.join(known)}."
    for name in _missing(content, kind):
        yield name, f"{name!r} is missing. The shipped playbook shows how it is written."


def _missing(content: Any, kind: Any) -> list[str]:
    """Names that a mapping of this kind cannot do without, and this one does."""
    if not _is_struct(kind):
        return []
    return [field.name for field in msgspec.structs.fields(kind) if field.required and field.name not in content]

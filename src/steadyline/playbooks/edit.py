"""
One value of a playbook's text changed, and all else left as it is written: comments, order, blank lines.

What stands there already is replaced; what does not is added below its neighbours; None takes it out, with the keys
above it that would hold nothing, since a key that holds nothing takes away what was inherited.
"""

import json
from typing import Any

import yaml

from steadyline.playbooks import layers

Path = tuple[str, ...]


class _LeftOut:
    """Stands for a key that holds nothing, and so takes away what was inherited."""


LEFT_OUT = _LeftOut()


def change(text: str, path: Path, value: Any) -> str:
    """``text`` with ``value`` (text, number, truth, a list or a map of these) at ``path``. Raises `PlaybookWrong`."""
    root = layers.compose(text, "draft") if _says_something(text) else None
    if root is None:
        return "" if value is None else f"{text.rstrip()}\n{_block(_nested(path, value), 0)}\n".lstrip("\n")
    return _without(text, root, path) if value is None else _with(text, root, path, value)


def _says_something(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def _with(text: str, root: yaml.MappingNode, path: Path, value: Any) -> str:
    chain = _chain(root, path)
    if len(chain) == len(path):
        key, old = chain[-1]
        return _replace(text, key, old, value, in_flow=_is_flow([root, *(node for _, node in chain[:-1])]))
    above = chain[-1][1] if chain else root
    rest = _nested(path[len(chain) :], value)
    if not isinstance(above, yaml.MappingNode) or (not above.flow_style and not above.value):
        key, old = chain[-1]
        return _replace(text, key, old, rest, in_flow=False)
    if above.flow_style:
        end = above.end_mark.index - 1
        comma = ", " if above.value else ""
        return text[:end].rstrip() + comma + _flow(rest)[1:-1] + text[end:]
    column = above.value[0][0].start_mark.column
    end = _line_end(text, _end(text, above))
    return f"{text[:end]}\n{' ' * column}{_block(rest, column)}{text[end:]}"


def _without(text: str, root: yaml.MappingNode, path: Path) -> str:
    chain = _chain(root, path)
    if len(chain) < len(path):
        return text
    holders = [root, *(node for _, node in chain[:-1])]
    depth = len(chain) - 1
    while depth and len(holders[depth].value) == 1:
        depth -= 1
    key, node = chain[depth]
    if _is_flow(holders[depth : depth + 1]):
        left = {k.value: yaml.SafeLoader("").construct_document(v) for k, v in holders[depth].value if k is not key}
        start, end = holders[depth].start_mark.index, holders[depth].end_mark.index
        return text[:start] + _flow(left) + text[end:]
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    end = _line_end(text, max(_end(text, node), key.end_mark.index))
    return text[:start] + text[end + 1 :]


def _chain(node: yaml.Node, path: Path) -> list[tuple[yaml.Node, yaml.Node]]:
    """The keys and values along ``path``, as far as they are there."""
    chain: list[tuple[yaml.Node, yaml.Node]] = []
    for name in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        found = next(((key, value) for key, value in pairs if key.value == name), None)
        if found is None:
            break
        chain.append(found)
        node = found[1]
    return chain


def _replace(text: str, key: yaml.Node, old: yaml.Node, value: Any, *, in_flow: bool) -> str:
    colon = text.index(":", key.end_mark.index)
    end = max(_end(text, old), colon + 1)
    new = _flow(value) if in_flow else _value(value, key.start_mark.column)
    return text[: colon + 1] + (new if new.startswith("\n") else f" {new}") + text[end:]


def _end(text: str, node: yaml.Node) -> int:
    """Where what a node says ends: a block's own end mark lies beyond the comments after it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return node.start_mark.index + len(text[node.start_mark.index : node.end_mark.index].rstrip())
    end: int = node.end_mark.index
    return end


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def _is_flow(holders: list[yaml.Node]) -> bool:
    return any(bool(holder.flow_style) for holder in holders if isinstance(holder, yaml.CollectionNode))


def _nested(path: Path, value: Any) -> Any:
    for name in reversed(path):
        value = {name: value}
    return value


def _block(content: dict[str, Any], column: int) -> str:
    """Keys and values as lines; the first without its indentation."""
    lines = [f"{_key(name)}:{_gap(_value(value, column))}" for name, value in content.items()]
    return f"\n{' ' * column}".join(lines)


def _gap(value: str) -> str:
    return value if value.startswith("\n") else f" {value}"


def _value(value: Any, column: int) -> str:
    inner = " " * (column + 2)
    if isinstance(value, dict) and value:
        return f"\n{inner}{_block(value, column + 2)}"
    if isinstance(value, list) and value:
        return "".join(f"\n{inner}- {_flow(part)}" for part in value)
    return _flow(value)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)}: {_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return "null" if value is LEFT_OUT else json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    """A key as people write it; in quotes where YAML would take it for something else."""
    try:
        plain = yaml.safe_load(f"{name}: 1") == {name: 1}
    except yaml.YAMLError:
        plain = False
    return name if plain and not set(name) & set("{}[],&*#?|-<>=!%@\\\"'") else json.dumps(name, ensure_ascii=False)

"""
A playbook in layers: its own file over the one that it `extends`, down to one that extends none.

Maps are merged key by key, all else is replaced, and a key that is set to nothing (``slow_down: null``) is taken away.
The words of a layer are in that layer's language; where the call's playbook speaks another, the words of each layer
come from the translation beside it (``NAME.LANGUAGE.yaml``), which must be whole. Every node keeps the file and line
that it was written on, so that a mistake is told where it stands, however deep it was inherited.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec
import yaml

from steadyline.core import wording
from steadyline.service.trouble import Trouble

_NULL: Final = "tag:yaml.org,2002:null"
_TEXT: Final = "tag:yaml.org,2002:str"
_LONGEST_TEXT: Final = 1_000_000
_NOT_SAID: Final = (
    ("name",),
    ("language",),
    ("extends",),
    ("limits",),
    ("remedies",),
    ("memory",),
    ("ladder", "aimed"),
    ("ladder", "apologies"),
    ("words", "sorry"),
    ("words", "times"),
    ("words", "thanks_for_waiting"),
)
"""Texts that are names, or that are listened for: they are in the language that is heard, whatever the agent reads."""


class Mistake(msgspec.Struct, frozen=True):
    """One thing wrong in a playbook, or worth a second look: where it stands, and what to do."""

    file: str
    line: int
    path: tuple[str, ...]
    problem: str

    def __str__(self) -> str:
        where = ".".join(name for name in self.path if not name.isdecimal())
        return f"{self.file}:{self.line}: {f'in {where}: ' if where else ''}{self.problem}"


class PlaybookWrong(Trouble):
    """The playbook cannot be used: the message names the file, the line and what to do; ``mistakes`` has them all."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(str(mistakes[0]))
        self.mistakes = mistakes


class Layer(msgspec.Struct, frozen=True):
    """One file of a playbook. ``folder`` is where it looks for others: None is among the shipped ones."""

    name: str
    file: str
    folder: Path | None
    root: yaml.MappingNode
    language: str


def shipped_names() -> tuple[str, ...]:
    """The playbooks that come with Steadyline."""
    files = (file.name for file in resources.files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in files if name.count(".") == 1 and ".yaml" in name))


def shipped_text(name: str) -> str:
    """The shipped playbook of this name, as it is written."""
    return resources.files(__package__).joinpath(f"{name}.yaml").read_text("utf-8")


def read(path: Path) -> str:
    """The text of a file. Raises `PlaybookWrong`."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookWrong(
            Mistake(str(path), 1, (), f"cannot be read ({error}). Give a YAML file in UTF-8.")
        ) from None


def merged(layers: list[Layer]) -> yaml.MappingNode:
    """All layers as one, in the language of the last: what `extends` stands for is in it. Raises `PlaybookWrong`."""
    language = layers[-1].language
    root: yaml.Node | None = None
    for layer in layers:
        root = layer.root if root is None else merge(root, layer.root)
        if layer.language != language and any(_words(layer.root, ())):
            root = merge(root, _translation(layer, language))
    assert isinstance(root, yaml.MappingNode)
    kept = [(key, value) for key, value in root.value if key.value != "extends"]
    return yaml.MappingNode(root.tag, kept, root.start_mark, root.end_mark)


def merge(under: yaml.Node, over: yaml.Node) -> yaml.Node:
    """``over`` on top of ``under``; neither is changed."""
    if not (isinstance(under, yaml.MappingNode) and isinstance(over, yaml.MappingNode)):
        return over
    pairs = {key.value: (key, value) for key, value in under.value}
    for key, value in over.value:
        if value.tag == _NULL:
            pairs.pop(key.value, None)
        else:
            known = pairs.get(key.value)
            pairs[key.value] = (key, merge(known[1], value) if known else value)
    return yaml.MappingNode(over.tag, list(pairs.values()), over.start_mark, over.end_mark)


def stack(text: str, file: str, folder: Path | None, *, confined: bool = False) -> list[Layer]:
    """A playbook's layers, the one that extends none first. ``confined``: none may come from outside ``folder``.

    Raises `PlaybookWrong`.
    """
    layers = [_layer(text, file, folder)]
    seen = [_identity(file, folder)]
    while (named := child(layers[0].root, "extends")) is not None:
        parent = _parent(layers[0], named, confined)
        identity = _identity(parent.file, parent.folder)
        if identity in seen:
            chain = " extends ".join([layer.name for layer in layers] + [parent.name])
            raise PlaybookWrong(at(named, ("extends",), f"a circle: {chain}. One of them must extend none of these."))
        seen.append(identity)
        layers.insert(0, parent)
    return _with_languages(layers)


def child(node: yaml.Node, name: str) -> yaml.Node | None:
    """What a mapping holds under ``name``."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == name), None)


def at(node: yaml.Node, path: tuple[str, ...], problem: str) -> Mistake:
    """A mistake that stands where ``node`` does."""
    return Mistake(node.start_mark.name, node.start_mark.line + 1, path, problem)


def translates(text: str, file: str) -> str:
    """The name of the playbook that this text holds a translation of; empty for a playbook. Raises `PlaybookWrong`."""
    named = child(compose(text, file), "translates")
    return named.value if isinstance(named, yaml.ScalarNode) else ""


def translation_of(text: str, file: str, folder: Path, name: str) -> tuple[Mistake, ...]:
    """All that is wrong with a translation of the playbook of that name, beside it or shipped."""
    overlay = compose(text, file)
    beside = folder / f"{name}.yaml"
    original = _layer(read(beside), str(beside), folder) if beside.is_file() else None
    if original is None and name not in shipped_names():
        named = child(overlay, "translates") or overlay
        return (at(named, ("translates",), f"there is no playbook {beside}, and none called {name!r} is shipped."),)
    language = child(overlay, "language")
    spoken = language.value if isinstance(language, yaml.ScalarNode) else ""
    return tuple(translation_mistakes(original or _shipped(name), overlay, spoken or "es"))


def translation_mistakes(layer: Layer, overlay: yaml.MappingNode, language: str) -> Iterator[Mistake]:
    """What a translation lacks, or says that it should not, against the layer that it translates."""
    named = child(overlay, "language")
    if named is None or named.value != language:
        yield at(named or overlay, ("language",), f"say which language this is: `language: {language}`.")
    yield from _missing(layer.root, overlay, ())
    yield from _too_much(layer.root, overlay, ())


# --- one file ------------------------------------------------------------------------------------------------------


def compose(text: str, file: str) -> yaml.MappingNode:
    """A YAML text as nodes that know where they stand. Raises `PlaybookWrong`."""
    if len(text) > _LONGEST_TEXT:
        raise PlaybookWrong(Mistake(file, 1, (), "longer than a megabyte: no playbook is."))
    try:
        loader = yaml.SafeLoader(text)
        loader.name = file
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        raise PlaybookWrong(not_yaml(error, file)) from None
    except RecursionError:
        raise PlaybookWrong(Mistake(file, 1, (), "nested far deeper than any playbook. Write it flat.")) from None
    if not isinstance(root, yaml.MappingNode):
        raise PlaybookWrong(Mistake(file, 1, (), "a playbook is a mapping. Start from a copy of the shipped one."))
    if mistakes := tuple(_not_plain(root, set())):
        raise PlaybookWrong(*mistakes)
    return root


def not_yaml(error: yaml.YAMLError, file: str) -> Mistake:
    """What the YAML reader made of a text that it could not read."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "not YAML"
    where, line = (mark.name, mark.line + 1) if mark else (file, 1)
    return Mistake(where, line, (), f"{problem}. Check the indentation and the quotes around it.")


def _not_plain(node: yaml.Node, seen: set[int]) -> Iterator[Mistake]:
    """YAML lets the last of two equal keys win in silence, and a part stand in many places: neither is for people."""
    if id(node) in seen:
        yield at(node, (), "it stands here once more by reference (&, *). Write it out.")
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                yield at(key, (), "a key must be one word.")
                continue
            if key.value in keys:
                yield at(key, (), f"{key.value!r} stands here a second time. Keep one of the two.")
            keys.add(key.value)
            yield from _not_plain(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _not_plain(value, seen)


# --- which files ---------------------------------------------------------------------------------------------------


def _layer(text: str, file: str, folder: Path | None) -> Layer:
    root = compose(text, file)
    return _made(root, file, folder)


@lru_cache(maxsize=16)
def _shipped(name: str) -> Layer:
    file = f"{name}.yaml"
    return _made(compose(shipped_text(name), file), file, None)


def _made(root: yaml.MappingNode, file: str, folder: Path | None) -> Layer:
    named, extends = child(root, "name"), child(root, "extends")
    if extends is not None and named is None:
        raise PlaybookWrong(at(extends, (), "give this playbook a name of its own, such as `name: billing`."))
    language = child(root, "language")
    return Layer(
        name=named.value if isinstance(named, yaml.ScalarNode) else Path(file).stem,
        file=file,
        folder=folder,
        root=root,
        language=language.value if isinstance(language, yaml.ScalarNode) else "",
    )


def _parent(layer: Layer, named: yaml.Node, confined: bool) -> Layer:
    wanted = named.value
    if not isinstance(wanted, str) or not wanted.strip():
        raise PlaybookWrong(at(named, ("extends",), "name one playbook: a shipped one, or a file."))
    if wanted in shipped_names():
        return _shipped(wanted)
    path = _path(layer, wanted, confined)
    if path is None or not path.is_file():
        shipped = ", ".join(shipped_names())
        beside = "" if path is None else f", and there is no file {path}"
        raise PlaybookWrong(
            at(named, ("extends",), f"no shipped playbook is called {wanted!r} (there are {shipped}){beside}.")
        )
    return _layer(read(path), str(path), path.parent)


def _path(layer: Layer, wanted: str, confined: bool) -> Path | None:
    if layer.folder is None:
        return None
    path = layer.folder / (wanted if wanted.endswith((".yaml", ".yml")) else f"{wanted}.yaml")
    inside = path.resolve().is_relative_to(layer.folder.resolve())
    return path if inside or not confined else None


def _identity(file: str, folder: Path | None) -> str:
    return str(Path(file).resolve()) if folder is not None else f"shipped {file}"


def _with_languages(layers: list[Layer]) -> list[Layer]:
    """A layer that names no language speaks that of the one below."""
    named: list[Layer] = []
    for layer in layers:
        below = named[-1].language if named else ""
        named.append(msgspec.structs.replace(layer, language=layer.language or below))
    return named


# --- words in another language -------------------------------------------------------------------------------------


def _translation(layer: Layer, language: str) -> yaml.MappingNode:
    """The words of a layer in another language. Raises `PlaybookWrong` where they are not whole."""
    file = Path(layer.file).with_suffix("").name + f".{language}.yaml"
    if layer.folder is None:
        known = (entry.name for entry in resources.files(__package__).iterdir())
        text = shipped_text(f"{layer.name}.{language}") if file in known else None
    else:
        path = layer.folder / file
        text, file = (read(path) if path.is_file() else None), str(path)
    if text is None:
        where = child(layer.root, "language") or child(layer.root, "extends") or layer.root
        raise PlaybookWrong(
            at(
                where,
                ("language",),
                f"its words are in {layer.language!r}, and there is no {file} with them translated.",
            )
        )
    overlay = compose(text, file)
    if mistakes := tuple(translation_mistakes(layer, overlay, language)):
        raise PlaybookWrong(*mistakes)
    kept = [(key, value) for key, value in overlay.value if key.value not in ("translates", "language")]
    return yaml.MappingNode(overlay.tag, kept, overlay.start_mark, overlay.end_mark)


def is_words(path: tuple[str, ...]) -> bool:
    """Whether what stands there, if it is text, is for people to read or say."""
    return not any(path[: len(other)] == other for other in _NOT_SAID) and not (path[-1] == "heat" and len(path) > 1)


def _words(node: yaml.Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], yaml.Node]]:
    """Every text and list of texts, but for plain words, which a translation may leave as they are."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _words(value, (*path, key.value))
    elif is_words(path) and path[:2] != ("words", "plain") and _texts(node):
        yield path, node


def _texts(node: yaml.Node) -> list[yaml.Node]:
    lines = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [line for line in lines if line.tag == _TEXT]


def _missing(original: yaml.Node, overlay: yaml.Node, path: tuple[str, ...]) -> Iterator[Mistake]:
    for path, node in _words(original, ()):
        if path == ("title",):
            continue
        found, last = _find(overlay, path)
        if found is None:
            yield at(last, path, f"not translated: {node.start_mark.name}:{node.start_mark.line + 1} has it.")
            continue
        ours, theirs = _texts(found), _texts(node)
        if len(ours) != len(theirs):
            yield at(found, path, f"{len(theirs)} texts are to be translated, and here are {len(ours)}.")
        for mine, their in zip(ours, theirs, strict=False):
            if _slots(mine) != _slots(their):
                wanted = ", ".join(sorted(_slots(their))) or "none"
                yield at(mine, path, f"the original has these slots: {wanted}. Use the same: {their.value!r}.")


def _too_much(original: yaml.Node, overlay: yaml.Node, path: tuple[str, ...]) -> Iterator[Mistake]:
    """What a translation says beyond the original's words."""
    for key, value in overlay.value if isinstance(overlay, yaml.MappingNode) else ():
        here = (*path, key.value)
        if here in (("translates",), ("language",)):
            continue
        theirs, _ = _find(original, (key.value,))
        if theirs is None:
            yield at(key, here, "there is nothing to translate here.")
        elif isinstance(theirs, yaml.MappingNode):
            yield from _too_much(theirs, value, here)
        elif not is_words(here) or not _texts(theirs):
            yield at(key, here, "a translation changes words alone.")


def _find(node: yaml.Node, path: tuple[str, ...]) -> tuple[yaml.Node | None, yaml.Node]:
    """What stands at ``path``, and the last part of it that is there."""
    for name in path:
        below = child(node, name)
        if below is None:
            return None, node
        node = below
    return node, node


def _slots(node: yaml.Node) -> set[str]:
    try:
        return {slot.lower() for slot in wording.needed(node.value)}
    except ValueError:
        return {"a brace that is never closed"}

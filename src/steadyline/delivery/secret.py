"""
Secrets by reference: ``env:NAME`` or ``file:PATH``.

An admin's browser may name a secret and never read one. So that naming cannot be used to carry off something else, only
variables that begin with ``SECRET_`` and files in one folder count. What was read shows itself blotted wherever it is
printed; the plain value comes out of `Secret.reveal` alone, at the place where it is sent.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from steadyline.service.delivering import WrongDestination

PREFIX: Final = "SECRET_"
FOLDER: Final = Path("/run/secrets")
BLOT: Final = "▒▒▒▒"

_LARGEST_BYTES: Final = 16_384
_SHORTEST_TO_LOOK_FOR: Final = 4
"""Shorter ones are in any text by chance."""


class Secret:
    """A secret, and the reference under which it is known. Printing it shows the reference."""

    __slots__ = ("_value", "reference")

    def __init__(self, reference: str, value: str) -> None:
        self.reference = reference
        self._value = value

    def __repr__(self) -> str:
        return f"{BLOT} ({self.reference})"

    def reveal(self) -> str:
        """The plain value: only for what is sent."""
        return self._value

    def made(self, make: Callable[[str], str]) -> "Secret":
        """What ``make`` makes of it, such as a header: a secret under the same reference."""
        return Secret(self.reference, make(self._value))


def blotted(text: str, secrets: Iterable[Secret]) -> str:
    """``text`` without any of ``secrets``."""
    values = {secret.reveal() for secret in secrets}
    for value in sorted(values, key=len, reverse=True):
        if len(value) >= _SHORTEST_TO_LOOK_FOR:
            text = text.replace(value, BLOT)
    return text


class Secrets:
    """Where secrets are read from: the environment, and files in one folder."""

    def __init__(self, environ: Mapping[str, str] = os.environ, folder: Path = FOLDER) -> None:
        self._environ = environ
        self._folder = folder

    def read(self, reference: str) -> Secret:
        """What ``reference`` stands for, without white space around it. Raises `WrongDestination`."""
        where, _, name = reference.partition(":")
        readers = {"env": self._variable, "file": self._file}
        if where not in readers or not name:
            raise WrongDestination("a secret is named as env:NAME or file:PATH, and never written here itself")
        value = readers[where](name).strip()
        if not value:
            raise WrongDestination(f"{reference} is empty; put the secret there")
        if not value.isprintable():
            raise WrongDestination(f"{reference} holds more than one line, or signs that no secret has; put one there")
        return Secret(reference, value)

    def _variable(self, name: str) -> str:
        if not name.startswith(PREFIX):
            raise WrongDestination(f"env:{name} cannot be used: name a variable that begins with {PREFIX}")
        if name not in self._environ:
            raise WrongDestination(f"the environment variable {name} is not set; set it where the server is started")
        return self._environ[name]

    def _file(self, name: str) -> str:
        folder = self._folder.resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise WrongDestination(f"file:{name} cannot be used: secrets are files in {folder}")
        try:
            if not path.is_file() or path.stat().st_size > _LARGEST_BYTES:
                raise WrongDestination(f"file:{name} is not a file with a secret in it; put one into {folder}")
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise WrongDestination(
                f"file:{name} cannot be read ({type(error).__name__}); put it into {folder}"
            ) from None

"""
What a mail address is: one rule for the forms in which somebody writes one, and for the mail that goes there.

One that cannot be an address is refused where it is written, while somebody looks at it, and not after the letter left.
"""

from collections.abc import Sequence
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Final

from steadyline.core.ledger import NotAllowed

MOST_ADDRESSES: Final = 5
LONGEST_ADDRESS: Final = 254
"""What a mail server takes at most."""


class WrongAddress(NotAllowed):
    """A mail address that is none. The message says which, and how one is written."""


def written(to: Sequence[str]) -> tuple[str, ...]:
    """The mail addresses that somebody wrote. Raises `WrongAddress` where one is none, or they are too many."""
    given = tuple(address.strip() for address in to if address.strip())
    if len(given) > MOST_ADDRESSES:
        raise WrongAddress(f"One message goes to at most {MOST_ADDRESSES} addresses.")
    if any(len(address) > LONGEST_ADDRESS for address in given):
        raise WrongAddress(f"A mail address has at most {LONGEST_ADDRESS} characters.")
    for address in given:
        try:
            spec(address)
        except ValueError as why:
            raise WrongAddress(f'"{readable(address)}": {why}.') from None
    return given


def readable(address: str) -> str:
    """It in one line, whatever stands in it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in address).split())


def spec(address: str) -> str:
    """``address`` as servers take it. Raises `ValueError` with what is wrong."""
    local, _, domain = address.rpartition("@")
    if not local or not domain:
        raise ValueError("a mail address has a name, an @ and a domain, as in dana@example.com")
    if not local.isascii():
        raise ValueError("before its @ a mail address has only letters without accents, digits and a few signs")
    try:
        sound = f"{local}@{domain.encode('idna').decode()}"
        if Address(addr_spec=sound).addr_spec != sound or not sound.isprintable() or " " in sound:
            raise ValueError
    except (ValueError, UnicodeError, HeaderParseError, IndexError):
        raise ValueError("one mail address, such as dana@example.com, is written here, and nothing beside it") from None
    return sound

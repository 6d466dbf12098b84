"""What a person sees of words that were not judged."""

import io

from rich.console import Console

from steadyline.cli.screen import Screen
from steadyline.core.events import Heard


def shown(language: str) -> str:
    said = io.StringIO()
    Screen(Console(file=said, width=100)).show(
        Heard(at=1.0, turn=1, party="customer", signals={}, quote="Me han cobrado dos veces.", language=language)
    )
    return said.getvalue()


def test_words_in_a_language_that_was_not_judged_are_said_to_be():
    assert "not judged: another language (es)" in shown("es")
    assert "" == shown("")

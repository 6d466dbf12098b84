"""What is not English is named, and a name spelt out is no language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyline.understanding import language


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("no me han devuelto el dinero todavía", "es"),
        ("je veux parler à un responsable", "fr"),
        ("mein internet geht seit einer woche nicht", "de"),
        ("nie działa mi internet od tygodnia", "pl"),
        ("мой интернет не работает уже неделю", "ru"),
        ("我要投诉", "zh"),
        ("I was charged twice in March and nobody rang me back", ""),
        ("Kerrigan. K, E, double R.", ""),
        ("luke dot sharbono at video tron dot ca", ""),
        ("no no i couldnt", ""),
        ("Yes.", ""),
        ("", ""),
        ("\U0001f621 \U0001f621", ""),
    ],
)
def test_a_language_is_told_from_a_line(said: str, code: str) -> None:
    assert code == language.foreign(said)


def test_a_short_answer_is_in_the_language_of_the_line_before() -> None:
    assert "es" == language.foreign("muchas gracias", before="es")
    assert "" == language.foreign("muchas gracias")
    assert "" == language.foreign("no, sorry", before="es")


@given(st.text(max_size=120))
def test_any_text_gives_a_code_or_none(text: str) -> None:
    assert len(language.foreign(text)) in {0, 2, 3}

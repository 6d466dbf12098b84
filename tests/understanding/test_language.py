"""What is not English is named; what only looks un-English, and names and numbers, are no language."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.understanding.said_in_no_tongue import NONE
from tests.understanding.said_in_other_tongues import OTHERS

from steadyline.understanding import language


def lines(block: str) -> list[str]:
    return [line.strip() for line in block.strip().splitlines()]


def hurried(said: str) -> str:
    """As a recogniser or a hurried hand gives it: lower case, no signs, and no accents on Latin letters."""
    bare = "".join(c for c in said.lower() if c.isalnum() or c in " '" or unicodedata.combining(c))
    if not any("LATIN" in unicodedata.name(c) for c in bare if c.isalpha()):
        return said
    return "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))


@pytest.mark.parametrize("code", OTHERS)
def test_a_real_sentence_of_another_language_is_named(code: str) -> None:
    for said in lines(OTHERS[code]):
        assert (said, code) == (said, language.foreign(said))
        assert (said, code) == (said, language.foreign(hurried(said)))


@pytest.mark.parametrize("kind", NONE)
def test_what_only_looks_un_english_is_no_language(kind: str) -> None:
    for said in lines(NONE[kind]):
        assert (said, "") == (said, language.foreign(said))
        assert (said, "") == (said, language.foreign(hurried(said)))


@pytest.mark.parametrize(
    "said",
    [
        "I was charged twice in March and nobody rang me back",
        "no no i couldnt",
        "Yes.",
        "",
        "\U0001f621 \U0001f621",
        "My name is José Núñez, I live on Calle de la Luz, and my router is dead.",
        "the letter says 'no se ha podido entregar', what does that mean",
    ],
)
def test_english_with_a_few_other_words_stays_english(said: str) -> None:
    assert "" == language.foreign(said)


def test_a_short_answer_is_in_the_language_of_the_line_before() -> None:
    assert "es" == language.foreign("muchas gracias", before="es")
    assert "es" == language.foreign("Gracias.", before="es")
    assert "" == language.foreign("muchas gracias")
    assert "" == language.foreign("no, sorry", before="es")
    assert "" == language.foreign("Idiots.", before="es")
    assert "" == language.foreign("4 9 2 7", before="es")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Estoy harto. You are useless, I will kill you.", "You are useless, I will kill you."),
        ("You are useless. Je veux parler à un responsable. Now!", "You are useless. Now!"),
        ("I said no! Mein Geld will ich zurück, und zwar heute! Do you hear me?", "I said no! Do you hear me?"),
    ],
)
def test_of_a_turn_in_two_languages_the_english_sentences_are_read(said: str, left: str) -> None:
    assert left == language.english(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "4 9 2 7",
        "Utter bollocks. I was charged twice. Total shambles, mate.",
        "Maria de la Cruz. That's my name, and I want my money back.",
        "No me han devuelto el dinero. Okay?",
        "No me han devuelto el dinero. Quiero hablar con alguien.",
        "I want my money back, mi dinero, now",
    ],
)
def test_where_too_little_english_is_left_or_all_is_english_the_whole_is_read(said: str) -> None:
    assert said == language.english(said)


@given(st.text(max_size=120))
def test_any_text_gives_a_code_or_none(text: str) -> None:
    assert len(language.foreign(text)) in {0, 2}
    assert language.english(text) == text or len(language.english(text)) < len(text)

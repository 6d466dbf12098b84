"""A long turn in pieces: every word once, in order, cut where people breathe."""

from hypothesis import given
from hypothesis import strategies as st

from steadyline.understanding import breaths
from steadyline.understanding import text as reading

STORY = (
    "I was in on the Monday and nobody came. On the Tuesday my neighbour sat there till four with her knitting. "
    "My sister rang you and was told that it had been signed for. It had not. "
)


def pieces(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in breaths.cut(text)]


@given(st.text(alphabet="abc .,!?'\n\u00e9\u2026", max_size=2000))
def test_no_word_is_lost_doubled_or_moved(text: str) -> None:
    clean = reading.clean(text)

    assert clean.split() == [word for piece in pieces(clean) for word in piece.split()]


@given(st.lists(st.sampled_from("well and i rang you twice. but nobody came, so there!".split()), max_size=300))
def test_no_piece_of_a_long_turn_is_longer_than_a_breath(words: list[str]) -> None:
    found = pieces(" ".join(words))

    assert len(found) == 1 or max(len(piece.split()) for piece in found) <= breaths.MOST


def test_a_turn_that_is_not_long_is_one() -> None:
    assert [STORY.strip()] == pieces(STORY.strip())


def test_sentences_stay_whole() -> None:
    assert all(piece.endswith(".") for piece in pieces((STORY * 4).strip()))


def test_without_marks_it_is_cut_before_a_word_that_joins() -> None:
    said = "i rang on the monday about the boiler in the hall and she said that he would come on the tuesday "

    first, *rest = pieces((said * 5).strip())

    assert not first.endswith(" and")
    assert all(piece.startswith("and ") for piece in rest[:-1])

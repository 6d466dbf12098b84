"""What is learnt of a line: what two people say of it, and where the words of problems and promises stand."""

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from training import annotations, corpus

from steadyline.core.events import Party

CALL = """
# call: seven | company: Northwind | agent: Sam | started: 2026-03-10T09:00:00Z
C 0.25 [states_problem, repeat_contact] Well, the boiler is off again.
C 0.75 [venting] It's a joke.
A [promises] I'll send somebody tonight.
  > promise agent | I'll send somebody | tonight
"""
AGAIN = """
## seven
1 C 0.75 states_problem venting
> concern the boiler is off again
2 C 0.75 venting
"""


def lesson(folder: Path) -> corpus.Lesson:
    (folder / "data" / "elm").mkdir(parents=True)
    (folder / "data" / "elm" / "seven.call").write_text(CALL, encoding="utf-8")
    (folder / "second" / "moss").mkdir(parents=True)
    (folder / "second" / "moss" / "elm.lab").write_text(AGAIN, encoding="utf-8")
    (found,) = corpus.lessons(folder / "data", folder / "second")
    return found


def words(line: corpus.Taught) -> list[tuple[str, str]]:
    return [(s.kind, line.text[s.start : s.end]) for s in line.stretches or ()]


def test_what_one_of_two_people_heard_counts_half_and_heat_is_between(tmp_path: Path) -> None:
    first, second, third = lesson(tmp_path).lines

    assert {"states_problem": 1.0, "venting": 0.5, "repeat_contact": 0.5} == dict(first.signals)
    assert (0.5, 0.75, None) == (first.heat, second.heat, third.heat)


def test_problems_promises_and_times_are_words_of_the_line(tmp_path: Path) -> None:
    first, second, third = lesson(tmp_path).lines

    assert [("concern", "the boiler is off again")] == words(first)
    assert [] == words(second)
    assert [("promise", "I'll send somebody"), ("when", "tonight")] == words(third)


def test_words_that_one_of_two_people_marked_count_half(tmp_path: Path) -> None:
    first, _, third = lesson(tmp_path).lines

    assert [0.5] == [stretch.share for stretch in first.stretches or ()]
    assert [1.0, 1.0] == [stretch.share for stretch in third.stretches or ()]


def test_lines_of_one_party_may_be_joined_and_keep_their_words(tmp_path: Path) -> None:
    both, _ = corpus.joined(lesson(tmp_path).lines, random.Random(1), often=1.0)

    assert "Well, the boiler is off again. It's a joke." == both.text
    assert ({"states_problem": 1.0, "venting": 1.0, "repeat_contact": 0.5}, 0.75) == (dict(both.signals), both.heat)
    assert [("concern", "the boiler is off again")] == words(both)


def test_lines_are_joined_over_a_word_or_two_that_got_lost_but_not_over_an_answer() -> None:
    def said(party: Party, text: str) -> corpus.Taught:
        return corpus.Taught(party, text, {}, None, ())

    told = [said("customer", "It's wet."), said("agent", "Oh no."), said("customer", "All of it.")]
    asked = [*told[:1], said("agent", "Is that in the kitchen or the hall?"), *told[2:]]

    assert ["It's wet. All of it."] == [line.text for line in corpus.joined(told, random.Random(1), often=1.0)]
    assert asked == corpus.joined(asked, random.Random(1), often=1.0)


def test_what_counts_most_comes_to_stand_in_a_long_turn_of_its_party() -> None:
    def said(party: Party, text: str, *heard: str) -> corpus.Taught:
        return corpus.Taught(party, text, dict.fromkeys(heard, 1.0), None, ())

    story = [said("customer", f"And then came number {n}, and nobody rang me about that one either.") for n in range(9)]
    told = [
        said("agent", "Go on."),
        *story[:4],
        said("agent", "I see."),
        said("customer", "I'll kill him.", "threat_harm"),
    ]

    for seed in range(20):
        turns = corpus.poured_out([*told, *story[4:]], random.Random(seed))
        (deep,) = (turn for turn in turns if "threat_harm" in turn.signals)
        assert "I'll kill him." in deep.text
        assert len(deep.text.split()) <= corpus.POURED_WORDS
        assert {"customer"} == {turn.party for turn in turns if "number" in turn.text}


def test_a_misheard_line_keeps_the_words_that_were_marked(tmp_path: Path) -> None:
    heard = corpus.as_heard(lesson(tmp_path).lines[0], random.Random(3), often=0.0)

    assert "well the boiler is off again" == heard.text
    assert [("concern", "the boiler is off again")] == words(heard)


@given(st.text(min_size=1, max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 99))
def test_marks_stay_within_the_line_however_it_is_misheard(text: str, a: int, b: int, seed: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    line = corpus.Taught("agent", text, {}, None, (corpus.Stretch("promise", start, end),))

    heard = corpus.as_heard(line, random.Random(seed), often=0.3)

    assert all(0 <= s.start < s.end <= len(heard.text) for s in heard.stretches or () if start < end and heard.text)


def test_every_second_label_in_the_repository_is_of_a_line_that_is_there() -> None:
    known = {
        (le.writer, le.slug): le for root in ("data", "gold") for le in corpus.lessons(annotations.ROOT.parent / root)
    }

    for sheet in annotations.read_all():
        for slug, lines in sheet.calls.items():
            told = known[sheet.writer, slug].lines
            assert [line.party for line in told] == [lines[n].party for n in sorted(lines)], (sheet.writer, slug)

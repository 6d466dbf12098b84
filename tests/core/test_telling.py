"""What is written about a promise, to the customer and to the staff."""

import msgspec
import pytest

from steadyline.core import ledger, telling
from steadyline.core.ledger import STAGES, Broke, Kept, Made, Origin, Postponed, Promise, Proof
from steadyline.core.playbook import Words
from steadyline.playbooks import loader

WORDS = loader.shipped().words
NOW = "2026-11-23T12:00:00Z"
SPANISH = loader.parse("name: es\ntitle: Es\nextends: default\nlanguage: es\n", "es.yaml").words
MADE = Made(
    at="2026-11-20T10:00:00Z",
    by="Ana Ruiz",
    act="refund the second charge",
    customer="C-1",
    customer_name="Mr. Julian Ochieng",
    timezone="Europe/Madrid",
    due="2026-11-24T17:00:00+01:00",
    owner="Ana Ruiz",
    origin=Origin(call="call_1", quote="I'll have the refund in by Tuesday"),
)
LATER = Postponed(
    at="2026-11-23T10:00:00Z", by="Ana Ruiz", due="2026-11-26T12:00:00+01:00", cause="system", agreed=False
)


def promise(*changes: ledger.Change, **fields: object) -> Promise:
    found = ledger.fold("prm_1", [msgspec.structs.replace(MADE, **fields), *changes])
    assert found is not None
    return found


@pytest.mark.parametrize("words", [WORDS, SPANISH], ids=["English", "Spanish"])
def test_a_playbook_has_every_line_of_the_letters_and_none_that_nobody_writes(words: Words):
    assert set(telling.SLOTS) == set(words.letters)


def test_late_says_what_was_promised_by_when_and_the_new_date():
    written = telling.letter(WORDS, promise(LATER), "late", "Ana Ruiz", NOW)

    assert "What we promised you will be later" == written.subject
    assert (
        "Hello Mr Ochieng,\n\n"
        "We promised you this by Tuesday 24 November, 17:00:\n"
        "- We will refund the second charge.\n"
        "It is taking longer than that, and I am sorry. It will be done by Thursday 26 November, 12:00.\n\n"
        "If anything is not as it says here, answer this message and we will put it right.\n\n"
        "Ana Ruiz"
    ) == written.text


@pytest.mark.parametrize("due_text", ["", "as soon as possible"])
def test_late_without_any_date_promises_to_tell_one(due_text: str):
    written = telling.letter(WORDS, promise(due=None, due_text=due_text), "late", "Ana Ruiz", NOW)

    assert "I will tell you the new date as soon as I know it." in written.text
    assert "It will be done by" not in written.text
    assert "{" not in written.text


@pytest.mark.parametrize(
    ("words", "changes", "by", "sorry"),
    [
        (
            WORDS,
            [],
            "by Tuesday 24 November, 17:00:",
            "It is not done yet, and I am sorry. I will tell you the new date",
        ),
        (WORDS, [LATER], "by Tuesday 24 November, 17:00:", "It is not done yet, and I am sorry."),
        (SPANISH, [], "para el martes 24 de noviembre, a las 17:00:", "Todavía no está hecho, y lo siento."),
    ],
    ids=["as first promised", "moved without their yes", "Spanish"],
)
def test_late_of_a_date_that_has_passed_is_sorry_and_gives_that_date_as_none_to_come(
    words: Words, changes: list[ledger.Change], by: str, sorry: str
):
    written = telling.letter(words, promise(*changes), "late", "Ana Ruiz", "2026-11-26T11:00:01Z")

    assert by in written.text
    assert sorry in written.text
    assert "It will be done by" not in written.text
    assert "Estará hecho para" not in written.text


def test_late_to_the_second_of_its_date_still_names_it():
    written = telling.letter(WORDS, promise(LATER), "late", "Ana Ruiz", "2026-11-26T11:00:00Z")

    assert "It will be done by Thursday 26 November, 12:00." in written.text


DONE = Kept(at="2026-11-24T10:00:00Z", by="Ana", proof=Proof(kind="note", text="Receipt 4411"))
DONE_LATE = Kept(at="2026-11-25T10:00:00Z", by="Ana", proof=Proof(kind="note", text="Receipt 4411"))
BROKEN = Broke(at="2026-11-25T10:00:00Z", by="Ana", cause="system")
NOT_SAID_OF_BROKEN = ("is done", "will be done", "está hecho", "Estará hecho")


@pytest.mark.parametrize("occasion", ["kept", "thanks", "asked"])
def test_what_was_promised_stands_before_what_became_of_it(occasion: telling.Occasion):
    written = telling.letter(WORDS, promise(DONE), occasion, "Ana Ruiz", NOW)

    before, after = written.text.split("- We will refund the second charge.")
    assert "We promised you this:" in before
    assert "done" not in before
    assert "it is done" in after.lower()


def test_kept_late_says_so_and_by_when_it_was_promised():
    late = telling.letter(WORDS, promise(DONE_LATE), "kept", "Ana Ruiz", NOW)
    agreed = msgspec.structs.replace(LATER, agreed=True)
    on_time = telling.letter(WORDS, promise(agreed, DONE_LATE), "kept", "Ana Ruiz", NOW)

    assert "We promised you this by Tuesday 24 November, 17:00:" in late.text
    assert "It is done, but later than we said, and I am sorry." in late.text
    assert "sorry" not in on_time.text


@pytest.mark.parametrize("words", [WORDS, SPANISH], ids=["English", "Spanish"])
@pytest.mark.parametrize("occasion", ["broken", "asked"])
def test_of_a_broken_promise_no_letter_says_that_it_is_done(words: Words, occasion: telling.Occasion):
    written = telling.letter(words, promise(BROKEN), occasion, "Ana Ruiz", NOW)

    assert [] == [said for said in NOT_SAID_OF_BROKEN if said in written.text]
    assert any(sorry in written.text for sorry in ("I am sorry", "lo siento"))
    assert any(not_done in written.text for not_done in ("We did not do it", "No lo hicimos"))


@pytest.mark.parametrize("words", [WORDS, SPANISH], ids=["English", "Spanish"])
@pytest.mark.parametrize("occasion", telling.OCCASIONS)
def test_no_letter_asks_for_an_answer_in_the_same_words_twice(words: Words, occasion: telling.Occasion):
    for what in (promise(), promise(LATER), promise(DONE), promise(DONE_LATE), promise(BROKEN)):
        written = telling.letter(words, what, occasion, "Ana Ruiz", NOW).text.lower()

        assert max(written.count("answer this message"), written.count("responda a este mensaje")) <= 1, written


def test_kept_shows_the_link_that_proves_it_and_no_note_of_ours():
    link = Kept(at="2026-11-24T10:00:00Z", by="Ana", proof=Proof(kind="link", text="https://example.com/refund/7"))
    note = Kept(at="2026-11-24T10:00:00Z", by="Ana", proof=Proof(kind="note", text="He was rude, did it anyway"))

    assert "https://example.com/refund/7" in telling.letter(WORDS, promise(link), "kept", "Ana", NOW).text
    assert "rude" not in telling.letter(WORDS, promise(note), "kept", "Ana", NOW).text


def test_a_customer_without_a_name_is_greeted_without_one():
    assert telling.letter(WORDS, promise(customer_name=""), "kept", "Ana", NOW).text.startswith("Hello,\n")


@pytest.mark.parametrize("occasion", telling.OCCASIONS)
def test_every_letter_says_the_promise_back_and_leaves_no_gap(occasion: telling.Occasion):
    written = telling.letter(WORDS, promise(LATER), occasion, "Ana Ruiz", NOW)

    assert written.subject
    assert "refund the second charge" in written.text
    assert not {"{", "}"} & set(written.text)
    assert written.text.endswith("Ana Ruiz")


def test_what_a_customer_or_an_agent_said_cannot_break_a_letter():
    odd = promise(act="send {form} 7 {0}", customer_name="{name} O'Neil")

    assert "send {form} 7 {0}" in telling.letter(WORDS, odd, "thanks", "Ana {by}", NOW).text
    assert "send {form} 7 {0}" in telling.reminder(WORDS, odd, "soon").subject


@pytest.mark.parametrize("stage", STAGES)
def test_a_reminder_says_who_was_promised_what_by_when_and_in_which_words(stage: ledger.Stage):
    written = telling.reminder(WORDS, promise(), stage, "https://desk.example.com/promises/prm_1")

    for said in (
        "Mr. Julian Ochieng was promised: refund the second charge",
        "Due: Tuesday 24 November, 17:00 (Europe/Madrid)",
        "Whose it is: Ana Ruiz",
        "“I'll have the refund in by Tuesday”",
        "https://desk.example.com/promises/prm_1",
    ):
        assert said in written.text
    assert "refund the second charge" in written.subject


def test_a_reminder_leaves_out_what_is_not_known():
    written = telling.reminder(
        WORDS, promise(origin=None, timezone="", owner="", customer="", customer_name=""), "soon"
    )

    assert "the customer was promised" in written.text
    assert "As it was said" not in written.text
    assert "The promise:" not in written.text
    assert "Whose it is" not in written.text


def test_in_spanish_the_words_are_spanish_and_what_was_said_stands_in_quotation_marks():
    written = telling.letter(SPANISH, promise(LATER), "late", "Ana Ruiz", NOW)

    assert "Lo que le prometimos llegará más tarde" == written.subject
    assert "Le prometimos esto para el martes 24 de noviembre, a las 17:00:" in written.text
    assert "«refund the second charge»" in written.text


def test_a_slot_that_a_letter_is_not_given_is_a_mistake_in_the_playbook():
    text = "name: own\ntitle: Own\nextends: default\nwords:\n  letters:\n    late: 'It will be done by {when}.'\n"

    (mistake,) = loader.check(text, "own.yaml", None).mistakes

    assert "no slot here is called 'when'; there are: due, promise." in mistake.problem

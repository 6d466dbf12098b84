"""Saying it back: the customer's words turned to "you", and joined into one sentence."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyline.core import restate

FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|my|mine|myself|me|am)\b", re.IGNORECASE)
WORDS = st.sampled_from(
    "I I'm I've my me mine myself we our us was am were charged twice in March nobody called back you your the bill a "
    "phone never came still and but who told husband's".split()
)


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        ("I was charged twice in March", "you were charged twice in March"),
        ("you cancelled my flight and I've missed it", "we cancelled your flight and you've missed it"),
        ("you lost my parcel and I want it back", "we lost your parcel and you want it back"),
        (
            "my husband's phone doesn't work and I'm on my own",
            "your husband's phone doesn't work and you're on your own",
        ),
        ("nobody called me back", "nobody called you back"),
        ("I've been waiting", "you've been waiting"),
        ("I\u2019ve been waiting.", "you've been waiting"),
        ("you people cut me off", "we cut you off"),
        ("You guys sent me the wrong one", "we sent you the wrong one"),
        ("you cut me off", "we cut you off"),
        ("your driver left it in the rain", "our driver left it in the rain"),
        ("am I going to lose the deposit", "are you going to lose the deposit"),
        ("I'd paid it myself", "you'd paid it yourself"),
        ("the fault isn't mine", "the fault isn't yours"),
        ("we have no heating and our baby is ill", "you have no heating and your baby is ill"),
        ("they told us to wait", "they told you to wait"),
        ("we did it all ourselves", "you did it all yourselves"),
        ("I asked you for a refund", "you asked us for a refund"),
        ("I paid you twice", "you paid us twice"),
        ("you told me you would call me", "we told you we would call you"),
        ("what you sent me was broken", "what we sent you was broken"),
        ("I never got the refund you promised me", "you never got the refund we promised you"),
        ("I waited in for you on Tuesday", "you waited in for us on Tuesday"),
        ("nobody from your company rang me", "nobody from our company rang you"),
        ("I wasn't told", "you weren't told"),
        ("my bill was wrong and I was told it was right", "your bill was wrong and you were told it was right"),
        ("the engineer I was promised never came", "the engineer you were promised never came"),
        ("my wife and I were cut off", "you and your wife were cut off"),
        ("it was my mother who was told", "it was your mother who was told"),
        ("the parcel that was meant for me", "the parcel that was meant for you"),
        ("they said I was to blame", "they said you were to blame"),
        ("how was I supposed to know", "how were you supposed to know"),
        ("I still was not refunded", "you still were not refunded"),
        ("my son was ill", "your son was ill"),
        ("Dana's card was declined", "Dana's card was declined"),
        ("the router was never sent", "the router was never sent"),
        ("ive been on hold an hour", "you've been on hold an hour"),
        ("im locked out of my account", "you're locked out of your account"),
        ("the TV was late, and I was out", "the TV was late, and you were out"),
        ("", ""),
        ("...", ""),
    ],
)
def test_a_clause_is_turned_to_you(said: str, turned: str) -> None:
    assert turned == restate.to_you(said)


@pytest.mark.parametrize(
    ("clauses", "sentence"),
    [
        ([], ""),
        (["", " . "], ""),
        (["you were charged twice"], "You were charged twice."),
        (
            ["you were charged twice in March", "nobody called you back"],
            "You were charged twice in March, and nobody called you back.",
        ),
        (["the bill is wrong.", "it's late", "you're ill"], "The bill is wrong, it's late, and you're ill."),
    ],
)
def test_clauses_join_into_one_sentence(clauses: list[str], sentence: str) -> None:
    assert sentence == restate.join(clauses)


@given(st.lists(WORDS, min_size=1, max_size=14).map(" ".join))
def test_nobody_is_left_speaking_of_themself(clause: str) -> None:
    assert not FIRST_PERSON.search(restate.to_you(clause))


@given(st.lists(st.sampled_from("the bill came late nobody rang Dana's card twice".split()), max_size=14).map(" ".join))
def test_words_about_nobody_present_stay_as_they_are(clause: str) -> None:
    assert clause.lower() == restate.to_you(clause).lower()


@given(st.lists(WORDS, min_size=1, max_size=14))
def test_no_word_is_added_or_lost(words: list[str]) -> None:
    clause = " ".join(words)
    swapped = len(re.findall(r"\bmy (?:\S+ )?\S+ and (?:i|me)\b", clause, re.IGNORECASE))
    assert abs(len(restate.to_you(clause).split()) - len(words)) <= swapped


@given(st.text(max_size=400))
def test_any_text_at_all_is_turned_without_fail_onto_one_line(text: str) -> None:
    turned = restate.to_you(text)

    assert turned == " ".join(turned.split())


@given(st.lists(st.text(max_size=60), max_size=6))
def test_a_sentence_begins_large_and_ends_once(clauses: list[str]) -> None:
    sentence = restate.join(clauses)

    assert not sentence or (
        sentence.endswith(".") and not sentence.endswith("..") and sentence[:1] == sentence[:1].upper()[:1]
    )


@pytest.mark.parametrize(
    ("said", "read_back"),
    [
        ("a brake job you quoted me at eight hundred", "a brake job we quoted you at eight hundred"),
        ("y'all cut my lights off", "we cut your lights off"),
        ("my phone's dead since you shut it off", "your phone's dead since we shut it off"),
        ("a card saying you tried to deliver", "a card saying we tried to deliver"),
        ("your people have handed me back a wheelchair", "our people have handed you back a wheelchair"),
    ],
)
def test_the_company_acts_as_we_wherever_it_stands_in_the_clause(said: str, read_back: str) -> None:
    assert read_back == restate.to_you(said)

"""When a restatement was answered, and whether that was heard."""

from service.evaluation.talk import line
from steadyline.service.evaluation import restatement, scores
from steadyline.service.evaluation.restatement import answers

RESTATES = ("agent", frozenset({"restates"}))
ON = ("agent", frozenset[str]())
CONFIRMS = ("customer", frozenset({"confirms"}))
CORRECTS = ("customer", frozenset({"corrects", "confirms"}))
MM = ("customer", frozenset[str]())


def test_a_restatement_is_confirmed_or_corrected():
    assert [None, "confirmed"] == answers([RESTATES, CONFIRMS])
    assert [None, None, "corrected"] == answers([RESTATES, ON, CORRECTS])


def test_the_answer_may_come_in_the_second_utterance_and_no_later():
    assert [None, None, "confirmed"] == answers([RESTATES, MM, CONFIRMS])
    assert [None, None, None, None] == answers([RESTATES, MM, MM, CONFIRMS])


def test_what_answers_no_restatement_is_none():
    assert [None, None] == answers([ON, CONFIRMS])
    assert [None, "confirmed", None] == answers([RESTATES, CONFIRMS, CONFIRMS])


def test_the_same_answer_in_the_same_utterance_is_right():
    lines = [
        line("agent", call=0, turn=1, gold=["restates"], heard=["restates"]),
        line(call=0, turn=2, gold=["confirms"], heard=["confirms"]),
        line("agent", call=1, turn=1, gold=["restates"], heard=["restates"]),
        line(call=1, turn=2, gold=["corrects"], heard=["confirms"]),
        line("agent", call=2, turn=1, gold=["restates"]),
        line(call=2, turn=2, gold=["confirms"], heard=["confirms"]),
    ]

    found = restatement.score(lines, scores.draw(3), 0.5)
    assert (3, 2, 1) == (found.gold, found.heard, found.right)

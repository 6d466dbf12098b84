"""Gold sets: read as they are written, or refused whole with every mistake named."""

import json
from pathlib import Path
from typing import Any

import pytest

from steadyline.service.evaluation import gold
from steadyline.service.evaluation.gold import BadGold
from steadyline.service.evaluation.labelled import Promised
from steadyline.service.ports import Held

HEADER = {"call": "c1", "company": "Northwind", "started": "2026-03-10T09:00:00-05:00"}
AGENT = {"party": "agent", "t0": 0, "t1": 2, "text": "Northwind, Sam.", "signals": ["greeting"]}
CUSTOMER = {"party": "customer", "t0": 3, "t1": 5, "text": "I was charged twice.", "signals": [], "heat": 0.25}
PROMISE = {"who": "agent", "act": "refund it", "due_text": "by Friday", "due": "2026-03-13T17:00:00-05:00"}
BY_HAND = """
# call: c7 | company: Northwind | agent: Sam | customer: Dana | timezone: America/New_York
A [greeting] Northwind, Sam speaking.
C 0.5 [states_problem] I was charged twice.
  > concern I was charged twice
A [promises] I'll refund it today.
  > promise agent | refund the second charge | today
"""


def transcript(folder: Path, *lines: dict[str, Any] | str, name: str = "one.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_a_labelled_transcript_is_read(tmp_path: Path):
    path = transcript(
        tmp_path,
        HEADER,
        AGENT | {"promises": [PROMISE]},
        {"party": "agent", "t0": 2, "t1": 3, "hold": True},
        CUSTOMER | {"signals": ["states_problem"], "concerns": ["I was charged twice"], "unknown": 1},
    )

    read = gold.read([path])
    agent, hold, customer = read.calls[0].lines
    assert ("one", "Northwind", 2) == (read.calls[0].name, read.calls[0].header.company, read.utterances)
    assert isinstance(agent, gold.Said) and isinstance(customer, gold.Said) and Held(t0=2, t1=3) == hold
    assert (Promised("agent", "refund it", "by Friday", "2026-03-13T17:00:00-05:00"),) == agent.promises
    assert (None, 0.25) == (agent.heat, customer.heat)
    assert ({"states_problem"}, ("I was charged twice",)) == (customer.signals, customer.concerns)
    assert [1, 2] == [said.utterance.turn for said in read.calls[0].said]


def test_a_folder_gives_all_calls_below_it_in_order(tmp_path: Path):
    (tmp_path / "deep").mkdir()
    transcript(tmp_path, AGENT, name="b.jsonl")
    transcript(tmp_path, BY_HAND, name="deep/a.call")
    transcript(tmp_path, "not of the set", name="notes.txt")

    assert ["b", "a"] == [call.name for call in gold.read([tmp_path]).calls]


def test_a_call_named_twice_counts_once(tmp_path: Path):
    path = transcript(tmp_path, AGENT)

    assert 1 == len(gold.read([path, tmp_path]).calls)


def test_a_call_written_by_hand_says_the_same(tmp_path: Path):
    read = gold.read([transcript(tmp_path, BY_HAND, name="seven.call")])

    _, customer, agent = read.calls[0].said
    assert ("Dana", 0.5) == (read.calls[0].header.customer.name, customer.heat)
    assert ("I was charged twice",) == customer.concerns
    assert (Promised("agent", "refund the second charge", "today"),) == agent.promises
    assert read.notes_concerns and read.notes_promises


def test_a_promise_by_hand_may_say_when_it_is_due(tmp_path: Path):
    due = "> promise agent | a | by Friday | 2026-03-13T17:00:00-05:00\n> promise agent | b | now | none"
    begun = BY_HAND.strip().replace("timezone:", "started: 2026-03-10T09:00:00-05:00 | timezone:")

    said = gold.read([transcript(tmp_path, begun, due, name="seven.call")]).calls[0].said[-1]
    assert ["2026-03-13T17:00:00-05:00", None] == [promise.due for promise in said.promises[1:]]


def test_where_nobody_noted_promises_none_can_be_missed(tmp_path: Path):
    read = gold.read([transcript(tmp_path, AGENT, CUSTOMER | {"concerns": []})])

    assert (True, False) == (read.notes_concerns, read.notes_promises)


def test_lines_without_times_get_them_from_their_words(tmp_path: Path):
    bare = [{k: v for k, v in line.items() if k not in ("t0", "t1")} for line in (AGENT, CUSTOMER)]

    first, second = (said.utterance for said in gold.read([transcript(tmp_path, *bare)]).calls[0].said)
    assert 0 == first.t0 < first.t1 < second.t0 < second.t1


@pytest.mark.parametrize(
    "line, told",
    [
        (CUSTOMER | {"signals": ["anger"]}, "no such signal: 'anger'"),
        (CUSTOMER | {"signals": ["empathy"]}, "'empathy' is a signal of the agent, and this is the customer's line"),
        (AGENT | {"signals": ["venting"], "t0": 3, "t1": 4}, "'venting' is a signal of the customer"),
        (CUSTOMER | {"signals": "venting"}, "Expected `array`"),
        (CUSTOMER | {"signals": ["asks_superviser"]}, "Did you mean asks_supervisor?"),
        (CUSTOMER | {"signals": ["xyzzy"]}, "Those of the customer are states_problem, venting"),
        (CUSTOMER | {"signals": ["xyzzy"]}, "docs/signals.md"),
        (CUSTOMER | {"text": " "}, 'its "text" is empty'),
        (CUSTOMER | {"heat": 1.5}, "heat 1.5 is out of range"),
        (CUSTOMER | {"heat": -0.25}, "heat -0.25 is out of range"),
        (CUSTOMER | {"heat": "hot"}, "Expected `float"),
        ({k: v for k, v in CUSTOMER.items() if k != "heat"}, 'without "heat"'),
        ({k: v for k, v in CUSTOMER.items() if k != "signals"}, 'write "signals"'),
        (AGENT | {"heat": 0.5, "t0": 3, "t1": 4}, '"heat" on a line of the agent'),
        ({k: v for k, v in CUSTOMER.items() if k != "text"}, 'no "text"'),
        (CUSTOMER | {"party": "caller"}, "Invalid enum value 'caller'"),
        (CUSTOMER | {"t1": 1}, "its times run backwards"),
        (CUSTOMER | {"turn": 1}, "turn 1 was there already"),
        (CUSTOMER | {"promises": [{"who": "bank", "act": "pay"}]}, "Invalid enum value 'bank'"),
        (CUSTOMER | {"promises": [{"who": "agent", "act": "pay", "due": "Friday"}]}, "no time with a zone"),
        (
            CUSTOMER | {"promises": [{"who": "agent", "act": "pay", "due": "2026-03-13T17:00:00"}]},
            "no time with a zone",
        ),
        (HEADER, "a header after the first line"),
        ("so", "not a line of JSON"),
        ("[1]", "it cannot be read"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, line: dict[str, Any] | str, told: str):
    path = transcript(tmp_path, AGENT | {"turn": 1}, "", line, CUSTOMER | {"t0": 8, "t1": 9})

    with pytest.raises(BadGold) as refused:
        gold.read([path])
    assert f"{path}:3: " in str(refused.value) and told in str(refused.value)
    assert "a mistake;" in str(refused.value)


@pytest.mark.parametrize(
    "line, told",
    [
        ("C 0.5 [anger] no such name", "no such signal: 'anger'"),
        ("A [venting] not the agent's", "'venting' is a signal of the customer"),
        ("C 1.5 [] too hot", "heat 1.5 is out of range"),
        ("C [] no heat", "not an utterance"),
        ("> promise bank | pay |", "a promise by 'bank'"),
        ("> promise agent | pay | Friday | Friday", "no time with a zone"),
        ("> promise agent | pay | Friday | 2026-03-13T17:00:00-05:00", "nothing says when the call began"),
        ("# call: c7 | started: yesterday", "started 'yesterday' is no time"),
    ],
)
def test_a_mistake_by_hand_is_named_with_its_line_too(tmp_path: Path, line: str, told: str):
    path = transcript(tmp_path, BY_HAND.strip(), line, name="seven.call")

    with pytest.raises(BadGold) as refused:
        gold.read([path])
    assert f"{path}:7: " in str(refused.value) and told in str(refused.value)


@pytest.mark.parametrize(
    "header, told",
    [
        ({"started": "yesterday"}, "started 'yesterday' is no time: write it as 2026-03-10T09:00:00-05:00"),
        ({"started": "10/03/2026 9am"}, "is no time"),
        ({"customer": {"timezone": "Mars/Olympus"}}, "there is no time zone 'Mars/Olympus': write one like"),
        ({"customer": {"timezone": "EDT"}}, "there is no time zone 'EDT'"),
    ],
)
def test_a_header_from_which_no_deadline_could_be_reckoned_is_a_mistake(
    tmp_path: Path, header: dict[str, Any], told: str
):
    path = transcript(tmp_path, HEADER | header, AGENT | {"promises": [PROMISE]})

    with pytest.raises(BadGold) as refused:
        gold.read([path])
    assert f"{path}:1: " in str(refused.value) and told in str(refused.value)
    assert "a mistake;" in str(refused.value), "the promise below it is none"


@pytest.mark.parametrize("header", [[], [{"call": "c1"}]])
def test_a_due_date_in_a_call_that_does_not_say_when_it_began_is_a_mistake(
    tmp_path: Path, header: list[dict[str, Any]]
):
    path = transcript(tmp_path, *header, AGENT | {"promises": [PROMISE]})

    with pytest.raises(BadGold) as refused:
        gold.read([path])
    assert f"{path}:{len(header) + 1}: " in str(refused.value)
    assert 'write "started" in the header, or leave "due" out' in str(refused.value)


@pytest.mark.parametrize("promise", [{"due": None}, {}])
@pytest.mark.parametrize("header", [[], [{"call": "c1"}], [HEADER | {"started": "2026-03-10T09:00:00"}]])
def test_what_a_transcript_may_leave_out_a_gold_set_may_too(
    tmp_path: Path, header: list[dict[str, Any]], promise: dict[str, Any]
):
    told = {"who": "agent", "act": "refund it", "due_text": "by Friday", **promise}

    assert 1 == gold.read([transcript(tmp_path, *header, AGENT | {"promises": [told]})]).utterances


def test_all_mistakes_of_a_set_are_named_at_once(tmp_path: Path):
    transcript(tmp_path, CUSTOMER | {"heat": 2}, CUSTOMER | {"heat": 3, "t0": 6, "t1": 7}, name="a.jsonl")
    transcript(tmp_path, *[CUSTOMER | {"heat": 9}] * 30, name="b.jsonl")

    with pytest.raises(BadGold, match="32 mistakes") as refused:
        gold.read([tmp_path])
    assert "a.jsonl:2: " in str(refused.value) and "... and 12 more" in str(refused.value)


def test_a_plain_transcript_has_no_labels(tmp_path: Path):
    plain = [{k: v for k, v in line.items() if k not in ("signals", "heat")} for line in (AGENT, CUSTOMER)]

    with pytest.raises(BadGold, match=r"one\.jsonl: no labels: write"):
        gold.read([transcript(tmp_path, HEADER, *plain)])


@pytest.mark.parametrize("lines", [[], [HEADER], [{"party": "agent", "t0": 0, "t1": 2, "hold": True}]])
def test_a_call_in_which_nothing_is_said_is_refused(tmp_path: Path, lines: list[dict[str, Any]]):
    with pytest.raises(BadGold, match="nothing is said in it"):
        gold.read([transcript(tmp_path, *lines)])


def test_an_empty_set_is_refused(tmp_path: Path):
    with pytest.raises(BadGold, match="the gold set is empty"):
        gold.read([tmp_path])
    with pytest.raises(BadGold, match="the gold set is empty"):
        gold.read([])


def test_what_is_not_there_or_no_gold_is_refused(tmp_path: Path):
    (tmp_path / "call.wav").write_bytes(b"RIFF")
    (tmp_path / "call.jsonl").write_bytes(b"\xff\xfe\x00")

    for path, told in [("none", "no such file"), ("call.wav", "a gold set is made of"), ("call.jsonl", "not text")]:
        with pytest.raises(BadGold, match=told):
            gold.read([tmp_path / path])

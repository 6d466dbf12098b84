"""The judge's contract: a line in, a judgement out; what cannot be read is told and harms nothing."""

import json
from collections.abc import Iterator, Sequence

import pytest

from steadyline.core.events import Header, Heard, Utterance
from steadyline.understanding import judge, signals


class Echo:
    """An understanding that hears how many utterances of its call came before."""

    name = "echo/1"

    def __init__(self) -> None:
        self.opened: list[str] = []

    def open(self, header: Header) -> "EchoReader":
        self.opened.append(header.call)
        return EchoReader()


class EchoReader:
    def __init__(self) -> None:
        self.said = 0

    def read(self, utterance: Utterance) -> Heard:
        heard = Heard(
            at=utterance.at,
            turn=utterance.turn,
            party=utterance.party,
            signals=dict.fromkeys(signals.OF[utterance.party], self.said / 7),
            heat=0.123456 if utterance.party == "customer" else None,
        )
        self.said += 1
        return heard

    def read_all(self, utterances: Sequence[Utterance]) -> list[Heard]:
        return [self.read(utterance) for utterance in utterances]

    def recall(self, utterances: Sequence[Utterance]) -> None:
        self.said += len(utterances)


def said(call: str, text: str, party: str = "customer", **more: object) -> bytes:
    return json.dumps({"call": call, "party": party, "text": text, **more}).encode()


def run(*lines: bytes) -> tuple[list[dict[str, object]], list[tuple[int, str]]]:
    errors: list[tuple[int, str]] = []
    answers = list(judge.judge_lines(Echo(), lines, lambda number, why: errors.append((number, why))))
    assert all(a.endswith(b"\n") and a.count(b"\n") == 1 for a in answers)
    return [json.loads(a) for a in answers], errors


def test_a_customers_line_has_heat_and_every_signal_of_a_customer() -> None:
    (answer,), errors = run(said("c1", "hello", turn=7))

    assert ["call", "turn", "heat", "signals"] == list(answer)
    assert ("c1", 7, 0.123) == (answer["call"], answer["turn"], answer["heat"])
    assert set(signals.CUSTOMER) == set(answer["signals"])  # type: ignore[call-overload]
    assert [] == errors


def test_an_agents_line_has_no_heat() -> None:
    (answer,), _ = run(said("c1", "hello", party="agent"))

    assert "heat" not in answer
    assert set(signals.AGENT) == set(answer["signals"])  # type: ignore[call-overload]


def test_calls_in_between_each_other_never_mix() -> None:
    answers, _ = run(said("a", "1"), said("b", "1"), said("a", "2"), said("b", "2"), said("b", "3"))

    assert [0, 0, 0.143, 0.143, 0.286] == [a["signals"]["venting"] for a in answers]  # type: ignore[index]


def test_headers_holds_and_empty_lines_are_passed_over() -> None:
    answers, errors = run(
        b'\xef\xbb\xbf{"call": "c1", "started": "2026-11-20T09:00:00-05:00", "agent": {"name": "Sam"}}',
        b"",
        b"  \r\n",
        said("c1", "hi", t0=0.5, t1=3, mood="unknown field"),
        b'{"turn": 9, "party": "agent", "t0": 80.0, "t1": 140.0, "hold": true}',
        said("c1", "again"),
    )

    assert 2 == len(answers)
    assert [] == errors


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{not json", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[1, 2]", "JSON object"),
        (b'"words"', "JSON object"),
        (b'{"call": "c", "party": "robot", "text": "x"}', "party"),
        (b'{"call": "c", "text": "x"}', "party"),
        (b'{"call": "c", "party": "customer"}', 'no "text"'),
        (b'{"call": "c", "party": "customer", "text": null}', 'no "text"'),
        (b'{"call": "c", "party": "agent", "hold": false}', 'no "text"'),
        (b'{"call": "c", "turn": 7}', 'no "text"'),
        (b'{"said": "x"}', 'no "text"'),
        (b'{"call": "c", "party": "agent", "text": 5}', "text"),
        (b'{"call": ["c"], "party": "agent", "text": "x"}', "call"),
        (b"[" * 100_000, "not JSON"),
        (b'{"call": "c", "party": "agent", "text": "' + b"x" * 1_000_001 + b'"}', "longer"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_number_and_the_rest_is_judged(line: bytes, why: str) -> None:
    answers, errors = run(said("c", "one"), line, said("c", "two"))

    assert 2 == len(answers)
    assert [2] == [number for number, _ in errors]
    assert why in errors[0][1]


def test_times_that_run_backwards_or_are_no_numbers_do_no_harm() -> None:
    answers, errors = run(said("c", "1", t0=9, t1=3), said("c", "2", t0="soon"), said("c", "3", t0=-1, t1=1e99))

    assert 3 == len(answers)
    assert [] == errors


def test_each_line_is_answered_before_the_next_is_read() -> None:
    read: list[int] = []

    def typed() -> Iterator[bytes]:
        for number in range(3):
            read.append(number)
            yield said("c", str(number))

    answers = judge.judge_lines(Echo(), typed(), lambda number, why: None)

    next(answers)
    assert [0] == read


def test_only_the_newest_calls_are_remembered() -> None:
    echo = Echo()
    lines = [said("a", "1"), said("b", "1"), said("a", "2"), said("c", "1"), said("b", "2")]

    list(judge.judge_lines(echo, lines, lambda number, why: None, calls_kept=2))

    assert ["a", "b", "c", "b"] == echo.opened

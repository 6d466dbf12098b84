"""What every helper promises: the public fake, and the adapter before a real server on loopback."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import pytest

from steadyline.service.ports import Helper, HelperFailed
from steadyline.testing import ScriptedHelper
from steadyline.understanding.helper import ServerHelper
from understanding.model_server import ModelServer, Odd, completion, serving

TOLD = "you was charged 40 pounds twice in march"
BETTER = "You were charged 40 pounds twice in March."
BROKEN = "the line was cut off twice"

Asked = Callable[[], list[str]]


@pytest.fixture(params=["scripted", "server"])
async def helper(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Helper, Asked]]:
    """A helper that knows better words for `TOLD` alone, and fails on `BROKEN`; and what it was shown."""
    if request.param == "scripted":
        fake = ScriptedHelper({TOLD: f" {BETTER}\n", BROKEN: HelperFailed("on purpose")})
        yield fake, lambda: fake.asked
        return
    script: dict[str, str | Odd] = {TOLD: f" {BETTER}\n", BROKEN: Odd(status=500)}
    with serving(lambda passage: script.get(passage, passage)) as server:
        real = ServerHelper(server.url, model="small-1")
        yield real, lambda: server.passages
        await real.close()


async def test_it_has_a_name_to_be_journalled(helper: tuple[Helper, Asked]):
    assert helper[0].name.strip()


async def test_it_gives_the_words_alone(helper: tuple[Helper, Asked]):
    assert BETTER == await helper[0].reword(TOLD)


async def test_it_is_shown_the_passage_and_nothing_else(helper: tuple[Helper, Asked]):
    ask, shown = helper
    await ask.reword(TOLD)

    assert [TOLD] == shown()


async def test_signs_of_every_language_come_through(helper: tuple[Helper, Asked]):
    passage = 'Zoë paid 40 € – "no" \u4e09 \\ {"a": 1}'

    assert passage == await helper[0].reword(passage)


async def test_where_it_cannot_it_says_so(helper: tuple[Helper, Asked]):
    with pytest.raises(HelperFailed):
        await helper[0].reword(BROKEN)
    assert BETTER == await helper[0].reword(TOLD)


async def test_several_may_ask_at_once(helper: tuple[Helper, Asked]):
    answers = await asyncio.gather(*(helper[0].reword(text) for text in [TOLD, "one two", TOLD, "three"]))

    assert [BETTER, "one two", BETTER, "three"] == answers


# --- the adapter's own ---------------------------------------------------------------------------------------------


async def ask(server: ModelServer, *, seconds: float = 4.0, key: str = "") -> str:
    helper = ServerHelper(server.url + "/", model="small-1", key=key, timeout_seconds=seconds)
    try:
        return await helper.reword(TOLD)
    finally:
        await helper.close()


async def test_the_request_is_the_one_that_such_servers_know():
    with serving(lambda passage: BETTER) as server:
        await ask(server, key="secret")

    ((path, authorization, body),) = server.asked
    assert ("/v1/chat/completions", "Bearer secret") == (path, authorization)
    assert ("small-1", 0, False) == (body["model"], body["temperature"], body["stream"])
    assert ["system", "user"] == [message["role"] for message in body["messages"]]


async def test_the_passage_stands_apart_from_the_task():
    with serving(lambda passage: BETTER) as server:
        await ask(server)

    task, passage = (message["content"] for message in server.asked[0][2]["messages"])
    assert TOLD not in task
    assert f'{{"passage":"{TOLD}"}}' == passage


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Odd(b"out of memory", status=500), "answered 500"),
        (Odd(b"{}", status=401), "answered 401"),
        (Odd(b"", status=307), "answered 307"),
        (Odd(b"<html>hello</html>"), "no chat completion"),
        (Odd(b""), "no chat completion"),
        (Odd(b"[]"), "no chat completion"),
        (Odd(b'{"choices": []}'), "no whole answer"),
        (Odd(b'{"choices": [{"message": {"content": 7}}]}'), "no chat completion"),
        (Odd(completion(None)), "no chat completion"),
        (Odd(completion("you was charged 40", finish="length")), "no whole answer"),
        (Odd(b"x" * 70_000), "more than 64000 bytes"),
        (Odd(b"\xff\xfe"), "no chat completion"),
    ],
)
async def test_a_bad_answer_is_a_failure_that_names_the_cause_and_no_words_of_the_call(answer: Odd, why: str):
    with serving(lambda passage: answer) as server, pytest.raises(HelperFailed, match=why) as failed:
        await ask(server)

    assert "charged" not in str(failed.value)
    assert "hello" not in str(failed.value)
    assert 1 == len(server.asked)


@pytest.mark.parametrize("answer", [Odd(completion(BETTER), after=1.5), Odd(completion(BETTER), drip=0.05)])
async def test_a_slow_answer_is_given_up_in_time(answer: Odd):
    with serving(lambda passage: answer) as server:
        began = time.monotonic()
        with pytest.raises(HelperFailed, match=r"more than 0\.3 s"):
            await ask(server, seconds=0.3)
        assert time.monotonic() - began < 1.2


async def test_a_server_that_is_gone_is_a_failure():
    with serving(lambda passage: BETTER) as server:
        pass
    with pytest.raises(HelperFailed, match="did not answer"):
        await ask(server)


async def test_words_of_a_call_go_through_no_proxy(monkeypatch: pytest.MonkeyPatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with serving(lambda passage: BETTER) as server:
        assert BETTER == await ask(server)


@pytest.mark.parametrize(
    ("said", "words"), [(f'"{BETTER}"', BETTER), ('"a" and "b"', '"a" and "b"'), ('"', '"'), ("", "")]
)
async def test_quotation_marks_around_the_whole_are_taken_off(said: str, words: str):
    with serving(lambda passage: said) as server:
        assert words == await ask(server)

"""Brief and message in Spanish: every word of ours is Spanish, and what was said stays as it was said, quoted."""

import re

import msgspec
import pytest

from script import HEADER, Talk, promise
from steadyline.core import summary, wrapview
from steadyline.core.call import so_far
from steadyline.core.events import CallSummedUp, LimitRaised
from steadyline.core.playbook import Playbook
from steadyline.core.views import Screen
from steadyline.core.wrapup import fold
from steadyline.playbooks import loader

SAID = "qqq"
"""All that anybody says on these calls: what is left of a text without it is ours."""


@pytest.fixture(scope="module")
def spanish() -> Playbook:
    return loader.parse("extends: default\nname: site\ntitle: site\nlanguage: es\n", "site.yaml")


def header():
    customer = msgspec.structs.replace(HEADER.customer, history=(SAID,))
    return msgspec.structs.replace(HEADER, customer=customer)


def eventful(spanish: Playbook) -> Talk:
    """A call with everything in it that a brief can tell."""
    talk = Talk(spanish, header()).agent(SAID, "greeting")
    talk.customer(SAID, "states_problem", "threat_public", heat=0.75, concern=("www", "zzz"))
    talk.customer(SAID, "threat_leave", heat=0.75)
    talk.agent(f"{SAID}?", "asks_detail").customer(f"{SAID} 4 {SAID}", "states_outcome", heat=0.5)
    for answer in ("accepts", "rejects", ""):
        talk.agent(SAID, "offers_option").customer(SAID, *filter(None, [answer]), heat=0.5)
    talk.agent("I refund you 400 dollars", "promises")
    due = "2026-03-10T17:00:00-04:00"
    given = [promise(SAID, SAID, due=due), promise(f"{SAID} www", SAID, who="company"), promise("zzz", who="customer")]
    talk.agent(SAID, "promises", promises=[*given, promise("call you zzz", due="2026-03-11")])
    talk.customer(SAID, "threat_harm", heat=1.0).customer(SAID, "personal_attack", heat=1.0)
    return talk


def ours(text: str) -> set[str]:
    """The words of a text that nobody said."""
    without = re.sub(r"«[^»]*»|“[^”]*”", " ", text)
    return set(re.findall(r"[^\W\d_]+", without.lower()))


def known(spanish: Playbook) -> set[str]:
    """Every word that the Spanish playbook, the names and the codes hold."""
    titles = " ".join(rule.title for rule in spanish.steps.values())
    texts = [*spanish.words.brief.values(), *spanish.words.follow_up.values(), titles]
    return ours(" ".join(texts)) | {"dana", "sam", "northwind", "usd", "es"}


def test_the_words_of_brief_and_message_are_all_translated(spanish: Playbook):
    english = loader.shipped().words
    for text in ("brief", "follow_up"):
        theirs = getattr(spanish.words, text)
        for name, line in getattr(english, text).items():
            if re.search(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}", "", line)):
                assert line != theirs[name], f"words.{text}.{name} is English still"


def test_no_word_of_ours_in_a_brief_is_english(spanish: Playbook):
    talk = eventful(spanish)
    told = summary.brief(so_far(talk.call))

    assert set() == ours(told) - known(spanish), told
    assert "frustración" in told or "ira" in told
    assert "Prometido (agente):" in told


def test_no_word_of_ours_in_a_message_is_english_and_dates_are_spanish(spanish: Playbook):
    (summed,) = eventful(spanish).hangs_up().found(CallSummedUp)

    assert set() == ours(summed.follow_up) - known(spanish), summed.follow_up
    assert "«qqq», el martes 10 de marzo, a las 17:00." in summed.follow_up
    assert "«call you zzz»: el miércoles 11 de marzo." in summed.follow_up
    assert "Esto es lo que nos contó: «www»; «zzz»." in summed.follow_up


def test_no_word_of_ours_is_english_where_the_call_ended_on_a_boundary(spanish: Playbook):
    talk = eventful(spanish).agent(SAID, "sets_boundary")
    (summed,) = talk.hangs_up().found(CallSummedUp)

    assert "La llamada de hoy terminó por lo que se nos dijo en ella." in summed.follow_up
    assert set() == ours(summed.follow_up) - known(spanish), summed.follow_up
    assert set() == ours(summed.brief) - known(spanish), summed.brief


def test_what_the_wrap_up_says_of_each_promise_is_spanish_too(spanish: Playbook):
    talk = eventful(spanish)
    talk._facts.append(LimitRaised(at=talk.now, kind="refund", amount=500, by="Ines"))
    view = wrapview.view("c1", talk.call, Screen(), fold(talk.events), {})

    assert view.promises
    for draft in view.promises:
        assert set() == ours(draft.says) - known(spanish), draft.says

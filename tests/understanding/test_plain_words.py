"""What nobody may miss: abuse, threats and calls for a supervisor in the plainest words; and what only sounds so."""

import pytest

from steadyline.core.events import Header, Party, Utterance
from steadyline.understanding import unmistakable
from steadyline.understanding.engine import Engine

HEARD = 0.5


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def heard(engine: Engine, text: str) -> dict[str, float]:
    """What is heard in ``text``, said to an agent who has answered politely."""
    reader, signals = engine.open(Header(call="plain")), dict[str, float]()
    talk: tuple[tuple[Party, str], ...] = (
        ("customer", "My parcel was meant to be here on Monday."),
        ("agent", "I can see it here. It left the depot on Monday and it hasn't been scanned since."),
        ("customer", text),
    )
    for turn, (party, said) in enumerate(talk, start=1):
        at = 5.0 * turn
        signals = reader.read(Utterance(at=at, turn=turn, party=party, t0=at - 3, t1=at, text=said)).signals
    return signals


@pytest.mark.parametrize(
    "text",
    [
        "You moron.",
        "Shut up, moron.",
        "you idiot",
        "What an idiot you are.",
        "Are you stupid?",
        "you're useless",
        "You people are useless.",
        "stupid cow",
        "You muppet.",
        "you're a liar",
        "are you thick or what",
    ],
)
def test_a_plain_insult_is_heard(engine: Engine, text: str) -> None:
    assert heard(engine, text)["personal_attack"] >= HEARD


@pytest.mark.parametrize(
    "text",
    [
        "I'll kill you.",
        "i'm gonna kill you",
        "You better watch your back.",
        "I'm coming down there and I'll smash your face in.",
        "I'll burn that shop down.",
        "i know where you work and i'll be waiting",
    ],
)
def test_a_plain_threat_is_heard(engine: Engine, text: str) -> None:
    assert heard(engine, text)["threat_harm"] >= HEARD


@pytest.mark.parametrize(
    "text",
    ["Manager. Now.", "Get me your boss.", "can i speak to your supervisor please", "I want to talk to a manager."],
)
def test_a_plain_call_for_a_supervisor_is_heard(engine: Engine, text: str) -> None:
    assert heard(engine, text)["asks_supervisor"] >= HEARD


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("I'm such an idiot, I gave them the wrong postcode.", "personal_attack"),
        ("Your driver's a moron.", "personal_attack"),
        ("This stupid app keeps crashing.", "personal_attack"),
        ("My wife is going to kill me when she sees this.", "threat_harm"),
        ("The battery's dead again.", "threat_harm"),
        ("I'm coming down there to pick it up myself.", "threat_harm"),
        ("I'll find you the order number.", "threat_harm"),
        ("Your manager rang me on Tuesday and said it was fine.", "asks_supervisor"),
    ],
)
def test_the_same_words_meant_otherwise_are_not(engine: Engine, text: str, signal: str) -> None:
    assert heard(engine, text)[signal] < HEARD


BEFORE = (
    "I was in on the Monday and there was nobody, then on the Tuesday I had my neighbour in to watch the door, and "
    "she sat there till four with her knitting. My sister rang you on the Wednesday and was told that it had been "
    "signed for. "
)
AFTER = (
    "My mother has a new kettle coming from the same place and hers was two days late as well. I have the order number "
    "here, it's in the mail you sent me, and the tracking page has said the same thing since the weekend. "
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("You are a useless moron.", "personal_attack"),
        ("I'll come down there and break your legs.", "threat_harm"),
        ("I want to speak to your manager.", "asks_supervisor"),
        ("Get me a supervisor right now.", "asks_supervisor"),
    ],
)
def test_what_counts_is_heard_in_the_middle_of_a_long_story(engine: Engine, text: str, name: str) -> None:
    story = f"{BEFORE * 2}{text} {AFTER * 2}"

    assert heard(engine, story)[name] >= HEARD
    assert heard(engine, story.lower().replace(".", "").replace(",", ""))[name] >= HEARD


@pytest.mark.parametrize("asr", [False, True], ids=["written", "recognised"])
def test_a_long_story_alone_is_no_threat_and_no_insult(engine: Engine, asr: bool) -> None:
    told = BEFORE * 2 + AFTER * 2
    signals = heard(engine, told.lower().replace(".", "").replace(",", "") if asr else told)

    assert max(signals[name] for name in ("personal_attack", "threat_harm", "asks_supervisor")) < HEARD


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to be alive any more, I might as well end it.",
        "i dont want to be here anymore",
        "Some days I just want to die.",
        "If this goes on I'm going to kill myself.",
        "There's nothing left to live for.",
        "they'd be better off without me now",
        "I no longer want to live.",
        "I can't do this, I don't want to be here any longer.",
        "I'm going to take my life.",
        "i have thought of killing myself",
        "I'd rather be dead.",
        "I'm going to hang myself.",
        "i'm gonna top myself",
        "I'd be better off dead.",
        "I've been self-harming again.",
        "I've swallowed the whole packet of paracetamol.",
        "I don't want to wake up tomorrow.",
        "my kids would be better off without me",
        f"{'and then they sent me round again ' * 34}. I want to kill myself. {'and nobody rang me back at all ' * 18}",
    ],
)
def test_somebody_who_no_longer_wants_to_live_is_heard(engine: Engine, text: str) -> None:
    assert heard(engine, text)["hardship"] >= HEARD


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I'll rip your head off.", "threat_harm"),
        ("i'm gonna kick your teeth in", "threat_harm"),
        ("There's a bomb in your office.", "threat_harm"),
        ("I want to escalate this.", "asks_supervisor"),
        ("Right, I want this escalated now.", "asks_supervisor"),
        ("escalate my complaint to the next level please", "asks_supervisor"),
    ],
)
def test_a_plain_threat_and_a_plain_call_upwards_are_beyond_doubt(text: str, name: str) -> None:
    assert [name] == list(unmistakable.heard(text))


@pytest.mark.parametrize(
    "text",
    [
        "I'd rather die than ring you lot again.",
        "I nearly died when I saw the bill.",
        "This queue is killing me.",
        "My husband's going to kill me.",
        "I want to live somewhere with broadband.",
        "I don't want to live in this flat any longer.",
        "I don't want to be with you any more, cancel it.",
        "I'm not going to kill you, love, I only want my parcel.",
        "Just end it, cancel the whole contract.",
        "I'll never kill you, love, I only want my parcel.",
        "He told me I'm going to kill you, those were his words.",
        "I'll kill you with kindness.",
        "I want to end it all, the phone and the broadband.",
        "I want to end it. All my life I've paid you.",
        "I don't want to be here any more, I've been on hold an hour.",
        "I didn't want to be here any more than you do.",
        "I'm not going to kill myself carrying that up the stairs.",
        "I'm going to kill myself carrying that up the stairs.",
        "I don't want to kill myself.",
        "I'm not suicidal, I'm just fed up.",
        "There's no point in living in a flat with damp.",
        "Your pricing is suicidal.",
        "I'll hang myself up a coat hook if I must.",
        "I'll drown myself in paperwork at this rate, hang on.",
        "I've taken all my tablets back to the chemist.",
        "He'd be better off dead, that old phone.",
        "I don't want to wake up tomorrow with no boiler.",
        "There's a bomb of a sofa in my hall.",
        "I'll break your legs of lamb into two orders.",
        "He said he'd rip your head off.",
        "Don't escalate this, please.",
        "They said they'd escalate it on Monday.",
    ],
)
def test_a_figure_of_speech_is_not_beyond_doubt(text: str) -> None:
    assert list(unmistakable.heard(text)) == []

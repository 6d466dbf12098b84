"""Playbooks that extend another: what is inherited, what is overridden, and whose fault a mistake is."""

from pathlib import Path

import pytest

from steadyline.playbooks import loader
from steadyline.playbooks.loader import PlaybookWrong


@pytest.fixture
def write(tmp_path: Path):
    """Writes NAME.yaml and returns its path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, "utf-8")
        return path

    return write


def wrong(path: Path) -> str:
    with pytest.raises(PlaybookWrong) as caught:
        loader.load(path)
    return str(caught.value)


def test_what_a_playbook_does_not_say_is_as_in_the_one_it_extends(write):
    mine = loader.load(write("mine", "extends: default\nname: mine\ncues:\n  say_it_back: {life: 33}\n"))
    default = loader.shipped()

    assert ("mine", 33.0) == (mine.name, mine.cues["say_it_back"].life)
    assert default.cues["say_it_back"].say == mine.cues["say_it_back"].say
    assert default.heat == mine.heat


def test_lists_are_replaced_and_maps_are_merged(write):
    text = 'extends: default\nname: mine\nladder:\n  rungs: ["Stop."]\nwords:\n  plain: {sku: what you bought}\n'
    mine = loader.load(write("mine", text))

    assert ("Stop.",) == mine.ladder.rungs
    assert "what you bought" == mine.words.plain["sku"]
    assert mine.words.plain.keys() > loader.shipped().words.plain.keys()


def test_a_key_set_to_nothing_is_taken_away(write):
    mine = loader.load(write("mine", "extends: default\nname: mine\ncues:\n  plain_words:\n"))

    assert loader.shipped().cues.keys() - {"plain_words"} == mine.cues.keys()


def test_site_team_and_queue_stand_on_one_another(write):
    write("site", "extends: default\nname: site\ncues:\n  say_it_back: {life: 33, priority: 1}\n")
    write("team", "extends: site.yaml\nname: team\ncues:\n  say_it_back: {priority: 2}\n")
    queue = loader.load(write("queue", "extends: team\nname: queue\nheard_at: 0.6\n"))

    rule = queue.cues["say_it_back"]
    assert ("queue", 0.6, 33.0, 2) == (queue.name, queue.heard_at, rule.life, rule.priority)


def test_the_name_for_good_is_that_of_the_merged_content(write):
    site = write("site", "extends: default\nname: site\n")
    team = write("team", "extends: site\nname: team\n")
    before = loader.reference(loader.load(team))
    site.write_text("extends: default\nname: site\nheard_at: 0.6\n")

    assert before.startswith("team@")
    assert before != loader.reference(loader.load(team))
    merged = loader.load(team)
    assert merged == loader.thaw(loader.freeze(merged))


def test_a_mistake_in_the_parent_is_the_parents(write):
    parent = write("site", "extends: default\nname: site\n\nheard_at: 7\n")

    message = wrong(write("mine", "extends: site\nname: mine\n"))

    assert message.startswith(f"{parent}:4: in heard_at: ")


def test_a_mistake_in_the_child_is_the_childs(write):
    child = write("mine", "extends: default\nname: mine\ncues:\n  say_it_back:\n    patients: 3\n")

    assert wrong(child).startswith(f"{child}:5: in cues.say_it_back: 'patients' is not known here")


def test_every_mistake_is_told(write):
    path = write("mine", "extends: default\nname: mine\nheard_at: x\nheat: {rise: y}\ncues:\n  nonsense: {}\n")

    with pytest.raises(PlaybookWrong) as caught:
        loader.load(path)

    assert [3, 4, 6] == [mistake.line for mistake in caught.value.mistakes]
    assert [("heard_at",), ("heat", "rise"), ("cues",)] == [mistake.path for mistake in caught.value.mistakes]


def test_a_circle_is_told_where_it_closes(write):
    write("b", "name: b\n\nextends: a\n")
    a = write("a", "extends: b\nname: a\n")

    message = wrong(a)

    assert f"{a.with_name('b.yaml')}:3: in extends: a circle: " in message
    assert "One of them must extend none of these." in message


def test_a_playbook_that_extends_itself_is_a_circle(write):
    assert "a circle" in wrong(write("a", "extends: a.yaml\nname: a\n"))


def test_a_parent_that_is_not_there_is_told_with_what_there_is(write):
    message = wrong(write("mine", "name: mine\nextends: dafault\n"))

    assert ":2: in extends: no shipped playbook is called 'dafault' (there are default" in message
    assert "dafault.yaml" in message


@pytest.mark.parametrize("named", ["", "[]", "''", "{a: b}"])
def test_a_parent_is_named_by_one_word(write, named: str):
    assert "name one playbook" in wrong(write("mine", f"name: mine\nextends: {named}\n"))


def test_a_playbook_that_extends_another_needs_a_name_of_its_own(write):
    assert ":1: give this playbook a name of its own" in wrong(write("mine", "extends: default\n"))


def test_a_draft_reaches_no_file_outside_its_folder(write, tmp_path: Path):
    write("secret", "top: secret\n")
    inside = tmp_path / "inside"
    inside.mkdir()
    for named in ("../secret.yaml", str(tmp_path / "secret.yaml"), "/etc/passwd"):
        checked = loader.check(f"extends: {named}\nname: x\n", "draft", inside, confined=True)

        assert 1 == len(checked.mistakes)
        assert "no shipped playbook is called" in checked.mistakes[0].problem


def test_deep_nesting_and_references_are_refused_and_not_fallen_over():
    for text in ("[" * 50_000, "a: " + "{b: " * 5000, "a: &x [1]\nb: *x\n", "a: &x\n  b: *x\n"):
        assert loader.check(text, "draft", None).playbook is None


# --- words in another language -------------------------------------------------------------------------------------

BASE = "extends: default\nname: base\nladder:\n  rungs: ['Please, {name}.', 'Goodbye.']\n"


def spoken(write, overlay: str) -> str:
    write("base", BASE)
    write("base.es", overlay)
    return wrong(write("mine", "extends: base\nname: mine\nlanguage: es\n"))


def test_a_layer_without_a_translation_is_told(write):
    write("base", BASE)

    assert "its words are in 'en', and there is no" in wrong(write("mine", "extends: base\nname: mine\nlanguage: es\n"))


def test_a_layer_that_says_no_words_needs_no_translation(write):
    write("base", "extends: default\nname: base\nheard_at: 0.6\nladder: {aimed: [oi]}\n")

    assert 0.6 == loader.load(write("mine", "extends: base\nname: mine\nlanguage: es\n")).heard_at


def test_a_layer_in_the_chosen_language_is_taken_as_it_is(write):
    mine = loader.load(write("mine", "extends: default\nname: m\nlanguage: es\nladder: {rungs: [Basta.]}\n"))

    assert ("Basta.",) == mine.ladder.rungs


@pytest.mark.parametrize(
    ("overlay", "told"),
    [
        ("language: es\nladder: {}\n", "base.es.yaml:2: in ladder.rungs: not translated: "),
        ("language: es\nladder:\n  rungs: ['Por favor, {name}.']\n", ":3: in ladder.rungs: 2 texts are"),
        ("language: es\nladder:\n  rungs: ['Por favor.', 'Adiós.']\n", "the original has these slots: name"),
        ("language: es\nladder:\n  rungs: ['{name}', '{agent}']\n", "the original has these slots: none"),
        ("language: fr\nladder:\n  rungs: ['{name}', 'b']\n", ":1: in language: say which language this is"),
        ("language: es\nheard_at: 0.1\nladder:\n  rungs: ['{name}', 'b']\n", "there is nothing to translate here"),
        ("language: es\nname: x\nladder:\n  rungs: ['{name}', 'b']\n", "a translation changes words alone"),
    ],
)
def test_a_translation_is_whole_and_changes_words_alone(write, overlay: str, told: str):
    assert told in spoken(write, overlay)


def test_every_word_of_the_shipped_playbook_can_be_had_in_spanish():
    spanish = loader.parse("extends: default\nname: mio\nlanguage: es\n", "mio.yaml")
    english = loader.shipped()

    assert "¿Lo entendí bien, o me falta algo?" in spanish.cues["check_you_got_it"].say
    assert english.cues.keys() == spanish.cues.keys()
    for name, rule in spanish.cues.items():
        theirs = english.cues[name]
        assert not set(rule.say) & set(theirs.say), name
        assert (rule.why != theirs.why, rule.title != theirs.title) == (True, True), name
        assert (rule.priority, rule.life) == (theirs.priority, theirs.life), "words alone are translated"
    assert english.forecast == spanish.forecast
    assert english.words.plain.keys() == spanish.words.plain.keys()

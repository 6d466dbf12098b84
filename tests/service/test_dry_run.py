"""What another playbook would have changed; and a call keeps the version that it began with."""

from pathlib import Path

import msgspec
import pytest

from script import HEADER, PLAYBOOK, Talk, changed
from steadyline.bus.local import LocalBus
from steadyline.core.events import CallStarted, CueOffered
from steadyline.core.playbook import Playbook
from steadyline.playbooks import loader
from steadyline.playbooks.workshop import Workshop
from steadyline.service import conversation as conversations
from steadyline.service import dry_run
from steadyline.service.calls import Kept, Shelf
from steadyline.service.workshop import Edit, NotSaved
from steadyline.testing import MemoryJournal

TWICE = "I was charged twice in March"


def talk() -> Talk:
    said = Talk().customer(f"{TWICE}, hello?", "states_problem", heat=0.25, concern=TWICE).quiet(12).dismisses()
    return said.quiet(20).customer("This is ridiculous, all of it!", "venting", heat=1.0).quiet(12).hangs_up()


def kept(playbook: Playbook) -> Kept:
    return Kept(playbook, loader.reference(playbook), loader.freeze(playbook))


async def heard(journal: MemoryJournal, playbook: Playbook = PLAYBOOK, id: str = "c1") -> None:
    version = kept(playbook)
    header = msgspec.structs.replace(HEADER, call=id)
    conversation = await conversations.begin(id, header, playbook, version.reference, version.body, journal, LocalBus())
    for fact in talk().facts[1:]:
        await conversation.take(fact)


def without(cue: str) -> Playbook:
    cues = {name: rule for name, rule in PLAYBOOK.cues.items() if name != cue}
    return msgspec.structs.replace(PLAYBOOK, cues=cues)


def follow(new: Playbook) -> dry_run.Followed:
    return dry_run.follow("c1", HEADER, talk().facts, PLAYBOOK, new)


def test_the_same_playbook_changes_nothing():
    assert () == follow(PLAYBOOK).changed.changes


def test_a_cue_that_is_left_out_is_lost_with_its_moment_and_quote():
    (lost, *_) = follow(without("say_it_back")).changed.changes

    assert ("lost", "say_it_back", f"{TWICE}, hello?") == (lost.change, lost.name, lost.quote)
    assert lost.at > 0


def test_a_cue_that_is_new_is_gained():
    back = dry_run.follow("c1", HEADER, talk().facts, without("say_it_back"), PLAYBOOK)

    assert "say_it_back" in [change.name for change in back.changed.changes if change.change == "gained"]


def test_other_words_for_the_same_moment_are_reworded_with_both():
    new = changed(PLAYBOOK, "cues.say_it_back", say=("So: {concerns}",))
    (change, *_) = follow(new).changed.changes

    assert ("reworded", "So: You were charged twice in March.") == (change.change, change.say)
    assert change.said_before


async def test_calls_of_the_journal_are_followed_under_the_playbook_that_each_had():
    journal = MemoryJournal()
    await heard(journal)
    await heard(journal, without("say_it_back"), "c2")
    before = [recorded async for recorded in journal.read("c1")]

    followed = [one async for *_, one in dry_run.journalled(journal, PLAYBOOK, loader.thaw, 10)]
    run = dry_run.total([one for one in followed if isinstance(one, dry_run.Followed)], {})

    assert (2, ["c2"]) == (run.calls, [call.call for call in run.changed])
    assert {"say_it_back"} <= run.gained.keys()
    assert before == [recorded async for recorded in journal.read("c1")], "nothing is written"


async def test_a_call_whose_playbook_is_gone_is_left_out_with_why():
    journal = MemoryJournal()
    await heard(journal)
    journal._playbooks.clear()

    assert ["the journal does not hold the playbook that it ran under"] == [
        one async for *_, one in dry_run.journalled(journal, PLAYBOOK, loader.thaw, 10)
    ]


# --- versions ------------------------------------------------------------------------------------------------------


def test_a_queues_playbook_comes_before_a_teams_and_a_teams_before_the_sites():
    site, team, queue = (kept(msgspec.structs.replace(PLAYBOOK, name=name)) for name in ("site", "team", "queue"))
    shelf = Shelf(site, teams={"billing": team}, queues={"vip": queue})

    def chosen(**how: str) -> str:
        return shelf.of(msgspec.structs.replace(HEADER, **how)).playbook.name

    assert "site" == chosen()
    assert "site" == chosen(team="nobody's", queue="nobody's")
    assert "team" == chosen(team="billing", queue="nobody's") == chosen(team=" BILLING")
    assert "queue" == chosen(team="billing", queue="vip")


def test_a_teams_letters_are_in_its_own_words_whatever_the_case_of_its_name():
    site, field, small = (kept(msgspec.structs.replace(PLAYBOOK, name=name)) for name in ("site", "Field", "field"))
    shelf = Shelf(site, teams={"Field": field, "field": small})

    asked = ("Field", "field", "FIELD", "fields", "", " ")
    assert ["Field", "field", "Field", "site", "site", "site"] == [shelf.of_team(one).playbook.name for one in asked]


async def test_a_playbook_edited_in_the_middle_of_a_call_leaves_the_call_its_own(tmp_path: Path):
    file, journal = tmp_path / "site.yaml", MemoryJournal()
    file.write_text("extends: default\nname: site\nladder: {rungs: [First version., b]}\n")
    facts = Talk().customer("You are a worthless idiot.", "personal_attack", heat=1.0).quiet(8).hangs_up().facts[1:]
    version = kept(loader.load(file))
    conversation = await conversations.begin(
        "c1", HEADER, version.playbook, version.reference, version.body, journal, LocalBus()
    )
    await conversation.take(*facts[:2])

    file.write_text("extends: default\nname: site\nladder: {rungs: [Second version., b]}\n")
    resumed = await conversations.resume("c1", journal, LocalBus())
    await resumed.take(*facts[2:])

    events = [recorded.event async for recorded in journal.read("c1")]
    assert ["First version."] == [event.say for event in events if isinstance(event, CueOffered)]
    assert [version.reference] == [event.playbook for event in events if isinstance(event, CallStarted)]
    _, written, again = await conversations.replay("c1", journal)
    assert written == again
    assert version.reference != loader.reference(loader.load(file)), "calls to come run under another"


# --- the workshop --------------------------------------------------------------------------------------------------

SITE = "extends: default\nname: site\n"


def workshop(path: Path | None, why_not: str = "", others: tuple[Path, ...] = ()) -> Workshop:
    def in_force() -> frozenset[str]:
        return frozenset(loader.reference(loader.load(other)) for other in (*others, path) if other)

    return Workshop(path, why_not, "", MemoryJournal(), in_force)


def test_a_draft_is_saved_over_what_was_seen_alone(tmp_path: Path):
    path = tmp_path / "site.yaml"
    path.write_text(SITE)
    shop = workshop(path)
    seen = shop.open().seen
    saved = shop.save(SITE + "heard_at: 0.6\n", seen)

    assert (True, 0.6) == (saved.in_force, loader.load(path).heard_at)
    with pytest.raises(NotSaved, match="changed since this page read it"):
        shop.save(SITE, seen)
    assert 0.6 == loader.load(path).heard_at
    assert saved.seen == shop.open().seen


def test_a_draft_with_a_mistake_or_with_nowhere_to_go_is_not_saved(tmp_path: Path):
    path = tmp_path / "site.yaml"
    path.write_text(SITE)
    with pytest.raises(NotSaved, match="mistake in it: .*heard_at"):
        workshop(path).save(SITE + "heard_at: 6\n", workshop(path).open().seen)
    with pytest.raises(NotSaved, match="no sign-in"):
        workshop(path, "no sign-in").save(SITE, workshop(path).open().seen)
    assert SITE == path.read_text()


def test_a_parent_that_its_children_could_not_stand_on_is_not_saved(tmp_path: Path):
    path, team = tmp_path / "site.yaml", tmp_path / "team.yaml"
    path.write_text(SITE)
    team.write_text("extends: site\nname: team\ncues:\n  own_it: {life: 9}\n")
    shop = workshop(path, others=(team,))

    with pytest.raises(NotSaved, match=r"another playbook of the site would be wrong then: .*team.yaml:4"):
        shop.save(SITE + "cues:\n  own_it:\n", shop.open().seen)
    assert SITE == path.read_text()
    assert [path, team] == sorted(tmp_path.iterdir()), "nothing is left lying about"


def test_a_draft_is_looked_at_with_its_edits_and_never_raises(tmp_path: Path):
    shop = workshop(tmp_path / "site.yaml")
    draft = shop.check(SITE, [Edit(path=("cues", "own_it", "life"), value="long")])

    assert [("cues", "own_it", "life")] == [told.path for told in draft.errors]
    assert (None, "") == (draft.content, draft.reference)
    for text in ("", "- a", "x: [", "a: &x [*x]", "x" * 300_000, "extends: ../../etc/passwd\nname: x\n"):
        assert shop.check(text, ()).errors

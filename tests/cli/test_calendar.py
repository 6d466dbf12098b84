"""`steadyline calendar`: an address to subscribe to, shown once."""

from pathlib import Path

from cli import commands


def test_a_calendar_is_made_listed_without_its_address_and_revoked(tmp_path: Path):
    made = commands.run(tmp_path, "calendar", "make", "--team", "billing", STEADYLINE_SITE_ADDRESS="https://d.example/")
    address = made.stdout.decode().strip()
    assert (0, True) == (made.returncode, address.startswith("https://d.example/calendar/")), made.stderr

    listed = commands.run(tmp_path, "calendar", "list")
    assert b"team billing" in listed.stdout
    assert address.rsplit("/", 1)[1].removesuffix(".ics") not in listed.stdout.decode()
    id = next(word for word in listed.stdout.decode().split() if word.startswith("cal_"))
    assert 0 == commands.run(tmp_path, "calendar", "revoke", id).returncode
    assert b"There is no calendar yet" in commands.run(tmp_path, "calendar", "list").stderr


def test_one_of_nobody_is_refused_with_what_to_say(tmp_path: Path):
    refused = commands.run(tmp_path, "calendar", "make")

    assert 1 == refused.returncode
    assert b"one person's, or one team's" in refused.stderr

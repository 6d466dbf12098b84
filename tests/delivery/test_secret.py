"""Secrets are read by reference, from where secrets are, and never shown."""

from pathlib import Path

import pytest

from steadyline.delivery.secret import Secret, Secrets, blotted
from steadyline.service.delivering import WrongDestination


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "secrets"
    folder.mkdir()
    (folder / "mail").write_text("open sesame\n", encoding="utf-8")
    (tmp_path / "outside").write_text("not for you", encoding="utf-8")
    return folder


def test_a_secret_is_a_variable_or_a_file_without_the_white_space_around_it(folder: Path):
    secrets = Secrets({"SECRET_A": " s3same "}, folder)

    assert "s3same" == secrets.read("env:SECRET_A").reveal()
    assert "open sesame" == secrets.read("file:mail").reveal()
    assert "open sesame" == secrets.read(f"file:{folder}/mail").reveal()


def test_a_file_that_changes_is_read_anew(folder: Path):
    secrets = Secrets({}, folder)
    (folder / "mail").write_text("another", encoding="utf-8")

    assert "another" == secrets.read("file:mail").reveal()


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("open sesame", "never written here itself"),
        ("env:", "never written here itself"),
        ("vault:x", "never written here itself"),
        ("env:PATH", "begins with SECRET_"),
        ("env:STEADYLINE_DATABASE", "begins with SECRET_"),
        ("env:SECRET_NONE", "is not set"),
        ("env:SECRET_EMPTY", "is empty"),
        ("env:SECRET_LINES", "more than one line"),
        ("file:../outside", "secrets are files in"),
        ("file:/etc/passwd", "secrets are files in"),
        ("file:link", "secrets are files in"),
        ("file:none", "not a file with a secret"),
        ("file:.", "not a file with a secret"),
        ("file:large", "not a file with a secret"),
        ("file:binary", "cannot be read"),
    ],
)
def test_a_reference_that_leads_nowhere_or_too_far_is_refused(folder: Path, reference: str, why: str):
    (folder / "link").symlink_to(folder.parent / "outside")
    (folder / "large").write_text("x" * 20_000, encoding="utf-8")
    (folder / "binary").write_bytes(b"\xff\xfe\x00")
    environ = {"SECRET_EMPTY": " ", "SECRET_LINES": "a\nb", "PATH": "/bin", "STEADYLINE_DATABASE": "postgres://u:p@h"}
    with pytest.raises(WrongDestination, match=why) as refused:
        Secrets(environ, folder).read(reference)

    assert "not for you" not in str(refused.value)
    assert "open sesame" not in str(refused.value)


def test_a_secret_shows_where_it_is_from_and_never_itself():
    secret = Secret("env:SECRET_A", "s3same")

    for shown in (
        repr(secret),
        str(secret),
        f"{secret}",
        f"{[secret]}",
        repr(secret.made(lambda value: f"Bearer {value}")),
    ):
        assert "s3same" not in shown
        assert "env:SECRET_A" in shown


def test_words_are_blotted_whole_the_longest_first():
    secrets = [Secret("a", "open"), Secret("b", "open sesame"), Secret("c", "no")]

    assert "▒▒▒▒ and ▒▒▒▒, nobody" == blotted("open sesame and open, nobody", secrets)

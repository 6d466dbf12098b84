"""The settings: where they come from, what wins, and what a mistake is told."""

from pathlib import Path

import pytest

from steadyline import settings
from steadyline.settings import Settings, SettingsError

DOCS = Path(__file__).parents[1] / "docs" / "settings.md"


def load(folder: Path, text: str = "", **environ: str) -> Settings:
    if text:
        (folder / "steadyline.toml").write_text(text)
    return settings.load(environ, folder)


def test_the_documentation_is_the_table():
    assert settings.documentation() == DOCS.read_text(encoding="utf-8")


def test_every_setting_says_what_it_is_and_its_default_is_one_it_takes(tmp_path: Path):
    for setting in settings.table():
        assert setting.help.endswith(".")
        if setting.default.startswith("`"):
            literal = setting.default.strip("`")
            assert Settings() == load(tmp_path, f"{setting.name} = {literal}")


def test_without_a_word_the_defaults_are_in_force(tmp_path: Path):
    chosen = load(tmp_path)

    assert Settings() == chosen
    assert (chosen.host, chosen.port, chosen.recogniser, chosen.interim) == ("127.0.0.1", 8700, "moonshine", True)
    assert "steadyline.sqlite" == Path(chosen.database).name
    assert Path(chosen.database).is_absolute()


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path):
    (tmp_path / "steadyline.toml").write_text('port = 1\nhost = "::1"\nlog_level = "debug"\ntimezone = "Europe/Rome"')

    chosen = settings.load(
        {"STEADYLINE_PORT": "2", "STEADYLINE_HOST": "localhost"}, tmp_path, {"port": 3, "host": None}
    )

    assert (chosen.port, chosen.host, chosen.log_level, chosen.timezone) == (3, "localhost", "debug", "Europe/Rome")


def test_the_file_may_stand_elsewhere(tmp_path: Path):
    (tmp_path / "mine.toml").write_text("port = 4")

    assert 4 == settings.load({"STEADYLINE_SETTINGS": str(tmp_path / "mine.toml")}, tmp_path).port


@pytest.mark.parametrize(
    ("variable", "text", "name", "value"),
    [
        ("STEADYLINE_INTERIM", "no", "interim", False),
        ("STEADYLINE_INTERIM", "ON", "interim", True),
        ("STEADYLINE_PORT", " 0 ", "port", 0),
        (
            "STEADYLINE_PUBLIC_ORIGINS",
            "https://a.example, https://b.example,",
            "public_origins",
            ("https://a.example", "https://b.example"),
        ),
        ("STEADYLINE_PUBLIC_ORIGINS", "", "public_origins", ()),
        ("STEADYLINE_RECOGNISER", "whisper:/models/a b", "recogniser", "whisper:/models/a b"),
        ("STEADYLINE_RECOGNISER", "server:http://127.0.0.1:9000/v1", "recogniser", "server:http://127.0.0.1:9000/v1"),
        ("STEADYLINE_LOG_LEVEL", "WARNING", "log_level", "warning"),
    ],
)
def test_the_environment_says_it_in_text(tmp_path: Path, variable: str, text: str, name: str, value: object):
    assert value == getattr(load(tmp_path, **{variable: text}), name)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("port = 1\n\nprot = 2", r"steadyline.toml, line 3: there is no setting 'prot' \(did you mean port\?\)"),
        ("# port\nport = '80'", r"steadyline.toml, line 2: port is '80', but must be a whole number from 0 to 65535"),
        ("port = 70000", r"line 1: port is 70000, but must be a whole number from 0 to 65535"),
        ("port = true", r"port is True, but must be a whole number"),
        ("interim = 1", r"interim is 1, but must be true or false"),
        ("[server]\nport = 1", r"line 1: there is no setting 'server'"),
        ("\n['host']\nport = 1", r"line 2: host is {'port': 1}, but must be text"),
        ("host = localhost", r"steadyline.toml is not TOML: .*line 1.*; text stands in quotes"),
        (
            "recogniser = 'whisper'",
            r"recogniser is 'whisper', but must be moonshine, whisper:SIZE_OR_PATH or server:URL",
        ),
        ("recogniser = 'server:ftp://x'", r"but must be moonshine, whisper:SIZE_OR_PATH or server:URL"),
        ("timezone = 'Rome'", r"line 1: there is no time zone 'Rome'; write it as in 'Europe/London'"),
        ("timezone = '../../etc/passwd'", r"there is no time zone"),
        ("timezone = 'Europe'", r"there is no time zone 'Europe'"),
        ("log_level = 'loud'", r"must be one of `debug`, `info`, `warning`, `error`"),
        ("public_origins = 'https://a.example'", r"must be list of texts"),
        ("max_live_calls = -1", r"must be a whole number, 0 or more"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line_and_what_to_do(tmp_path: Path, text: str, message: str):
    with pytest.raises(SettingsError, match=message):
        load(tmp_path, text)


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("STEADYLINE_PORT", "tcp://10.0.0.1:8700"),
        ("STEADYLINE_PORT", "9" * 5000),
        ("STEADYLINE_PORT", "-1"),
        ("STEADYLINE_INTERIM", "perhaps"),
        ("STEADYLINE_RECOGNISER_WORKERS", "2.5"),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable(tmp_path: Path, variable: str, text: str):
    with pytest.raises(SettingsError, match=f"the environment variable {variable}: .* but must be"):
        load(tmp_path, **{variable: text})


def test_a_mistake_on_the_command_line_names_the_option(tmp_path: Path):
    with pytest.raises(SettingsError, match="the option --log-level: log_level is 'loud'"):
        settings.load({}, tmp_path, {"log_level": "loud"})


def test_a_file_that_is_named_must_be_there(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"STEADYLINE_SETTINGS names .*, which does not exist; correct it or unset"):
        load(tmp_path, STEADYLINE_SETTINGS=str(tmp_path / "gone.toml"))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00"])
def test_a_file_that_is_no_text_is_told(tmp_path: Path, content: bytes):
    (tmp_path / "steadyline.toml").write_bytes(content)

    with pytest.raises(SettingsError, match="steadyline.toml"):
        load(tmp_path)


def test_a_folder_is_no_settings_file(tmp_path: Path):
    with pytest.raises(SettingsError, match="cannot be read"):
        load(tmp_path, STEADYLINE_SETTINGS=str(tmp_path))


def test_a_variable_that_means_nothing_is_listed_with_what_was_meant():
    environ = {"STEADYLINE_PROT": "1", "STEADYLINE_PORT": "2", "STEADYLINE_SETTINGS": "x", "HOME": "/"}

    assert ["STEADYLINE_PROT (did you mean STEADYLINE_PORT?)"] == settings.strays(environ)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.8.7", "::1", "[::1]", "localhost"])
def test_the_server_listens_on_loopback(host: str):
    settings.check_binding(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "*", "192.168.1.2", "desk.example.com", "127.0.0.1.example.com"])
def test_the_server_listens_nowhere_else_until_people_must_sign_in(host: str):
    with pytest.raises(SettingsError, match="will not listen on .* without signing in"):
        settings.check_binding(host)

    settings.check_binding(host, sign_in=True)


@pytest.mark.parametrize(
    "url",
    ["https://models.example.com/v1", "http://127.0.0.1:11434/v1", "http://localhost:8000/v1", "http://[::1]:1/v1"],
)
def test_a_helper_is_reached_over_https_or_on_this_machine(tmp_path: Path, url: str):
    chosen = load(tmp_path, STEADYLINE_HELPER_URL=url, STEADYLINE_HELPER_MODEL="small", STEADYLINE_HELPER_KEY="k")

    assert (url, "small", "k") == (chosen.helper_url, chosen.helper_model, chosen.helper_key)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "helper_url = 'http://models.example.com/v1'",
            "line 1: helper_url would send .* over the network as they are",
        ),
        ("helper_url = 'http://127.0.0.1.example.com/v1'", "would send the words of calls over the network"),
        ("helper_url = 'http://192.168.1.5/v1'", "use https, or a server on this machine"),
        ("helper_url = 'http://localhost@models.example.com/v1'", "would send the words of calls over the network"),
        ("helper_url = 'models.example.com'", "must be an address such as http://127.0.0.1:11434/v1"),
        ("helper_url = 'ftp://127.0.0.1/v1'", "must be an address such as"),
        ("helper_url = 'https://'", "must be an address such as"),
        ("helper_url = 'http://127.0.0.1:99999/v1'", "must be an address such as"),
        ("helper_url = 'http://[::1/v1'", "must be an address such as"),
        ("helper_url = 'https://models.example.com/v1'\nhelper_model = ' '", "helper_url needs helper_model beside it"),
    ],
)
def test_a_helper_that_others_could_listen_to_is_refused(tmp_path: Path, text: str, message: str):
    if "helper_model" not in text:
        text += "\nhelper_model = 'small'"
    with pytest.raises(SettingsError, match=message):
        load(tmp_path, text)


def test_there_is_no_helper_unless_the_site_names_one():
    assert "" == Settings().helper_url


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('business_hours = "9 to 5"', "two times of day such as 09:00-17:00"),
        ('business_hours = "17:00-09:00"', "opens after it closes"),
        ('business_days = ["monday"]', "a list of mon, tue"),
        ("business_days = []", "name one day at least"),
        ('holidays = ["christmas"]', "write it as in '2026-12-25'"),
    ],
)
def test_business_hours_that_cannot_be_are_told(tmp_path: Path, line: str, told: str):
    with pytest.raises(settings.SettingsError, match=told):
        load(tmp_path, line)

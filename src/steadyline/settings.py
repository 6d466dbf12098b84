"""
The settings, as one table.

Each field of `Settings` is one setting: its name, type, default and help stand here and nowhere else; the environment
variable and the documentation follow from them. The command line wins over the environment, the environment over the
file, the file over the default. A mistake is refused with where it stands and what to do, never guessed around.
"""

import difflib
import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
import platformdirs
from msgspec import Meta

from steadyline.service.trouble import Trouble

PREFIX = "STEADYLINE_"
FILE_VARIABLE = "STEADYLINE_SETTINGS"
FILE_NAME = "steadyline.toml"


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS = get_args(Weekday)


class SettingsError(Trouble):
    """A setting is wrong. The message names it, says where it stands, and what to do."""


def _default_database() -> str:
    return str(platformdirs.user_data_path("steadyline", appauthor=False) / "steadyline.sqlite")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be set. Immutable; `load` makes one."""

    database: Annotated[
        str,
        Meta(description="Where calls are kept: a file (SQLite), or the address of a database."),
    ] = msgspec.field(default_factory=_default_database)
    host: Annotated[
        str,
        Meta(description="The address that the server listens on. Loopback alone, until sign-in can be configured."),
    ] = "127.0.0.1"
    port: Annotated[
        int,
        Meta(ge=0, le=65535, description="The port that the server listens on; 0 takes any that is free."),
    ] = 8700
    public_origins: Annotated[
        tuple[str, ...],
        Meta(description="Other web origins whose pages may open a socket, such as `https://desk.example.com`."),
    ] = ()
    playbook: Annotated[
        str,
        Meta(description="The site's playbook: a file, or the name of a shipped one; empty takes `default`."),
    ] = ""
    team_playbooks: Annotated[
        dict[str, str],
        Meta(description="Playbooks of teams, by the `team` that a call's header names: they come before the site's."),
    ] = msgspec.field(default_factory=dict)
    queue_playbooks: Annotated[
        dict[str, str],
        Meta(description="Playbooks of queues, by the `queue` that a call's header names: they come before a team's."),
    ] = msgspec.field(default_factory=dict)
    playbook_saved_to: Annotated[
        str,
        Meta(description="The one file that the page /playbook reads and may write; empty lets it write none."),
    ] = ""
    recogniser: Annotated[
        str,
        Meta(
            pattern=r"^(moonshine|whisper:\S.*|server:https?://\S+)$",
            description="What turns speech into text: `moonshine` (shipped), `whisper:SIZE_OR_PATH` (the `whisper` "
            "extra), or `server:URL` (an OpenAI-compatible transcription server; audio leaves this process).",
        ),
    ] = "moonshine"
    recogniser_workers: Annotated[
        int,
        Meta(ge=0, le=256, description="Segments recognised at the same time; 0 chooses by the machine's cores."),
    ] = 0
    recogniser_language: Annotated[
        str,
        Meta(description="The language spoken, for recognisers that know several."),
    ] = "en"
    recogniser_model: Annotated[
        str,
        Meta(description="What the transcription server calls the model to use."),
    ] = "whisper-1"
    recogniser_key: Annotated[
        str,
        Meta(description="The transcription server's key. Better in the environment than in a file that others read."),
    ] = ""
    recogniser_download: Annotated[
        bool,
        Meta(description="Let Whisper download a model that is not on this machine."),
    ] = False
    helper_url: Annotated[
        str,
        Meta(
            description="An OpenAI-compatible server whose language model may mend wording (docs/helper.md): `https`, "
            "or `http` on this machine. Empty: none. Masked words of calls leave this process.",
        ),
    ] = ""
    helper_model: Annotated[
        str,
        Meta(description="What the helper's server calls the model to use."),
    ] = ""
    helper_key: Annotated[
        str,
        Meta(description="The helper's key. Better in the environment than in a file that others read."),
    ] = ""
    interim: Annotated[
        bool,
        Meta(description="Show words while someone still speaks. Under load this goes first."),
    ] = True
    timezone: Annotated[
        str,
        Meta(description="The time zone of deadlines (an IANA name) where a call names none; empty is the machine's."),
    ] = ""
    business_hours: Annotated[
        str,
        Meta(
            pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$",
            description="When business opens and closes, local time: what is due by Friday is due at Friday's close.",
        ),
    ] = "09:00-17:00"
    business_days: Annotated[
        tuple[Weekday, ...],
        Meta(description="The days that count as business days: `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`."),
    ] = ("mon", "tue", "wed", "thu", "fri")
    holidays: Annotated[
        tuple[str, ...],
        Meta(description="Days on which business is closed, such as `2026-12-25`."),
    ] = ()
    secrets_folder: Annotated[
        str,
        Meta(description="The folder of the secrets that deliveries name as `file:PATH` (docs/deliveries.md)."),
    ] = "/run/secrets"
    addresses: Annotated[
        dict[str, str],
        Meta(description="Mail addresses of people and teams, by the name that a promise has as its owner or team."),
    ] = msgspec.field(default_factory=dict)
    named_person: Annotated[
        str,
        Meta(description="Who hears of a promise at its deadline: a name of `addresses`, or a mail address."),
    ] = ""
    site_address: Annotated[
        str,
        Meta(description="Where people open the pages, such as `https://desk.example.com`: for links in messages."),
    ] = ""
    deliveries_at_once: Annotated[
        int,
        Meta(
            ge=1,
            le=64,
            description="Messages that a server has under way to one destination at once. If it is killed, so many may "
            "arrive twice, each under the same id.",
        ),
    ] = 1
    sent_kept_days: Annotated[
        int,
        Meta(
            ge=1,
            le=36500,
            description="How long the log keeps messages that went out or lapsed. What waits or is parked stays, and "
            "so does what the ledger says of a promise.",
        ),
    ] = 90
    work_kept_days: Annotated[
        int,
        Meta(ge=1, le=36500, description="How long records of durable work that is done are kept."),
    ] = 7
    clips_folder: Annotated[
        str,
        Meta(
            description="The folder that keeps the sound of promises: of each, what the agent said in that moment "
            "(docs/ledger.md). Empty: no sound of any call is kept. Callers must be told before it is set.",
        ),
    ] = ""
    clips_days: Annotated[
        int,
        Meta(ge=1, le=3650, description="For how many days the sound of a promise is kept."),
    ] = 90
    clips_draft_days: Annotated[
        int,
        Meta(
            ge=1,
            le=3650,
            description="For how many days after the call the sound of a promise that nobody confirmed is kept; never "
            "longer than `clips_days`.",
        ),
    ] = 7
    max_live_calls: Annotated[
        int,
        Meta(ge=0, description="Live calls carried at once; 0 is what this machine is measured to carry."),
    ] = 0
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Meta(description="The least that is logged."),
    ] = "info"


class Setting(msgspec.Struct, frozen=True):
    """One row of the table. ``takes`` is the type in words; ``default`` as it is written in a file."""

    name: str
    variable: str
    takes: str
    default: str
    help: str


def table() -> list[Setting]:
    """Every setting, in the order that the documentation shows."""
    return [_setting(field) for field in msgspec.structs.fields(Settings)]


def _setting(field: msgspec.structs.FieldInfo) -> Setting:
    plain, meta = get_args(field.type)
    default = "a file in the user's data folder" if field.name == "database" else _written(_default(field))
    return Setting(field.name, PREFIX + field.name.upper(), _in_words(plain), default, meta.description)


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()


def _in_words(plain: Any) -> str:
    if get_origin(plain) is Literal:
        return "one of " + ", ".join(f"`{choice}`" for choice in get_args(plain))
    words: dict[Any, str] = {
        str: "text",
        int: "whole number",
        bool: "true or false",
        tuple: "list of texts",
        dict: "texts by name",
    }
    return words[get_origin(plain) or plain]


def _written(value: object) -> str:
    return f"`{msgspec.json.encode(value).decode()}`"


def documentation() -> str:
    """``docs/settings.md``, whole."""
    rows = [f"| `{s.name}` | `{s.variable}` | {s.takes} | {s.default} | {s.help} |" for s in table()]
    return _DOCUMENTATION.format(rows="\n".join(rows), file=FILE_NAME, variable=FILE_VARIABLE)


_DOCUMENTATION = """\
# Settings

Steadyline runs without any. To change one, say it on the command line where the command has an option for it, set its
environment variable, or write it in a file: `{file}` in the folder where the command is run, or the file that
`{variable}` names. The command line wins over the environment, and the environment over the file.

| setting | environment | takes | default | what it is |
|---|---|---|---|---|
{rows}

A file looks like this:

```toml
port = 9000
timezone = "Europe/London"
public_origins = ["https://desk.example.com"]
playbook = "site.yaml"

[team_playbooks]
billing = "billing.yaml"
```

In the environment a list is written with commas between, texts by name as `name=text`, and true or false also as yes or
no, on or off, 1 or 0:

```sh
STEADYLINE_PUBLIC_ORIGINS=https://desk.example.com,https://wall.example.com STEADYLINE_INTERIM=no steadyline serve
STEADYLINE_TEAM_PLAYBOOKS=billing=billing.yaml,care=hospital steadyline serve
```

A setting that does not exist, or a value that makes no sense, stops the command with a message that says where it
stands. A misspelt environment variable cannot be told from another program's; `steadyline doctor` lists those that
begin with `STEADYLINE_` and mean nothing.

<!-- Made from the table in src/steadyline/settings.py by `python -m steadyline.settings`; a test compares them. -->
"""


def load(
    environ: Mapping[str, str] = os.environ, folder: Path | None = None, given: Mapping[str, object] | None = None
) -> Settings:
    """The settings in force. ``folder`` is where the file is looked for; ``given`` is what the command line says.

    Raises `SettingsError`.
    """
    chosen, places = _from_file(environ, folder or Path())
    for setting in table():
        if setting.variable in environ:
            chosen[setting.name] = _from_text(setting, environ[setting.variable])
            places[setting.name] = f"the environment variable {setting.variable}"
    for name, value in (given or {}).items():
        if value is not None:
            chosen[name], places[name] = value, f"the option --{name.replace('_', '-')}"
    return _checked(chosen, places)


def strays(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Environment variables that look like settings and are none, each with the nearest that is one."""
    known = {setting.variable for setting in table()} | {FILE_VARIABLE}
    return [name + _nearest(name, known) for name in sorted(environ) if name.startswith(PREFIX) and name not in known]


def check_binding(host: str, *, sign_in: bool = False) -> None:
    """Refuse to listen where others can reach, unless they must sign in. Raises `SettingsError`."""
    if not sign_in and not _is_loopback(host):
        raise SettingsError(
            f"the server will not listen on {host or 'every address'!r}: others could reach it, and hear calls without "
            'signing in. Sign-in cannot be configured yet; keep host = "127.0.0.1", and reach it from elsewhere '
            "through a tunnel or a proxy that signs people in"
        )


def _is_loopback(host: str) -> bool:
    """A name is not looked up: what it means may change, so only ``localhost`` counts."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _from_file(environ: Mapping[str, str], folder: Path) -> tuple[dict[str, object], dict[str, str]]:
    """What the file says, and where each of it stands."""
    named = environ.get(FILE_VARIABLE)
    path = Path(named).expanduser() if named else folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except FileNotFoundError:
        if named:
            raise SettingsError(f"{FILE_VARIABLE} names {path}, which does not exist; correct it or unset it") from None
        return {}, {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}; it should be a TOML file in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not TOML: {error}; text stands in quotes, and lists in brackets") from error
    return found, {name: f"{path}, line {_line(text, name)}" for name in found}


def _line(text: str, name: str) -> int:
    """The line on which ``name`` is set."""
    at = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
    return next((number for number, line in enumerate(text.splitlines(), start=1) if at.match(line)), 1)


_SPOKEN = {"yes": True, "on": True, "true": True, "1": True, "no": False, "off": False, "false": False, "0": False}


def _from_text(setting: Setting, text: str) -> object:
    """What an environment variable's text stands for; left as it is where it stands for nothing, to be refused."""
    text = text.strip()
    if setting.takes == "list of texts":
        return [part.strip() for part in text.split(",") if part.strip()]
    if setting.takes == "texts by name":
        parts = [part.partition("=") for part in text.split(",") if part.strip()]
        return {name.strip(): value.strip() for name, _, value in parts} if all(part[1] for part in parts) else text
    if setting.takes == "true or false":
        return _SPOKEN.get(text.lower(), text)
    if setting.takes == "whole number" and re.fullmatch(r"-?\d{1,18}", text):
        return int(text)
    return text.lower() if setting.takes.startswith("one of") else text


def _checked(chosen: Mapping[str, object], places: Mapping[str, str]) -> Settings:
    known = {setting.name: setting for setting in table()}
    for name in chosen:
        if name not in known:
            raise SettingsError(
                f"{places[name]}: there is no setting {name!r}{_nearest(name, set(known))}; see docs/settings.md"
            )
    types = {field.name: field.type for field in msgspec.structs.fields(Settings)}
    values = {name: _value(known[name], types[name], value, places[name]) for name, value in chosen.items()}
    settings = Settings(**values)
    if settings.timezone:
        _check_timezone(settings.timezone, places["timezone"])
    if settings.helper_url:
        _check_helper(settings, places["helper_url"])
    _check_business(settings, places)
    return settings


def _value(setting: Setting, kind: Any, value: object, place: str) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        wants = _LIMITS.get(setting.name, setting.takes)
        raise SettingsError(f"{place}: {setting.name} is {value!r}, but must be {wants}") from None


_LIMITS = {
    "port": "a whole number from 0 to 65535",
    "recogniser": "moonshine, whisper:SIZE_OR_PATH or server:URL",
    "recogniser_workers": "a whole number from 0 to 256",
    "max_live_calls": "a whole number, 0 or more",
    "clips_days": "a whole number from 1 to 3650",
    "clips_draft_days": "a whole number from 1 to 3650",
    "deliveries_at_once": "a whole number from 1 to 64",
    "sent_kept_days": "a whole number from 1 to 36500",
    "work_kept_days": "a whole number from 1 to 36500",
    "business_hours": "two times of day such as 09:00-17:00",
    "business_days": "a list of mon, tue, wed, thu, fri, sat, sun",
}


def _check_timezone(name: str, place: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise SettingsError(f"{place}: there is no time zone {name!r}; write it as in 'Europe/London'") from None


def _check_business(settings: Settings, places: Mapping[str, str]) -> None:
    for day in settings.holidays:
        try:
            date.fromisoformat(day)
        except ValueError:
            raise SettingsError(f"{places['holidays']}: {day!r} is no day; write it as in '2026-12-25'") from None
    if not settings.business_days:
        raise SettingsError(f"{places['business_days']}: business_days is empty; name one day at least")
    opens, _, closes = settings.business_hours.partition("-")
    if opens >= closes:
        raise SettingsError(
            f"{places['business_hours']}: business_hours is {settings.business_hours!r}: it opens after it closes"
        )


def _check_helper(settings: Settings, place: str) -> None:
    try:
        parts = urlsplit(settings.helper_url)
        scheme, host, _ = parts.scheme, parts.hostname, parts.port
    except ValueError:
        scheme, host = "", None
    if not host or scheme not in ("http", "https"):
        raise SettingsError(
            f"{place}: helper_url is {settings.helper_url!r}, but must be an address such as http://127.0.0.1:11434/v1"
        )
    if scheme == "http" and not _is_loopback(host):
        raise SettingsError(
            f"{place}: helper_url would send the words of calls over the network as they are; use https, or a server "
            "on this machine"
        )
    if not settings.helper_model.strip():
        raise SettingsError(f"{place}: helper_url needs helper_model beside it: what the server calls the model")


def _nearest(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


if __name__ == "__main__":
    print(documentation(), end="")

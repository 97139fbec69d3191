"""The settings: one frozen value, read once by the command line and passed down.

Options win over the environment (DATELINE_HOME …), the environment over `dateline.toml`, the file over the defaults.
Folders named in the file are relative to it. Unknown keys fail, wherever they stand.
"""

from __future__ import annotations

import os
import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time
from ipaddress import ip_network
from pathlib import Path

from transforms.errors import SettingsError

CONFIG_NAME = "dateline.toml"
SOURCES_NAME = "sources.toml"
PREFIX = "DATELINE_"
OUTSIDE = ("config", "debug")  # variables that are not settings: where the settings are, and how the command line fails
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Settings:
    """What one call of dateline goes by."""

    home: Path = Path("data")
    sources: tuple[str, ...] = ()
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    batch_size: int = 100  # documents; a worker's crash costs at most this much work
    max_payload_bytes: int = 20 * MEBIBYTE  # a news page is under 1 MiB; beyond 20 it is a dump or an attack
    sources_file: Path | None = None  # list of feeds, sites, archives …; default sources.toml where no source is named
    contact: str = ""  # address or page that the user agent names, so that a site can ask us to stop
    allowed_addresses: tuple[str, ...] = ()  # private hosts or networks that may be fetched from
    fetch_workers: int = 8  # hosts asked side by side
    fetch_seconds: int = 60  # longest time for one page
    requests_per_host: int = 1  # at the same time
    when_busy: str = "skip"  # what a scheduled run does while another one runs: skip or wait
    runner: str = "processes"  # where annotation runs: processes, dask or ray
    cluster: str = ""  # address of the Dask or Ray cluster; empty starts one on this machine
    exchange: str = ""  # folder or object store that the workers of a cluster share; empty is the home folder itself
    as_of: datetime | None = None  # the moment taken as now; None is the clock

    def now(self) -> datetime:
        """The moment of this run."""
        return self.as_of or datetime.now(UTC)


CHOICES = {"when_busy": ("skip", "wait"), "runner": ("processes", "dask", "ray")}
KEYS = tuple(f.name for f in fields(Settings))


def read_settings(
    options: Mapping[str, object], *, config: Path | None = None, environment: Mapping[str, str], folder: Path = Path()
) -> Settings:
    """Settings from options (None is not given), environment and file, checked."""
    named = config or (Path(environment[PREFIX + "CONFIG"]) if environment.get(PREFIX + "CONFIG") else None)
    path = named or folder / CONFIG_NAME
    values = _file_values(path, must_exist=named is not None)
    if "sources_file" not in values and (beside := path.parent / SOURCES_NAME).exists():
        values["sources_file"] = (beside, str(beside))
    values |= _environment_values(environment)
    values |= {key: (value, "the command line") for key, value in options.items() if value is not None}
    return Settings(**{key: _checked(key, value, origin) for key, (value, origin) in values.items()})  # type: ignore[arg-type]


def command(home: Path) -> str:
    """How `dateline` is called for a home, for advice: its own is not named."""
    return "dateline" if home == Settings().home else f"dateline --home {shlex.quote(str(home))}"


def _file_values(path: Path, *, must_exist: bool) -> dict[str, tuple[object, str]]:
    if not path.exists():
        if must_exist:
            raise SettingsError("config", f"{path} does not exist")
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # TOML and UTF-8 errors are both ValueErrors
        raise SettingsError("config", f"{path} cannot be read: {error}") from error
    _check_keys(table, str(path))
    return {key: (_beside(path, key, value), str(path)) for key, value in table.items()}


def _beside(path: Path, key: str, value: object) -> object:
    """Folders named in a file stand relative to that file, so a scheduled run may start anywhere."""
    if key in ("home", "sources_file") and isinstance(value, str):
        return path.parent / value
    if key == "sources" and isinstance(value, list):
        return [str(path.parent / item) if isinstance(item, str) else item for item in value]
    return value


def _environment_values(environment: Mapping[str, str]) -> dict[str, tuple[object, str]]:
    found = {name[len(PREFIX) :].lower(): value for name, value in environment.items() if name.startswith(PREFIX) and value}
    for name in OUTSIDE:
        found.pop(name, None)
    _check_keys(found, "the environment", prefix=PREFIX)
    separators = {"sources": os.pathsep, "allowed_addresses": ","}
    return {k: (v.split(separators[k]) if k in separators else v, f"{PREFIX}{k.upper()}") for k, v in found.items()}


def _check_keys(values: Mapping[str, object], origin: str, prefix: str = "") -> None:
    for key in values:
        if key not in KEYS:
            name = prefix + key.upper() if prefix else key
            raise SettingsError(name, f"unknown, in {origin}; known are {', '.join(KEYS)}")


def _checked(key: str, value: object, origin: str) -> object:
    if key in ("home", "sources_file"):
        return _path(key, value, origin)
    if key == "sources":
        return _texts(key, value, origin)
    if key == "allowed_addresses":
        return _networks(key, value, origin)
    if key in CHOICES:
        return _choice(key, value, origin)
    if key in ("contact", "cluster", "exchange"):
        return _line(key, value, origin)
    if key == "as_of":
        return _moment(key, value, origin)
    return _positive(key, value, origin)


def _path(key: str, value: object, origin: str) -> Path:
    if isinstance(value, Path) or (isinstance(value, str) and value):
        return Path(value).expanduser()
    raise SettingsError(key, f"must be a path, not {value!r}, in {origin}")


def _texts(key: str, value: object, origin: str) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise SettingsError(key, f"must be a list of paths, not {value!r}, in {origin}")


def _networks(key: str, value: object, origin: str) -> tuple[str, ...]:
    texts = _texts(key, value, origin)
    for text in texts:
        try:
            ip_network(text, strict=False)
        except ValueError as error:
            raise SettingsError(key, f"must be addresses or networks such as 10.0.0.0/8, not {text!r}, in {origin}") from error
    return texts


def _choice(key: str, value: object, origin: str) -> str:
    if value in CHOICES[key]:
        return str(value)
    raise SettingsError(key, f"must be {' or '.join(CHOICES[key])}, not {value!r}, in {origin}")


def _line(key: str, value: object, origin: str) -> str:
    """A text of one printable line: it goes into headers and addresses."""
    if isinstance(value, str) and value.isprintable():
        return value.strip()
    raise SettingsError(key, f"must be a line of text, not {value!r}, in {origin}")


def _positive(key: str, value: object, origin: str) -> int:
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise SettingsError(key, f"must be a whole number above 0, not {value!r}, in {origin}")


def _moment(key: str, value: object, origin: str) -> datetime:
    """A day (its midnight) or a moment; a moment without zone is UTC."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        moment = None
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    if isinstance(moment, date):
        return datetime.combine(moment, time(), UTC)
    raise SettingsError(key, f"must be a date such as 2024-05-31, not {value!r}, in {origin}")

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.settings import Settings, read_settings
from transforms.errors import SettingsError


def settings(options=None, *, environment=None, folder=Path("/nowhere"), config=None) -> Settings:
    return read_settings(options or {}, config=config, environment=environment or {}, folder=folder)


def test_defaults_without_file_and_environment():
    result = settings()
    assert result.home == Path("data")
    assert result.batch_size == 100
    assert result.workers >= 1
    assert result.as_of is None


def test_option_wins_over_environment_over_file(tmp_path):
    (tmp_path / "dateline.toml").write_text('home = "file"\nworkers = 3\nbatch_size = 7\n')
    environment = {"DATELINE_HOME": "environment", "DATELINE_WORKERS": "4", "HOME": "/root"}
    result = settings({"home": Path("option"), "workers": None}, environment=environment, folder=tmp_path)
    assert (result.home, result.workers, result.batch_size) == (Path("option"), 4, 7)


def test_folders_in_the_file_are_relative_to_it(tmp_path):
    path = tmp_path / "house.toml"
    path.write_text('home = "archive"\nsources = ["wire", "/absolute"]\n')
    result = settings(config=path)
    assert result.home == tmp_path / "archive"
    assert result.sources == (str(tmp_path / "wire"), "/absolute")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("wrokers = 2", "wrokers"),
        ("workers = 0", "workers"),
        ("workers = true", "workers"),
        ('sources = "a"', "sources"),
        ("home = 3", "home"),
    ],
)
def test_a_bad_file_is_named_with_its_key(tmp_path, text, key):
    path = tmp_path / "dateline.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as caught:
        settings(folder=tmp_path)
    assert caught.value.key == key
    assert str(path) in str(caught.value)


def test_unknown_environment_variable_fails():
    with pytest.raises(SettingsError, match="DATELINE_HOEM"):
        settings(environment={"DATELINE_HOEM": "x"})


def test_a_named_file_must_exist_and_parse(tmp_path):
    with pytest.raises(SettingsError, match="does not exist"):
        settings(config=tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("= 3")
    with pytest.raises(SettingsError, match=r"bad\.toml"):
        settings(environment={"DATELINE_CONFIG": str(tmp_path / "bad.toml")})


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2024-05-31", datetime(2024, 5, 31, tzinfo=UTC)),
        ("2024-05-31T12:00:00+02:00", datetime(2024, 5, 31, 10, tzinfo=UTC)),
        ("2024-05-31T12:00:00", datetime(2024, 5, 31, 12, tzinfo=UTC)),
    ],
)
def test_as_of_is_now(given, moment):
    assert settings({"as_of": given}).now() == moment


def test_as_of_must_be_a_date():
    with pytest.raises(SettingsError, match="as_of"):
        settings({"as_of": "yesterday"})


def test_sources_in_the_environment_are_separated_like_paths():
    import os

    assert settings(environment={"DATELINE_SOURCES": os.pathsep.join(["a", "b"])}).sources == ("a", "b")

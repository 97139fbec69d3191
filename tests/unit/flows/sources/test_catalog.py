from datetime import timedelta
from pathlib import Path

import pytest

from flows.sources.catalog import read_catalog
from transforms.errors import InputError

GOOD = '[[source]]\nname = "a"\nkind = "feed"\nurl = "https://news.example/rss"\n'


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(text)
    return path


def test_defaults_are_shared_and_paths_stand_beside_the_file(tmp_path):
    text = f'[defaults]\nevery = "6h"\nlanguage = "en"\n\n{GOOD}every = "30min"\n\n[[source]]\nname = "b"\nkind = "warc"\npath = "x.warc"\n'
    first, second = read_catalog(written(tmp_path, text))
    assert (first.every, first.language, first.url) == (timedelta(minutes=30), "en", "https://news.example/rss")
    assert (second.every, second.path) == (timedelta(hours=6), str(tmp_path / "x.warc"))


def test_a_disabled_source_is_left_out(tmp_path):
    assert read_catalog(written(tmp_path, f"{GOOD}enabled = false\n")) == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (f'{GOOD}\n# more\nintervall = "1s"\n', 7, "unknown key intervall"),
        (f"sauce = 1\n{GOOD}", 1, "unknown key sauce"),
        (f'[default]\nevery = "1h"\n{GOOD}', 1, "unknown key default"),
        (f'{GOOD}\n[defaults]\nname = "x"\n', 7, "unknown key name in [defaults]"),
        (f'{GOOD}every = "often"\n', 5, "every must be a span"),
        (f"{GOOD}max_items = 0\n", 5, "max_items must be a whole number"),
        (f'{GOOD}country = "norway"\n', 5, "three letters"),
        (f"{GOOD}\n{GOOD}", 7, "stands twice"),
        ('[[source]]\nname = "a"\nkind = "feed"\npath = "x"\n', 4, "needs a url"),
        ('[[source]]\nname = "a"\nkind = "podcast"\nurl = "https://a.example/"\n', 3, "kind 'podcast' is unknown"),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = "ftp://a.example/"\n', 4, "no address that can be fetched"),
        ('[[source]]\nname = "a"\nkind = "feed"\n', 1, "either a url or a path"),
        ('[[source]]\nkind = "feed"\nurl = "https://a.example/"\n', 1, "has no name"),
    ],
)
def test_a_mistake_is_refused_with_its_line(text, line, words, tmp_path):
    with pytest.raises(InputError) as caught:
        read_catalog(written(tmp_path, text))
    assert f"sources.toml, line {line}:" in str(caught.value)
    assert words in str(caught.value)


def test_toml_that_is_none_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_catalog(written(tmp_path, "[[source"))

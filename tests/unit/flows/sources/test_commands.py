import json
import socket
from dataclasses import replace

import pytest

from flows.cli import BAD_INPUT, FAILED, OK, call
from flows.sources import gathering
from tests.site.content import NEWS, OTHER, build
from tests.site.server import Reply, Site, resolve_here, serving


@pytest.fixture(scope="module")
def site():
    """The test site, asked without the pauses that test_client.py is about."""
    make_client = gathering.make_client
    with serving(Site()) as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", resolve_here(NEWS, OTHER, "bare.example", "dead.example"))
        patch.setattr(gathering, "make_client", lambda settings: replace(make_client(settings), sleep=lambda seconds: None))
        build(site)
        site.routes |= {"bare.example/": Reply("<html><body><p>Nothing here</p></body></html>")}
        yield site


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("DATELINE_ALLOWED_ADDRESSES", "127.0.0.1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_adding_finds_the_feed_behind_a_page(site, folder, capsys):
    assert call(["sources", "add", site.url(f"{OTHER}/")]) == OK
    assert "feed" in capsys.readouterr().out
    assert f'url = "{site.url(f"{OTHER}/atom.xml")}"' in (folder / "sources.toml").read_text()
    assert call(["sources", "add", site.url(f"{OTHER}/atom.xml")]) == BAD_INPUT
    assert "already" in capsys.readouterr().err


def test_adding_keeps_what_is_there_and_names_apart(site, folder):
    (folder / "sources.toml").write_text("# my list\n\n[[source]]\nname = 'other.example'\nkind = 'files'\npath = 'x'\n")
    assert call(["sources", "add", site.url(f"{OTHER}/feed.json")]) == OK
    text = (folder / "sources.toml").read_text()
    assert text.startswith("# my list\n")
    assert 'name = "other.example-2"' in text


def test_adding_a_site_without_feed_takes_its_sitemap_and_one_with_nothing_is_refused(site, folder, capsys):
    assert call(["sources", "add", site.url(f"{NEWS}/")]) == OK
    assert 'kind = "sitemap"' in (folder / "sources.toml").read_text()
    assert call(["sources", "add", site.url("bare.example/")]) == BAD_INPUT
    assert "names no feed" in capsys.readouterr().err


def test_checking_shows_what_each_would_give_and_fetches_no_page(site, folder, capsys):
    (folder / "texts").mkdir()
    (folder / "texts" / "a.txt").write_text("Some words. " * 20)
    (folder / "sources.toml").write_text(
        f"[[source]]\nname = 'good'\nkind = 'feed'\ninterval = 0\nurl = '{site.url(f'{NEWS}/rss.xml')}'\n"
        f"[[source]]\nname = 'dead'\nkind = 'feed'\ninterval = 0\nurl = '{site.url(f'{NEWS}/nothing.xml')}'\n"
        "[[source]]\nname = 'texts'\nkind = 'files'\npath = 'texts'\n"
    )
    site.forget()
    assert call(["sources", "check", "--json"]) == OK
    found = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert (found["good"]["listed"], found["good"]["new"], found["good"]["problem"]) == (7, 7, "")
    assert "http_404" in found["dead"]["problem"]
    assert (found["texts"]["listed"], found["texts"]["new"]) == (1, 1)
    assert set(site.asked) == {f"{NEWS}/robots.txt", f"{NEWS}/rss.xml", f"{NEWS}/nothing.xml"}
    assert not (folder / "data").exists()
    assert call(["sources", "check", "dead"]) == FAILED
    assert call(["sources", "check", "unknown"]) == BAD_INPUT


@pytest.mark.parametrize("words", ["notaurl", "", "https://", "two words", "ftp://news.example/"])
def test_what_is_no_address_is_not_asked_for(words, capsys):
    assert call(["sources", "add", words]) == BAD_INPUT
    assert "is no address. Give one such as https://news.example/" in capsys.readouterr().err

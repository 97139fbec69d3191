"""Files as a source: every format, every way in which a file can be bad, and that the rest always goes on."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.sources import base
from flows.sources.files import FileSource, to_date
from transforms.errors import InputError
from transforms.identity import stable_id
from transforms.schemas import DOCUMENTS, REJECTS, check_key, conform

NOW = datetime(2026, 11, 1, tzinfo=UTC)
GOOD = b"The ferry was late."


def read(path, known=(), size=100, **options):
    """All documents (as dicts, payload included), all rejects {locator relative to the path: reason}, known count."""
    batches = list(FileSource(path, NOW, **options).batches(size, known))
    documents = [row | {"payload": batch.payloads[row["payload_sha256"]]} for batch in batches for row in batch.documents.to_dicts()]
    rejects = (
        pl.concat([conform(REJECTS, batch.rejects) for batch in batches]) if batches else conform(REJECTS, pl.DataFrame([], REJECTS.schema))
    )
    check_key(REJECTS, rejects)
    for batch in batches:
        check_key(DOCUMENTS, conform(DOCUMENTS, batch.documents))
    names = {row["locator"].removeprefix(f"{path}/").removeprefix(f"{path.parent}/"): row["reason"] for row in rejects.to_dicts()}
    return documents, names, sum(batch.known_count for batch in batches)


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def test_walks_folders_in_sorted_order(tmp_path):
    for name in ("b.txt", "a.html", "sub/c.HTM", "sub/a.txt.gz", "z.jsonl", ".git/x.txt", ".hidden.txt", "notes.docx"):
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        payload = lines({"text": "row"}) if name.endswith("jsonl") else name.encode()
        place.write_bytes(gzip.compress(payload) if name.endswith("gz") else payload)
    documents, rejects, _ = read(tmp_path)
    found = [(Path(row["locator"]).relative_to(tmp_path).as_posix(), row["content_type"]) for row in documents]
    html, plain = "text/html", "text/plain"
    assert found == [("a.html", html), ("b.txt", plain), ("z.jsonl:1", plain), ("sub/a.txt.gz", plain), ("sub/c.HTM", html)]
    assert rejects == dict.fromkeys([".git", ".hidden.txt", "notes.docx"], "unsupported_file")


def test_document_row_of_a_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(GOOD)
    (row,), _, _ = read(path, label="box")
    assert row["payload"] == GOOD and row["byte_count"] == len(GOOD)
    assert row["document_id"] == stable_id(row["payload_sha256"], "")
    assert (row["source_name"], row["locator"], row["fetched_at"], row["url"]) == ("box", str(path), NOW, None)


def test_gzipped_file_is_stored_unpacked(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(GOOD))
    (tmp_path / "b.txt").write_bytes(GOOD)
    documents, rejects, known = read(tmp_path)
    assert [row["payload"] for row in documents] == [GOOD]
    assert (rejects, known) == ({}, 1)  # the same bytes, packed or not, are the same document


def test_known_documents_are_counted_and_passed_over(tmp_path):
    (tmp_path / "a.txt").write_bytes(GOOD)
    (tmp_path / "b.txt").write_bytes(b"Another text.")
    everything, _, _ = read(tmp_path)
    fresh, rejects, known = read(tmp_path, known={everything[0]["document_id"]})
    assert ([row["locator"] for row in fresh], rejects, known) == ([str(tmp_path / "b.txt")], {}, 1)


def test_batches_are_cut_by_count_and_by_size(tmp_path, monkeypatch):
    (tmp_path / "a.jsonl").write_bytes(lines(*({"text": f"text {n} " + "x" * 100} for n in range(5))))
    source = FileSource(tmp_path, NOW)
    assert [batch.documents.height for batch in source.batches(2, ())] == [2, 2, 1]
    monkeypatch.setattr(base, "BATCH_BYTES", 300)
    assert [batch.documents.height for batch in source.batches(100, ())] == [3, 2]


def test_json_lines_fields(tmp_path):
    row = {"id": 7, "text": "A text.", "title": " T ", "date": "2023-06-18T10:00:00Z", "url": "https://a.example/1", "other": [1]}
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines(row, {"html": "<p>x</p>", "text": " ", "title": 5, "url": {}})))
    (first, second), _, _ = read(tmp_path)
    assert (first["given_id"], first["given_title"], first["given_date"], first["url"]) == ("7", "T", date(2023, 6, 18), row["url"])
    assert first["payload"] == b"A text." and first["document_id"] == stable_id(first["payload_sha256"], row["url"])
    assert (second["content_type"], second["given_title"], second["url"]) == ("text/html", None, None)


def test_text_wins_over_html(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(lines({"html": "<p>x</p>", "text": "x"}))
    ((row,), _, _) = read(tmp_path)
    assert (row["payload"], row["content_type"]) == (b"x", "text/plain")


def test_json_text_keeps_every_character(tmp_path):
    text = " \ttwo\r\n\r\nlines \u00a0\U0001f600 "
    (tmp_path / "a.jsonl").write_bytes(lines({"text": text}) + b'{"text": "half \\ud800 x"}\n')
    (whole, half), _, _ = read(tmp_path)
    assert whole["payload"].decode() == text
    assert half["payload"].decode() == "half \ufffd x"


def test_bad_json_lines_are_named_and_the_rest_goes_on(tmp_path):
    bad = [b"{not json\n", b"[1, 2]\n", b'{"title": "no text"}\n', b'{"text": 5}\n', b"[" * 100_000 + b"\n", b"\n"]
    (tmp_path / "a.jsonl").write_bytes(lines({"text": "one"}, {"text": "two"}) + b"".join(bad) + lines({"text": "last"}))
    documents, rejects, _ = read(tmp_path)
    assert [row["payload"] for row in documents] == [b"one", b"two", b"last"]
    assert rejects == {
        "a.jsonl:3": "invalid_json",
        "a.jsonl:4": "invalid_json",
        "a.jsonl:5": "no_text_field",
        "a.jsonl:6": "no_text_field",
        "a.jsonl:7": "invalid_json",
    }


def test_invalid_json_on_line_three_of_five_names_the_line(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "1"}\n{"text": "2"}\n{"text": "3\n{"text": "4"}\n{"text": "5"}')
    (batch,) = FileSource(tmp_path, NOW).batches(10, ())
    assert batch.documents.height == 4
    assert f"{tmp_path}/a.jsonl:3" == batch.rejects["locator"][0]


def test_broken_utf8_in_json_is_replaced(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'\xef\xbb\xbf{"text": "caf\xff bar"}\n')
    ((row,), rejects, _) = read(tmp_path)
    assert (row["payload"].decode(), rejects) == ("caf\ufffd bar", {})


def test_line_of_fifty_megabytes_is_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as handle:
        handle.write(lines({"text": "before"}) + b'{"text": "')
        handle.seek(50_000_000)  # a hole in the file costs neither time nor disk
        handle.write(b'"}\n' + lines({"text": "after"}))
    longest = []
    parse = json.loads
    monkeypatch.setattr("flows.sources.files.json.loads", lambda line: longest.append(len(line)) or parse(line))
    documents, rejects, _ = read(tmp_path)
    assert ([row["payload"] for row in documents], rejects) == ([b"before", b"after"], {"a.jsonl:2": "too_large"})
    assert max(longest) < 100


@pytest.mark.parametrize("name", ["big.txt", "big.html"])
def test_file_above_the_limit_is_refused(tmp_path, name):
    with (tmp_path / name).open("wb") as handle:
        handle.truncate(50_000_000)
    (tmp_path / "good.txt").write_bytes(GOOD)
    documents, rejects, _ = read(tmp_path)
    assert (len(documents), rejects) == (1, {name: "too_large"})


def test_limit_is_a_setting_and_holds_for_unpacked_bytes(tmp_path):
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"x" * 5000))
    (tmp_path / "row.jsonl").write_bytes(lines({"text": "é" * 90}))
    assert read(tmp_path, byte_limit=100)[1] == {"bomb.txt.gz": "too_large", "row.jsonl:1": "too_large"}
    assert read(tmp_path, byte_limit=5000)[1] == {}


@pytest.mark.parametrize("payload", [b"", b" \n\t\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.txt.gz"])
def test_empty_file(tmp_path, name, payload):
    (tmp_path / name).write_bytes(gzip.compress(payload) if name.endswith("gz") else payload)
    assert read(tmp_path)[:2] == ([], {name: "empty_file"})


def test_empty_json_lines_file(tmp_path):
    (tmp_path / "a.jsonl").touch()
    assert read(tmp_path)[1] == {"a.jsonl": "empty_file"}


def test_truncated_gzip(tmp_path):
    whole = gzip.compress(lines(*({"text": f"{os.urandom(200).hex()}"} for _ in range(400))))
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(os.urandom(2000))[:-20])
    (tmp_path / "c.txt.gz").write_bytes(b"never gzipped")
    (tmp_path / "d.txt").write_bytes(GOOD)
    documents, rejects, _ = read(tmp_path)
    assert rejects == dict.fromkeys(["a.jsonl.gz", "b.html.gz", "c.txt.gz"], "truncated_gzip")
    assert 50 < len(documents) < 400  # the lines before the cut are kept
    assert documents[-1]["payload"] == GOOD


def test_unreadable_file_and_folder(tmp_path, monkeypatch):
    for name in ("a.txt", "locked.jsonl", "locked.parquet", "shut/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(GOOD)
    (tmp_path / "locked.jsonl").chmod(0)
    (tmp_path / "locked.parquet").chmod(0)
    (tmp_path / "shut").chmod(0)
    if os.access(tmp_path / "locked.jsonl", os.R_OK):  # root may read everything: refuse in its stead
        refuse(monkeypatch)
    documents, rejects, _ = read(tmp_path)
    (tmp_path / "shut").chmod(0o700)
    assert [row["payload"] for row in documents] == [GOOD]
    assert rejects == dict.fromkeys(["locked.jsonl", "locked.parquet", "shut"], "unreadable")


def refuse(monkeypatch):
    """Make opening of what is locked or shut fail as it does for an ordinary user."""
    opened, scanned = Path.open, os.scandir

    def open_file(path, *args, **options):
        if path.name.startswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **options)

    def scan(path):
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scanned(path)

    monkeypatch.setattr(Path, "open", open_file)
    monkeypatch.setattr(os, "scandir", scan)


def test_pipes_and_dangling_links_do_not_hang_or_stop(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "z.txt").write_bytes(GOOD)
    documents, rejects, _ = read(tmp_path)
    assert (len(documents), rejects) == (1, {"pipe.txt": "unsupported_file", "link.txt": "unreadable"})


def test_file_name_that_is_no_text(tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_bytes(GOOD)
    ((row,), _, _) = read(tmp_path)
    assert row["locator"].endswith("\ufffd.txt")


def test_missing_path_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        FileSource(tmp_path / "gone", NOW)


def test_parquet_rows(tmp_path):
    rows = {
        "id": [1, 2, 3],
        "text": ["one", None, None],
        "html": [None, "<p>two</p>", ""],
        "date": [date(2023, 6, 18), None, None],
        "extra": [b"", b"", b""],
    }
    pl.DataFrame(rows).write_parquet(tmp_path / "a.parquet")
    documents, rejects, _ = read(tmp_path)
    assert [(row["given_id"], row["payload"], row["given_date"]) for row in documents] == [
        ("1", b"one", date(2023, 6, 18)),
        ("2", b"<p>two</p>", None),
    ]
    assert rejects == {"a.parquet:3": "no_text_field"}


def test_bad_parquet(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 but not really PAR1")
    pl.DataFrame({"body": ["x"]}).write_parquet(tmp_path / "b.parquet")
    assert read(tmp_path)[:2] == ([], {"a.parquet": "unreadable", "b.parquet": "no_text_field"})


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2023-06-18", date(2023, 6, 18)),
        ("2023-06-18T23:30:00-05:00", date(2023, 6, 18)),
        ("20230618", date(2023, 6, 18)),
        (20230618, date(2023, 6, 18)),
        ("20230618101500", date(2023, 6, 18)),
        ("Sun, 18 Jun 2023 10:00:00 GMT", date(2023, 6, 18)),
        ("June 18, 2023", date(2023, 6, 18)),
        (datetime(2023, 6, 18, 5), date(2023, 6, 18)),
        (1687080000, None),
        ("1687080000000", None),
        ("2023-06", None),
        ("2023-13-45", None),
        ("soon", None),
        (True, None),
        (None, None),
    ],
)
def test_to_date(value, day):
    assert to_date(value) == day


def details(path):
    return [row["detail"] for batch in FileSource(path, NOW).batches(100, ()) for row in batch.rejects.to_dicts()]


def test_a_date_that_cannot_be_told_is_a_reject_that_quotes_it(tmp_path):
    stated = ["01/03/2026", "soon", 5, True, {"day": 1}]
    (tmp_path / "a.jsonl").write_bytes(lines(*({"text": f"text {n}", "date": date} for n, date in enumerate(stated))))
    documents, rejects, _ = read(tmp_path)
    assert documents == []
    assert rejects == {f"a.jsonl:{n}": "invalid_date" for n in range(1, 6)}
    assert details(tmp_path)[0] == "the date '01/03/2026' is no day, or one of two; write it as YYYY-MM-DD, or leave it out"


def test_a_row_without_a_date_is_taken_in(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(lines({"text": "a"}, {"text": "b", "date": None}, {"text": "c", "date": " "}))
    documents, rejects, _ = read(tmp_path)
    assert [row["given_date"] for row in documents] == [None] * 3
    assert rejects == {}


def test_a_row_can_name_its_publisher(tmp_path):
    rows = [{"text": "a", "source": " The Herald "}, {"text": "b", "source": {"id": 1}}, {"text": "c"}]
    (tmp_path / "a.jsonl").write_bytes(lines(*rows))
    pl.DataFrame({"text": ["d"], "source": ["Tribune"]}).write_parquet(tmp_path / "b.parquet")
    documents, _, _ = read(tmp_path, label="box")
    assert [row["source_name"] for row in documents] == ["The Herald", "box", "box", "Tribune"]


def test_the_reason_of_bad_json_is_whole_and_does_not_repeat_the_place(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "a\tb"}\n[1]\n')
    assert details(tmp_path) == ["the line is no JSON: Invalid control character at character 12", "the line is no object but list"]

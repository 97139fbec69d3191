import gzip
import io
import random
import socket
from datetime import UTC, datetime

import pytest

from flows.sources.client import Client, FetchError
from flows.sources.guard import Guard
from flows.sources.remote import RangeStream
from flows.sources.warc import read_warc
from tests.site.server import resolve_here


def record(number: int, *, is_packed: bool = True, content_type: str = "text/html", status: int = 200, kind: str = "response") -> bytes:
    noise = random.Random(number).randbytes(900).hex()
    body = f"<html><body><p>page {number} {noise}</p></body></html>".encode()
    http = f"HTTP/1.1 {status} OK\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\nWARC-Date: 2025-03-04T05:06:07Z\r\n"
        f"WARC-Target-URI: https://news.example/{number}?utm_source=x\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    whole = head.encode() + http + b"\r\n\r\n"
    return gzip.compress(whole) if is_packed else whole


def read(data: bytes) -> tuple[list[int], list[str]]:
    """Numbers of the pages, reasons of the rejects."""
    found = list(read_warc(lambda: io.BytesIO(data), "a.warc", 100_000))
    pages = [int(str(item.url).rpartition("/")[2]) for item in found if item.payload]
    return pages, [item.reason for item in found if item.payload is None]


@pytest.mark.parametrize("is_packed", [True, False])
def test_html_responses_are_taken_with_address_and_date(is_packed):
    others = [record(7, content_type="image/png"), record(8, status=404), record(9, kind="request")]
    data = b"".join([record(1), *others, record(2)] if is_packed else [record(n, is_packed=False) for n in (1, 2)])
    assert read(data) == ([1, 2], [])
    first = next(read_warc(lambda: io.BytesIO(data), "a.warc", 100_000))
    assert (first.url, first.fetched_at) == ("https://news.example/1", datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC))
    assert first.locator == "a.warc#0"


def test_broken_records_are_rejects_and_the_rest_goes_on():
    parts = [record(number) for number in range(6)]
    middle = len(parts[2]) // 2
    damaged = parts[2][:middle] + bytes(40) + parts[2][middle + 40 :]
    pages, reasons = read(b"".join([*parts[:2], damaged, *parts[3:]]))
    assert pages == [0, 1, 3, 4, 5]
    assert set(reasons) == {"broken_record"}
    assert read(b"".join([*parts[:2], b"rubbish" * 50, *parts[2:]]))[0] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.95])
@pytest.mark.parametrize("is_packed", [True, False])
def test_an_archive_that_ends_early_says_so(kept, is_packed):
    parts = [record(number, is_packed=is_packed) for number in range(3)]
    pages, reasons = read(b"".join(parts[:2]) + parts[2][: int(len(parts[2]) * kept)])
    assert pages == [0, 1]
    if is_packed or kept > 0.1:  # a plain one that ends inside a WARC header is not told from its end
        assert reasons
        assert set(reasons) == {"broken_record"}


def test_what_is_no_archive_is_one_reject():
    assert read(b"") == ([], [])
    assert read(b"x" * 5000) == ([], ["broken_record"])


def test_damage_of_any_kind_ends_in_pages_and_rejects():
    chance = random.Random(5)
    whole = b"".join(record(number, is_packed=number % 2 == 0) for number in range(6))
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 60)] = chance.randbytes(chance.randint(0, 60))
        found = list(read_warc(lambda data=bytes(data): io.BytesIO(data), "a.warc", 100_000))
        assert all((item.payload is None) == bool(item.reason) for item in found)


class Ranges:
    """A client that serves ranges of bytes, and fails when it is told to."""

    def __init__(self, data: bytes, status: int = 206) -> None:
        self.data, self.status, self.asked = data, status, []

    def get(self, url, validators):
        from flows.sources.client import Answer

        first, last = validators.span
        self.asked.append((first, last))
        return Answer(url, self.status, self.data[first : last + 1], etag="e", total=len(self.data))


def test_an_archive_elsewhere_is_read_in_ranges(monkeypatch):
    monkeypatch.setattr("flows.sources.remote.RANGE_BYTES", 700)
    data = b"".join(record(number) for number in range(5))
    client = Ranges(data)
    found = list(read_warc(lambda: RangeStream(client, "https://a.example/x.warc.gz"), "x", 100_000))
    assert [item.url for item in found] == [f"https://news.example/{number}" for number in range(5)]
    assert max(last - first for first, last in client.asked) < 700
    with pytest.raises(FetchError, match="no_ranges"):
        RangeStream(Ranges(data, status=200), "https://a.example/x")


def test_a_real_server_without_ranges_is_told(monkeypatch):
    from tests.site.server import Reply, Site, serving

    with serving(Site({"a.example/x.warc": Reply(b"WARC/1.0")})) as site:
        monkeypatch.setattr(socket, "getaddrinfo", resolve_here("a.example"))
        with pytest.raises(FetchError, match="no_ranges"):
            RangeStream(Client(Guard.of(["127.0.0.1"])), site.url("a.example/x.warc"))

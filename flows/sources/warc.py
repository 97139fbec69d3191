"""Web archives: WARC and WARC.gz, such as Common Crawl's news crawl, as a file or over HTTP in ranges.

The HTML responses are taken, one at a time. A record that is cut off or broken becomes a reject with its offset, and
reading goes on at the next record that can be found: one bad disk block must not cost a gigabyte.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from flows.sources.base import PAYLOAD_BYTES, Batch, Found, to_batches
from flows.sources.client import content_type
from flows.sources.listings import page_url
from flows.sources.pages import HTML_TYPES, VAGUE_TYPES, as_unicode, sniff

GZIP_MEMBER = b"\x1f\x8b\x08"
PLAIN_RECORD = b"WARC/1."
SCAN_BYTES = 2**20  # read at a time when the next record is looked for
Opener = Callable[[], BinaryIO]


@dataclass(frozen=True)
class WarcSource:
    """The HTML responses of one archive; `opener` gives it afresh, since reading must be able to start again in the middle."""

    name: str
    locator: str
    opener: Opener
    fetched_at: datetime
    byte_limit: int = PAYLOAD_BYTES

    def batches(self, size: int, known: Collection[str]) -> Iterator[Batch]:
        found = read_warc(self.opener, self.locator, self.byte_limit)
        return to_batches(found, source_name=self.name, fetched_at=self.fetched_at, size=size, known=known)


def read_warc(opener: Opener, locator: str, byte_limit: int) -> Iterator[Found]:
    """What an archive holds; broken stretches as rejects."""
    start: int | None = 0
    with opener() as stream:
        while start is not None:
            last = start
            try:
                for offset, found in _read_from(stream, start, locator, byte_limit):
                    last = offset
                    if found is not None:
                        yield found
                yield from _check_end(stream, last, locator)
                return
            except (OSError, ValueError, EOFError, zlib.error) as error:
                start = _next_record(stream, last + 1)
                yield _broken(locator, last, error, start)


def _check_end(stream: BinaryIO, last: int, locator: str) -> Iterator[Found]:
    """A reject where the file ends inside a gzip member: the iterator takes that for the end of the archive."""
    stream.seek(last)
    rest = stream.read(SCAN_BYTES)
    while rest.startswith(GZIP_MEMBER):
        member = zlib.decompressobj(wbits=31)
        while rest and not member.eof:
            member.decompress(rest, SCAN_BYTES)
            rest = member.unconsumed_tail or member.unused_data or stream.read(SCAN_BYTES)
        if not member.eof:
            yield Found(f"{locator}#end", reason="broken_record", detail="the archive ends inside a record; fetch it again")
            return


def _broken(locator: str, offset: int, error: Exception, start: int | None) -> Found:
    further = f"reading goes on at byte {start}" if start is not None else "nothing readable follows"
    detail = f"behind the record at byte {offset}: {error}; {further}. Fetch the archive again"
    return Found(f"{locator}#{offset}", reason="broken_record", detail=detail[:500])


def _read_from(stream: BinaryIO, start: int, locator: str, byte_limit: int) -> Iterator[tuple[int, Found | None]]:
    """Offset and page of every record; the page is None for what is no HTML response."""
    for record in ArchiveIterator(_From(stream, start), parse_http=False, fsspec_args=False):
        offset = start + int(record.stream_pos)
        yield offset, None  # known before its content is read, which may be what fails
        if record.record_type == WarcRecordType.response:
            yield offset, _to_found(record, f"{locator}#{offset}", byte_limit)


class _From(io.RawIOBase):
    """A stream from an offset on, which the iterator takes for its beginning and cannot close."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        self._stream, self._start = stream, start
        stream.seek(start)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset + self._start if whence == io.SEEK_SET else offset, whence) - self._start

    def tell(self) -> int:
        return self._stream.tell() - self._start


def _to_found(record: WarcRecord, locator: str, byte_limit: int) -> Found | None:
    """The page of a response record, a reject, or None where it is none: another status or type."""
    announced = int(record.content_length or 0)
    if announced > byte_limit:
        return Found(locator, reason="too_large", detail=f"the record has {announced:,} bytes; the limit is {byte_limit:,}")
    head, is_whole = _open_response(record)
    if head is None:
        return None if is_whole else Found(locator, reason="broken_record", detail="the HTTP headers of the record can't be read")
    status, kind, charset, encoding = head
    if status != 200 or (kind not in HTML_TYPES and kind not in VAGUE_TYPES):
        return None
    expected = int(record.content_length or 0)
    payload = record.reader.read(byte_limit + 1)
    if len(payload) > byte_limit:
        return Found(locator, reason="too_large", detail=f"the page has more than {byte_limit:,} bytes when unpacked")
    if not encoding and len(payload) < expected:
        return Found(locator, reason="broken_record", detail=f"cut off after {len(payload):,} of {expected:,} bytes")
    url = page_url(str(record.headers.get("WARC-Target-URI") or "").strip("<>"))
    if not payload.strip() or not sniff(kind, payload):
        return None
    return Found(locator, as_unicode(payload, charset), "text/html", url=url, given_id=record.record_id or None, fetched_at=_date(record))


def _open_response(record: WarcRecord) -> tuple[tuple[int, str, str | None, bool] | None, bool]:
    """Status, media type, charset and whether the content is packed; and whether the record could be read at all."""
    if not record.is_http:
        return None, True
    try:
        record.parse_http(auto_decode="all")
    except (OSError, ValueError):
        return None, False
    headers: Any = record.http_headers
    if headers is None or not headers.status_code:
        return None, False
    kind, charset = content_type(str(headers.get("Content-Type") or ""))
    packed = bool(headers.get("Content-Encoding") or headers.get("Transfer-Encoding"))
    return (int(headers.status_code), kind, charset, packed), True


def _date(record: WarcRecord) -> datetime | None:
    value = record.record_date
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)
    return None


def _next_record(stream: BinaryIO, start: int) -> int | None:
    """Offset of the next place that looks like the beginning of a record."""
    stream.seek(start)
    pattern = re.compile(re.escape(GZIP_MEMBER) + b"|" + re.escape(PLAIN_RECORD))
    base, kept = start, b""
    while piece := stream.read(SCAN_BYTES):
        window = kept + piece
        if match := pattern.search(window):
            return base - len(kept) + match.start()
        base += len(piece)
        kept = window[-len(PLAIN_RECORD) :]
    return None

"""Files that are elsewhere: archives read over HTTP in ranges, folders and archives in object stores through fsspec.

fsspec is an optional extra (`dateline[remote]`); it is asked only for addresses that are not http.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from flows.sources.base import PAYLOAD_BYTES, Batch, Found, to_batches
from flows.sources.client import Client, FetchError, Validators
from flows.sources.files import plain_suffix, read_file, readable
from transforms.errors import InputError

RANGE_BYTES = 4 * 2**20  # asked at a time: one request per thousand records or so, and little to repeat when the line breaks


class RangeStream(io.RawIOBase):
    """An address as a file that can be read and sought in, by ranges."""

    def __init__(self, client: Client, url: str) -> None:
        self._client, self._url = client, url
        self._position, self._start, self._piece = 0, 0, b""
        self.total, self.etag = self._open()

    def _open(self) -> tuple[int, str | None]:
        answer = self._client.get(self._url, Validators(span=(0, RANGE_BYTES - 1)))
        if answer.status != 206 or answer.total is None:
            raise FetchError("no_ranges", f"{self._url} is not served in ranges; download it and name the file")
        self._piece = answer.payload or b""
        return answer.total, answer.etag

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.total}[whence]
        self._position = max(0, base + offset)
        return self._position

    def read(self, size: int = -1, /) -> bytes:
        wanted = self.total - self._position if size is None or size < 0 else min(size, self.total - self._position)
        parts = []
        while wanted > 0:
            part = self._at(self._position)[:wanted]
            parts.append(part)
            self._position += len(part)
            wanted -= len(part)
        return b"".join(parts)

    def _at(self, position: int) -> bytes:
        """What is held from this position on; asks for the range that it begins if nothing is."""
        if not self._start <= position < self._start + len(self._piece):
            last = min(position + RANGE_BYTES, self.total) - 1
            answer = self._client.get(self._url, Validators(span=(position, last)))
            if answer.status != 206 or not answer.payload or answer.total != self.total:
                raise OSError(f"{self._url} changed while it was read, or stopped serving ranges")
            self._start, self._piece = position, answer.payload
        return self._piece[position - self._start :]


def open_fsspec(url: str) -> tuple[Any, str]:
    """The file system of an address and the path in it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise InputError(url, "needs fsspec", "Install it: pip install 'dateline[remote]'") from error
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise InputError(url, f"cannot be opened ({error})", "Install what fsspec names, or correct the address.") from error
    return system, str(path)


def open_remote(url: str) -> BinaryIO:
    """A file in an object store."""
    system, path = open_fsspec(url)
    handle: BinaryIO = system.open(path, "rb")
    return handle


@dataclass(frozen=True)
class RemoteFiles:
    """A folder or file in an object store, read file by file through a local copy that goes at once."""

    name: str
    url: str
    fetched_at: datetime
    byte_limit: int = PAYLOAD_BYTES

    def batches(self, size: int, known: Collection[str]) -> Iterator[Batch]:
        return to_batches(self._found(), source_name=self.name, fetched_at=self.fetched_at, size=size, known=known)

    def _found(self) -> Iterator[Found]:
        system, root = open_fsspec(self.url)
        paths = sorted(system.find(root)) if system.exists(root) else []
        if not paths:
            raise InputError(self.url, "no such file or folder, or an empty one", "Check the address.")
        with TemporaryDirectory(prefix="dateline-") as folder:
            for path in paths:
                copy = Path(folder) / f"copy{''.join(Path(path).suffixes[-2:])}"
                system.get_file(path, str(copy))
                for found in read_file(copy, self.byte_limit):
                    yield replace(found, locator=found.locator.replace(readable(copy), system.unstrip_protocol(path), 1))
                copy.unlink()


def is_archive(path: Path) -> bool:
    """Whether a file name is that of a web archive."""
    return plain_suffix(path) == ".warc"

"""One page asked politely: a conditional GET with limits on time and size, redirects noted, patience where it may help.

Everything that goes wrong is a `FetchError` with a reason: transient ones (the network, 429, 5xx) have been tried
again already and may be tried at the next run; final ones will not change by asking.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import DecodeError, HTTPError, LocationValueError, NewConnectionError
from urllib3.exceptions import TimeoutError as SlowError

from flows.sources.guard import ForbiddenAddress, Guard, guarded_pool
from transforms.errors import DatelineError

REDIRECTS = (301, 302, 303, 307, 308)
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504, 509, 520, 521, 522, 523, 524, 525, 526, 527, 530, 598})
PIECE = 2**16  # bytes read at a time, so that limits are noticed soon
ACCEPTED = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True)
class Limits:
    """How long and how much; seconds and bytes."""

    byte_limit: int = 20 * 2**20  # of the content after decompression
    connect_seconds: float = 10.0
    read_seconds: float = 20.0  # of silence
    total_seconds: float = 60.0  # of one answer; a page that takes longer is being dripped
    redirects: int = 8
    tries: int = 3
    backoff_seconds: float = 1.0  # before the second try; doubled for each further one
    patience_seconds: float = 60.0  # longest Retry-After that is waited for within a run


class FetchError(DatelineError):
    """Why an address gave nothing."""

    def __init__(
        self, reason: str, detail: str, *, is_transient: bool = False, status: int | None = None, wait: float | None = None
    ) -> None:
        self.reason, self.detail, self.is_transient, self.status, self.wait = reason, detail, is_transient, status, wait
        self.redirects: tuple[str, ...] = ()
        super().__init__(f"{reason}: {detail}")


@dataclass(frozen=True)
class Answer:
    """What an address gave; `payload` is None where it has not changed."""

    url: str  # where redirects led
    status: int
    payload: bytes | None
    content_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    redirects: tuple[str, ...] = ()
    total: int | None = None  # size of the whole where a range was asked


@dataclass(frozen=True)
class Validators:
    """What makes a request conditional, or asks for a range of bytes."""

    etag: str | None = None
    last_modified: str | None = None
    span: tuple[int, int] | None = None  # first and last byte

    def headers(self) -> dict[str, str]:
        """As a request says it; a range is counted in the bytes as stored, so nothing may be packed on the way."""
        if self.span:
            return {"Range": f"bytes={self.span[0]}-{self.span[1]}", "Accept-Encoding": "identity"}
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


@dataclass
class Client:
    """A pool of connections; safe for threads. `sleep` and `allow` (robots, host limits) come from outside."""

    guard: Guard = field(default_factory=Guard)
    limits: Limits = field(default_factory=Limits)
    contact: str = ""
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self.agent = f"dateline/{version('dateline')}{f' ({self.contact})' if self.contact else ''}"
        self._pool = guarded_pool(self.guard, self.limits.total_seconds)

    def get(self, url: str, validators: Validators | None = None, allow: Callable[[str], None] = lambda url: None) -> Answer:
        """The answer after redirects; `allow` is asked before every request and may raise. Transient failures are tried again."""
        for number in range(1, self.limits.tries + 1):
            try:
                return self._follow(url, validators or Validators(), allow)
            except FetchError as problem:
                pause = problem.wait if problem.wait is not None else self.limits.backoff_seconds * 2 ** (number - 1)
                if not problem.is_transient or number == self.limits.tries or pause > self.limits.patience_seconds:
                    raise
                self.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _follow(self, url: str, validators: Validators, allow: Callable[[str], None]) -> Answer:
        way: list[str] = []
        target = url
        try:
            while True:
                allow(target)
                answer, location = self._ask(target, validators if not way or validators.span else Validators())
                if location is None:
                    return Answer(**{**answer.__dict__, "redirects": tuple(way)})
                way.append(target)
                target = _next_url(target, location, way, self.limits.redirects)
        except FetchError as problem:
            problem.redirects = tuple(way)
            raise

    def _ask(self, url: str, validators: Validators) -> tuple[Answer, str | None]:
        """One request: the answer, or where it points."""
        headers = {"User-Agent": self.agent, "Accept": ACCEPTED, **urllib3.util.make_headers(accept_encoding=True)}
        headers |= validators.headers()
        timeout = urllib3.Timeout(connect=self.limits.connect_seconds, read=self.limits.read_seconds)
        deadline = time.monotonic() + self.limits.total_seconds
        try:
            response = self._pool.request(
                "GET", url, headers=headers, redirect=False, retries=False, preload_content=False, timeout=timeout
            )
            with response:
                return self._take(url, response, deadline)
        except FetchError:
            raise
        except (HTTPError, OSError, ValueError) as error:
            raise _to_problem(url, error) from error

    def _take(self, url: str, response: urllib3.BaseHTTPResponse, deadline: float) -> tuple[Answer, str | None]:
        head, status = response.headers, response.status
        if status in REDIRECTS and head.get("Location"):
            return Answer(url, status, None), head["Location"]
        if status == 304:
            return Answer(url, status, None, etag=head.get("ETag"), last_modified=head.get("Last-Modified")), None
        if status == 206:
            whole = head.get("Content-Range", "").rpartition("/")[2]
            payload = self._read(response, deadline)
            return Answer(url, status, payload, etag=head.get("ETag"), total=int(whole) if whole.isdigit() else None), None
        if status != 200:
            raise _status_problem(status, head.get("Retry-After"))
        payload = self._read(response, deadline)
        kind, charset = content_type(head.get("Content-Type", ""))
        return Answer(url, status, payload, kind, charset, head.get("ETag"), head.get("Last-Modified")), None

    def _read(self, response: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
        limit, pieces, size = self.limits.byte_limit, [], 0
        if int(response.headers.get("Content-Length") or 0) > limit:
            raise FetchError("too_large", f"more than {limit:,} bytes are announced", status=200)
        while piece := response.read1(PIECE, decode_content=True):
            size += len(piece)
            if size > limit:
                raise FetchError("too_large", f"more than {limit:,} bytes, unpacked; raise max_payload_bytes if wanted", status=200)
            if time.monotonic() > deadline:
                raise FetchError("too_slow", f"not whole after {self.limits.total_seconds:g} s", is_transient=True)
            pieces.append(piece)
        return b"".join(pieces)


def _next_url(current: str, location: str, way: list[str], most: int) -> str:
    try:
        target = urljoin(current, location)
        parts = urlsplit(target)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise FetchError("bad_redirect", f"{current} points to {location[:200]!r}, which cannot be fetched")
    if target in way:
        raise FetchError("redirect_loop", f"{' → '.join([*way, target])}"[:500])
    if len(way) > most:
        raise FetchError("redirect_loop", f"more than {most} redirects, the last to {target}"[:500])
    return target


def _status_problem(status: int, retry_after: str | None) -> FetchError:
    wait = retry_seconds(retry_after) if status in (429, 503) else None
    detail = f"the server answers {status}{f' and asks to wait {wait:.0f} s' if wait else ''}"
    return FetchError(f"http_{status}", detail, is_transient=status in TRANSIENT, status=status, wait=wait)


def _to_problem(url: str, error: Exception) -> FetchError:
    """What the library's errors mean; an unreadable address and a forbidden host are final, the network is not."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ForbiddenAddress):
        cause = cause.__cause__ or (cause.reason if isinstance(cause, urllib3.exceptions.MaxRetryError) else None)
    if cause is not None:
        return FetchError("forbidden_address", f"{cause}; list it in allowed_addresses if it is meant")
    if isinstance(error, DecodeError):
        return FetchError("bad_encoding", f"the content is not packed as its header says: {error}"[:300])
    if isinstance(error, LocationValueError | ValueError):
        return FetchError("bad_address", f"{url} cannot be fetched: {error}"[:300])
    if isinstance(error, NewConnectionError):  # urllib3 counts it among those that are too slow
        return _no_connection(urlsplit(url).hostname or url, error.__cause__)
    reason = "too_slow" if isinstance(error, SlowError | TimeoutError) else "unreachable"
    return FetchError(reason, f"{type(error).__name__}: {error}"[:300], is_transient=True)


def _no_connection(host: str, cause: BaseException | None) -> FetchError:
    """Why there is no connection; all of it may pass, a name too when the network comes back."""
    if isinstance(cause, socket.gaierror):
        return FetchError("unknown_host", f"no host is found by the name {host}; check the address, and the network", is_transient=True)
    if isinstance(cause, ConnectionRefusedError):
        return FetchError("connection_refused", f"{host} refuses the connection; check the address and its port", is_transient=True)
    return FetchError("unreachable", f"{host} cannot be reached ({getattr(cause, 'strerror', None) or cause})"[:300], is_transient=True)


def retry_seconds(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a Retry-After header asks for: a number or a date."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - (now or datetime.now(UTC))).total_seconds())


def content_type(header: str) -> tuple[str, str | None]:
    """Media type in lower case, and the charset if one is named."""
    kind, *rest = (part.strip() for part in header.split(";"))
    named = {name.strip().lower(): value.strip().strip("\"'") for name, _, value in (part.partition("=") for part in rest)}
    return kind.lower(), named.get("charset") or None

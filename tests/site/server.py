"""The server of the test site: routes by host and path, a log of what was asked, and ways to misbehave."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """What a route answers."""

    body: bytes | str = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    is_cached: bool = True  # gives an ETag and answers 304 to it
    drip: float = 0.0  # seconds between two bytes
    is_endless: bool = False
    has_ranges: bool = False

    @property
    def payload(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


Route = Reply | Callable[[int], Reply]  # a function is given how often the route was asked before


@dataclass
class Site:
    """Routes by `host/path`; `asked` counts requests, `statuses` what was answered."""

    routes: dict[str, Route] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    answers: list[tuple[str, int]] = field(default_factory=list)
    port: int = 0

    def url(self, place: str) -> str:
        """The address of `host/path`."""
        host, _, path = place.partition("/")
        return f"http://{host}:{self.port}/{path}"

    def forget(self) -> None:
        """Begin counting anew."""
        self.asked.clear()
        self.answers.clear()

    def reply(self, place: str) -> Reply:
        route = self.routes.get(place, Reply("<html><title>404 Not Found</title></html>", 404))
        count = self.asked[place]
        self.asked[place] += 1
        return route(count) if callable(route) else route


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        place = f"{(self.headers.get('Host') or '').partition(':')[0]}{self.path}"
        reply = self.site.reply(place)
        etag = f'"{sha1(reply.payload).hexdigest()[:12]}"'
        if reply.status == 200 and reply.is_cached and self.headers.get("If-None-Match") == etag:
            self._send(place, Reply(status=304), etag)
        elif reply.has_ranges and (span := self.headers.get("Range", "").removeprefix("bytes=")):
            first, last = (int(number) for number in span.split("-"))
            headers = {"Content-Range": f"bytes {first}-{last}/{len(reply.payload)}", "ETag": etag}
            self._send(place, Reply(reply.payload[first : last + 1], 206, headers=headers), etag)
        else:
            self._send(place, reply, etag)

    def _send(self, place: str, reply: Reply, etag: str) -> None:
        self.site.answers.append((place, reply.status))
        self.send_response(reply.status)
        if reply.status == 200 and reply.is_cached:
            self.send_header("ETag", etag)
        for name, value in {"Content-Type": reply.content_type, **reply.headers}.items():
            self.send_header(name, value)
        if not reply.is_endless and "Content-Length" not in reply.headers and reply.status != 304:
            self.send_header("Content-Length", str(len(reply.payload)))
        elif reply.is_endless:
            self.send_header("Connection", "close")
        self.end_headers()
        try:
            self._write_body(reply)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _write_body(self, reply: Reply) -> None:
        if reply.status == 304:
            return
        if reply.drip:
            for byte in reply.payload:
                self.wfile.write(bytes([byte]))
                time.sleep(reply.drip)
        elif reply.is_endless:
            self.close_connection = True
            for _ in range(2000):
                self.wfile.write(b"<p>" + b"so much text " * 400 + b"</p>")
        else:
            self.wfile.write(reply.payload)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error here."""


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve the site on a free port."""
    handler = type("Handler", (_Handler,), {"site": site})
    server = _Server(("127.0.0.1", 0), handler)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def resolve_here(*hosts: str, elsewhere: dict[str, str] | None = None) -> Callable[..., list[tuple[object, ...]]]:
    """A stand-in for getaddrinfo that knows the hosts of the test site, and some at other addresses."""
    known = dict.fromkeys(hosts, "127.0.0.1") | (elsewhere or {})
    original = socket.getaddrinfo

    def resolve(host: str | bytes | None, port: object, *arguments: object, **options: object) -> list[tuple[object, ...]]:
        name = host.decode() if isinstance(host, bytes) else host or ""
        return original(known.get(name, name), port, *arguments, **options)  # type: ignore[arg-type,return-value]

    return resolve


def bomb() -> bytes:
    """A few kilobytes that unpack to fifty megabytes."""
    return gzip.compress(b"<p>boom</p>" * 5_000_000, 9)

"""Politeness towards hosts: what their robots.txt allows, one request at a time with a pause between, waiting when told."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Semaphore
from urllib.parse import urlsplit

from protego import Protego

from flows.sources.client import Answer, Client, FetchError, Validators

AGENT = "dateline"  # the name by which robots.txt may address us
ROBOTS_BYTES = 512 * 1024  # RFC 9309: at least 500 KiB are read
LONGEST_DELAY = 30.0  # seconds; a Crawl-delay beyond it would stretch a run over days, so such a host is left alone
NO_CONNECTION = ("unknown_host", "connection_refused", "unreachable")  # reasons that are the host's, not those of its robots.txt
MISSING = range(400, 500)  # statuses of robots.txt that mean there are no rules (RFC 9309)


def host_of(url: str) -> str:
    """Scheme, host and port: what robots.txt and the pauses are for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


@dataclass
class _Host:
    slots: Semaphore
    lock: Lock = field(default_factory=Lock)
    ready_at: float = 0.0
    interval: float = 0.0
    rules: Protego | None = None
    is_known: bool = False
    refusal: tuple[str, str] | None = None


@dataclass
class Courtesy:
    """Fetching with manners; safe for threads. Hosts are remembered for one run."""

    client: Client
    per_host: int = 1
    clock: Callable[[], float] = time.monotonic
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    requests: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def get(self, url: str, validators: Validators | None = None, *, interval: float = 1.0) -> Answer:
        """The answer of an address that robots.txt allows, in its host's turn."""
        try:
            with self._turn(url, interval):
                return self.client.get(url, validators, lambda target: self._permit(target, interval))
        except FetchError as problem:
            if problem.wait:
                host = self._host(host_of(url))
                host.ready_at = max(host.ready_at, self.clock() + problem.wait)
            raise

    def sitemaps(self, url: str, interval: float = 1.0) -> list[str]:
        """The sitemaps that the host's robots.txt names."""
        rules = self._rules(host_of(url), interval)
        return list(rules.sitemaps) if rules else []

    @contextmanager
    def _turn(self, url: str, interval: float) -> Iterator[None]:
        host = self._host(host_of(url))
        with host.slots:
            host.interval = max(host.interval, interval)
            yield

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host(Semaphore(self.per_host)))

    def _permit(self, url: str, interval: float) -> None:
        """Before every request, also of a redirect: robots.txt, then the pause."""
        name = host_of(url)
        rules = self._rules(name, interval)
        if rules and not rules.can_fetch(url, AGENT):
            raise FetchError("robots_disallowed", f"{name}/robots.txt does not allow it")
        self._pause(name, interval)

    def _pause(self, name: str, interval: float) -> None:
        host = self._host(name)
        with host.lock:
            now = self.clock()
            start = max(now, host.ready_at)
            if start - now > self.client.limits.patience_seconds:
                raise FetchError("host_asks_to_wait", f"{name} asks to wait {start - now:.0f} s", is_transient=True, wait=start - now)
            host.ready_at = start + max(interval, host.interval)
            self.requests[name] += 1
        if start > now:
            self.client.sleep(start - now)

    def _rules(self, name: str, interval: float) -> Protego | None:
        host = self._host(name)
        with host.lock:
            if not host.is_known:
                host.rules, host.refusal = self._fetch_rules(name)
                delay = float(host.rules.crawl_delay(AGENT) or 0) if host.rules else 0.0
                if delay > LONGEST_DELAY:
                    host.refusal = ("robots_disallowed", f"{name}/robots.txt asks for {delay:.0f} s between requests")
                host.interval = max(host.interval, delay)
                host.ready_at = self.clock() + max(interval, host.interval)
                host.is_known = True
                self.requests[name] += 1
        if host.refusal:
            raise FetchError(*host.refusal, is_transient=host.refusal[0] in ("robots_unreachable", *NO_CONNECTION))
        return host.rules

    def _fetch_rules(self, name: str) -> tuple[Protego | None, tuple[str, str] | None]:
        """The rules, none where the file is missing; a host whose robots.txt cannot be had is left alone for this run."""
        try:
            answer = self.client.get(f"{name}/robots.txt")
        except FetchError as problem:
            if problem.status in MISSING and problem.status != 429:
                return None, None
            if problem.reason in ("forbidden_address", "bad_address", *NO_CONNECTION):
                return None, (problem.reason, problem.detail)
            return None, ("robots_unreachable", f"{name}/robots.txt: {problem}"[:300])
        text = (answer.payload or b"")[:ROBOTS_BYTES].decode("utf-8", "replace")
        return Protego.parse(text), None

"""The sources that list pages on the web, all of them in one pass: list, ask what is new, keep, hand on.

Hosts are asked side by side, the pages of one host in turn. Every answer is in the spool before it is in a batch, so a
kill at any moment costs at most the answers that were on their way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from queue import Full, Queue
from threading import Event
from time import perf_counter

from flows.sources.base import Batch, Found, to_batches
from flows.sources.catalog import Entry
from flows.sources.client import FetchError, Validators
from flows.sources.courtesy import Courtesy, host_of
from flows.sources.discover import Discovery, Explorer, problems_text
from flows.sources.listings import Listed
from flows.sources.pages import Outcome, Page, is_too_old, is_wanted, on_answer, on_problem, to_row
from flows.sources.spool import Spool
from flows.sources.state import FetchRow, Memory, Tally

TROUBLES = 5  # transient failures in a row after which a host is left alone for this run
WAITING = 64  # answers that may wait for a batch; each holds its payload


@dataclass(frozen=True)
class Tools:
    """What a crawl works with."""

    courtesy: Courtesy
    memory: Memory
    spool: Spool
    now: datetime
    byte_limit: int
    workers: int = 8


@dataclass
class Crawl:
    """The fetched sources of a run as one source; `tallies` says what each gave, once the batches are through."""

    entries: Sequence[Entry]
    tools: Tools
    name: str = "web"
    tallies: dict[str, Tally] = field(default_factory=dict)
    _stop: Event = field(default_factory=Event)

    def batches(self, size: int, known: Collection[str]) -> Iterator[Batch]:
        """What an earlier run left first, then what is new."""
        self.tallies = {entry.name: Tally() for entry in self.entries}
        return to_batches(self._found(), source_name=self.name, fetched_at=self.tools.now, size=size, known=known)

    def _found(self) -> Iterator[Found]:
        yield from self._leftovers()
        with ThreadPoolExecutor(self.tools.workers, thread_name_prefix="fetch") as pool:
            try:
                discovered = dict(zip(self.entries, pool.map(self._discover, self.entries), strict=True))
                pages = self._plan(discovered)
                yield from self._fetch_all(pool, pages)
                for entry, discovery in discovered.items():
                    if discovery:
                        self.tools.spool.write_listing(entry.name, [*self._postponed(pages[entry.name]), *discovery.rows])
            finally:
                self._stop.set()
                pool.shutdown(wait=True, cancel_futures=True)

    def _leftovers(self) -> Iterator[Found]:
        for row, found, is_changed in self.tools.spool.leftovers():
            tally = self.tallies.get(row.source_name, Tally())
            tally.new, tally.changed = tally.new + (not is_changed), tally.changed + is_changed
            yield found
        self.tools.memory.spooled |= {row.url: row for row in self.tools.spool.rows()}

    def _discover(self, entry: Entry) -> Discovery | None:
        """What a source lists; None where it fails as a whole, which costs the others nothing."""
        tally, start = self.tallies[entry.name], perf_counter()
        tools = self.tools
        try:
            found = Explorer(tools.courtesy, tools.memory, tools.now, tools.byte_limit).discover(entry)
            tally.note = problems_text(found.problems)
            return found
        except FetchError as problem:
            tally.error = str(problem)[:500]
            tally.wait = timedelta(seconds=problem.wait) if problem.wait else None
        except OSError as error:
            tally.error = f"{entry.locator} can't be read: {error.strerror or error}"
        finally:
            tally.seconds = perf_counter() - start
        return None

    def _plan(self, discovered: dict[Entry, Discovery | None]) -> dict[str, _Plan]:
        """What is asked of each source: what it lists, then what waits from earlier runs; no address twice."""
        taken: set[str] = set()
        plans: dict[str, _Plan] = {}
        for entry, discovery in discovered.items():
            waiting = [Page(entry, Listed(row.url), row) for row in self.tools.memory.pending(entry.name, entry.max_items)]
            listed = discovery.pages if discovery else []
            rows = self.tools.memory.fetches([page.url for page in listed])
            pages = [*(Page(entry, page, rows.get(page.url)) for page in listed), *waiting]
            plan = plans[entry.name] = _Plan()
            for page in pages:
                if page.url in taken or is_too_old(page, self.tools.now):
                    continue
                taken.add(page.url)
                if not is_wanted(page, self.tools.now):
                    self.tallies[entry.name].unchanged += 1
                else:
                    (plan.asked if len(plan.asked) < entry.max_items else plan.left).append(page)
        return plans

    def _fetch_all(self, pool: ThreadPoolExecutor, plans: dict[str, _Plan]) -> Iterator[Found]:
        """Ask host by host; gives payloads and rejects as they come."""
        lanes: defaultdict[str, list[Page]] = defaultdict(list)
        for plan in plans.values():
            for page in plan.asked:
                lanes[host_of(page.url)].append(page)
        answers: Queue[Outcome | BaseException | None] = Queue(WAITING)
        for pages in sorted(lanes.values(), key=len, reverse=True):  # the longest lane first: it sets the end
            pool.submit(self._lane, pages, answers)
        running = len(lanes)
        while running:
            outcome = answers.get()
            if outcome is None:
                running -= 1
            elif isinstance(outcome, BaseException):
                raise outcome
            elif found := self._count(outcome, plans):
                yield found

    def _lane(self, pages: list[Page], answers: Queue[Outcome | BaseException | None]) -> None:
        """The pages of one host, one after the other; a host in trouble is left alone."""
        troubles = 0
        start = perf_counter()
        try:
            for page in pages:
                if self._stop.is_set():
                    break
                outcome = self._ask(page) if troubles < TROUBLES else self._leave(page)
                troubles = troubles + 1 if outcome.row.outcome == "failed" else 0 if outcome.row.outcome != "postponed" else troubles
                if outcome.row.outcome != "postponed":
                    self.tools.spool.write(outcome.row, outcome.found, is_changed=outcome.is_changed)
                self._put(answers, outcome)
        except BaseException as error:  # noqa: BLE001 - a bug or a full disk must reach the run, not die with a thread
            self._put(answers, error)
        for name in {page.entry.name for page in pages}:
            self.tallies[name].seconds += perf_counter() - start
        self._put(answers, None)

    def _put(self, answers: Queue[Outcome | BaseException | None], item: Outcome | BaseException | None) -> None:
        """Hand on, but do not wait for a run that has ended."""
        while not self._stop.is_set():
            try:
                return answers.put(item, timeout=0.5)
            except Full:
                continue

    def _ask(self, page: Page) -> Outcome:
        tools = self.tools
        validators = Validators(page.row.etag, page.row.last_modified) if page.row and page.row.document_id else None
        try:
            answer = tools.courtesy.get(page.url, validators, interval=page.entry.interval.total_seconds())
        except FetchError as problem:
            return on_problem(page, problem, tools.now)
        return on_answer(page, answer, tools.now)

    def _leave(self, page: Page) -> Outcome:
        return Outcome(page, to_row(page, "postponed", self.tools.now, detail="its host failed several times in a row"))

    def _count(self, outcome: Outcome, plans: dict[str, _Plan]) -> Found | None:
        """Add an outcome to its source's tally; gives what goes on."""
        tally = self.tallies[outcome.page.entry.name]
        if outcome.row.outcome == "taken":
            tally.new, tally.changed = tally.new + (not outcome.is_changed), tally.changed + outcome.is_changed
        elif outcome.row.outcome == "postponed":
            plans[outcome.page.entry.name].left.append(outcome.page)
            if outcome.wait:
                tally.wait = max(tally.wait or timedelta(), timedelta(seconds=outcome.wait))
        else:
            setattr(tally, outcome.row.outcome, getattr(tally, outcome.row.outcome) + 1)
        return outcome.found

    def _postponed(self, plan: _Plan) -> list[FetchRow]:
        """Rows that make the next run ask what this one left."""
        rows = []
        for page in plan.left:
            self.tallies[page.entry.name].postponed += 1
            row = to_row(page, "postponed", self.tools.now)
            rows.append(replace(row, failure_count=page.row.failure_count if page.row else 0))
        return rows


@dataclass
class _Plan:
    """What is asked of a source now, and what is left for a later run."""

    asked: list[Page] = field(default_factory=list)
    left: list[Page] = field(default_factory=list)

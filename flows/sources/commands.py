"""`dateline sources`: what each source would give now, and adding one by its address. Neither writes to the warehouse."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from transforms.errors import InputError

app = typer.Typer(help="Look at the sources in sources.toml, or add one.", no_args_is_help=True)
SAMPLE = 200  # items of a file or archive that a check looks at


@app.command()
def check(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME…", help="Only these.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show what each source would give: how many pages, how many of them new, and what is wrong."""
    import sys

    found = list(check_sources(context.obj.settings(), names or []))
    if as_json:
        sys.stdout.write(json.dumps([one.__dict__ for one in found], ensure_ascii=False, indent=2) + "\n")
    else:
        from flows.console import result_console, result_table

        rows = [[one.name, one.kind, str(one.listed), str(one.new), one.newest, one.problem] for one in found]
        columns = ["source", "kind", "listed", "new", "newest", "problem"]
        result_console(sys.stdout).print(result_table(columns, rows, numbers=["listed", "new"]))
    if found and all(one.problem for one in found):
        raise typer.Exit(1)


@app.command()
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed, a sitemap or any page of a site.")],
    name: Annotated[str, typer.Option(help="Its name; default made from the host.")] = "",
) -> None:
    """Find the feed or sitemap behind an address and write it to sources.toml."""
    import sys

    settings = context.obj.settings()
    path = settings.sources_file or Path("sources.toml")
    kind, address, count = find_source(settings, url)
    added = append_source(path, kind, address, name)
    sys.stdout.write(f"added {added} to {path}: {kind} {address}, which lists {count} pages\n")


@dataclass(frozen=True)
class Checked:
    """What a source would give now."""

    name: str
    kind: str
    listed: int
    new: int
    newest: str
    problem: str


def check_sources(settings: Any, names: Sequence[str]) -> Iterator[Checked]:  # noqa: ANN401 - Settings, imported late
    """Ask the listings, without validators; pages are not fetched."""
    from flows.sources.catalog import FETCHED_KINDS, read_catalog

    if settings.sources_file is None or not settings.sources_file.exists():
        raise InputError("sources", "there is no sources.toml", "Add a source: dateline sources add https://…")
    entries = read_catalog(settings.sources_file)
    if unknown := set(names) - {entry.name for entry in entries}:
        raise InputError(", ".join(sorted(unknown)), "is no source in sources.toml", f"Known are {', '.join(e.name for e in entries)}.")
    for entry in entries:
        if not names or entry.name in names:
            yield _check_listed(settings, entry) if entry.kind in FETCHED_KINDS else _check_files(settings, entry)


def _check_listed(settings: Any, entry: Any) -> Checked:  # noqa: ANN401
    from flows.sources.client import FetchError
    from flows.sources.courtesy import Courtesy
    from flows.sources.discover import Explorer, problems_text
    from flows.sources.gathering import make_client
    from flows.sources.pages import Page, is_too_old, is_wanted
    from flows.sources.state import Memory

    memory = Memory(settings.home)
    # another home's memory for the listings: a check must see what there is, not what has changed
    explorer = Explorer(Courtesy(make_client(settings)), Memory(settings.home / "none"), settings.now(), settings.max_payload_bytes)
    try:
        found = explorer.discover(entry)
    except (FetchError, OSError) as error:
        return Checked(entry.name, entry.kind, 0, 0, "", str(error)[:300])
    rows = memory.fetches([page.url for page in found.pages])
    pages = [Page(entry, page, rows.get(page.url)) for page in found.pages]
    new = [page for page in pages if not is_too_old(page, settings.now()) and is_wanted(page, settings.now())]
    newest = max((page.stated_at for page in found.pages if page.stated_at), default=None)
    problem = problems_text(found.problems) or ("" if found.pages else "it lists no page")
    return Checked(entry.name, entry.kind, len(pages), len(new), f"{newest:%Y-%m-%d %H:%M}" if newest else "", problem)


def _check_files(settings: Any, entry: Any) -> Checked:  # noqa: ANN401
    from flows.raw import RawStore
    from flows.sources.gathering import Gathering
    from transforms.errors import DatelineError

    gathering = Gathering(settings, [entry])
    known = RawStore(settings.home).known() if settings.home.exists() else set()
    listed = new = rejected = 0
    try:
        for source in gathering.parts(entry):
            for batch in islice(source.batches(SAMPLE, known), 1):
                new += batch.documents.height
                rejected += batch.rejects.height
                listed += batch.documents.height + batch.known_count
    except (DatelineError, OSError) as error:
        return Checked(entry.name, entry.kind, listed, new, "", str(error)[:300])
    return Checked(entry.name, entry.kind, listed, new, "", f"{rejected} cannot be taken in" if rejected else "")


def find_source(settings: Any, url: str) -> tuple[str, str, int]:  # noqa: ANN401
    """Kind, address and number of pages of the best source behind an address: a feed, a sitemap, else its front page."""
    from flows.sources.client import FetchError
    from flows.sources.courtesy import Courtesy
    from flows.sources.gathering import make_client
    from flows.sources.listings import find_feeds, page_url, parse_feed, parse_site, parse_sitemap, unpacked

    address = page_url(url if "://" in url else f"https://{url}")
    if address is None or ("://" not in url and "." not in (urlsplit(address).hostname or "")):
        raise InputError(url or "URL", "is no address", "Give one such as https://news.example/")
    courtesy = Courtesy(make_client(settings))
    try:
        answer = courtesy.get(address)
    except FetchError as error:
        raise InputError(url, f"cannot be fetched ({error})", "Check it in a browser.") from error
    payload = unpacked(answer.payload or b"", settings.max_payload_bytes)
    for kind, parse in (
        ("feed", parse_feed),
        ("sitemap", lambda content, at: [*parse_sitemap(content, at)[0], *parse_sitemap(content, at)[1]]),
    ):
        try:
            if pages := parse(payload, address):
                return kind, address, len(pages)
        except ValueError:
            continue
    for feed in find_feeds(payload, answer.url):
        try:
            if pages := parse_feed(courtesy.get(feed).payload or b"", feed):
                return "feed", feed, len(pages)
        except (FetchError, ValueError):
            continue
    return _find_without_feed(settings, courtesy, answer.url, parse_site(payload, answer.url))


def _find_without_feed(settings: Any, courtesy: Any, url: str, links: list[Any]) -> tuple[str, str, int]:  # noqa: ANN401
    """The site's sitemap if it has one, else the page itself if it links to articles."""
    from flows.sources.catalog import Entry
    from flows.sources.client import FetchError
    from flows.sources.discover import Explorer
    from flows.sources.state import Memory

    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    explorer = Explorer(courtesy, Memory(settings.home / "none"), settings.now(), settings.max_payload_bytes)
    try:
        if pages := explorer.discover(Entry("new", "sitemap", url=root)).pages:
            return "sitemap", root, len(pages)
    except FetchError:
        pass  # none; the page's own links are the last resort
    if links:
        return "site", url, len(links)
    raise InputError(url, "names no feed, no sitemap and no article", "Look for a feed's address on the site and give that.")


def append_source(path: Path, kind: str, address: str, name: str) -> str:
    """Write the source at the end of the file, made if missing; gives its name. What is there stays as it is."""
    from flows.sources.catalog import read_catalog

    entries = read_catalog(path) if path.exists() else []
    if same := [entry.name for entry in entries if entry.url == address]:
        raise InputError(address, f"is in {path} already, as {same[0]}", "Nothing was changed.")
    host = (urlsplit(address).hostname or "source").removeprefix("www.")
    wanted = name or re.sub(r"[^\w.-]+", "-", host)
    taken, number, chosen = {entry.name for entry in entries}, 2, wanted
    while chosen in taken:
        chosen, number = f"{wanted}-{number}", number + 1
    block = f'[[source]]\nname = {json.dumps(chosen)}\nkind = "{kind}"\nurl = {json.dumps(address)}\n'
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(f"{before.rstrip()}\n\n{block}" if before.strip() else block, encoding="utf-8")
    draft.replace(path)
    return chosen

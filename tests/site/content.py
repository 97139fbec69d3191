"""What stands on the test site: listings of every kind, good pages, and one page for everything that goes wrong."""

from __future__ import annotations

import gzip
import json

from tests.site.pages import html
from tests.site.server import Reply, Site, bomb

NEWS, OTHER, DEAD, INNER = "news.example", "other.example", "dead.example", "inner.example"
XML = "application/xml"
ROBOTS = f"User-agent: *\nDisallow: /private/\nDisallow: /*?print=\nSitemap: http://{NEWS}:PORT/sitemap.xml\n"


def build(site: Site) -> Site:
    """All routes; the port must be known."""
    site.routes |= _listings(site) | _pages(site) | _bad_pages(site)
    site.routes |= {
        f"{NEWS}/robots.txt": Reply(ROBOTS.replace("PORT", str(site.port)), content_type="text/plain"),
        f"{DEAD}/robots.txt": Reply("", 404),
        f"{DEAD}/rss": Reply("down for now", 500),
    }
    return site


def rss(site: Site, places: list[str], *, title: str = "News", dates: dict[str, str] | None = None) -> str:
    """A feed of these places."""
    dates = dates or {}
    items = "".join(
        f"<item><title>{place}</title><link>{site.url(place).replace('&', '&amp;')}</link>"
        f"{f'<pubDate>{dates[place]}</pubDate>' if place in dates else ''}</item>"
        for place in places
    )
    head = f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title><link>{site.url(f'{NEWS}/')}</link>"
    return f"{head}{items}</channel></rss>"


GOOD_FEED = [
    f"{NEWS}/2025/03/visit.html?utm_source=rss&utm_medium=feed",
    f"{NEWS}/2025/03/visit.html?utm_source=mail",
    f"{NEWS}/2025/03/aid.html",
    f"{NEWS}/amp/aid.html",
    f"{NEWS}/go/protest",
    f"{NEWS}/2025/03/flaky.html",
    f"{NEWS}/2025/03/busy.html",
    f"{NEWS}/2025/03/charset.html",
]
BAD_FEED = [
    f"{NEWS}/loop/a",
    f"{NEWS}/slow.html",
    f"{NEWS}/huge.html",
    f"{NEWS}/endless.html",
    f"{NEWS}/bomb.html",
    f"{NEWS}/private/secret.html",
    f"{NEWS}/2025/03/visit.html?print=1",
    f"{NEWS}/2025/03/gone-soft.html",
    f"{NEWS}/2025/03/gone.html",
    f"{NEWS}/away.html",
    f"{NEWS}/paper.pdf",
    f"{NEWS}/to-inner.html",
    f"{INNER}/secret.html",
]


def _listings(site: Site) -> dict[str, Reply]:
    atom = (
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Teams</title>"
        f"<link rel='alternate' href='{site.url(f'{OTHER}/2025/quake.html')}'/><updated>2025-03-07T10:00:00Z</updated>"
        "<published>2025-03-07T09:00:00Z</published></entry></feed>"
    )
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": site.url(f"{OTHER}/2025/trade.html")}]}
    # not closed, not escaped, cut off: a parser alone gives up
    broken = f"<rss><channel><link>{site.url(f'{NEWS}/')}</link><item><title>A & B</title><link>{site.url(f'{OTHER}/2025/port.html')}</link><item><tit"
    index = "".join(
        f"<sitemap><loc>{site.url(f'{NEWS}/{name}')}</loc></sitemap>"
        for name in ("map-1.xml", "map-2.xml.gz", "missing.xml", "sitemap.xml")
    )
    first = (
        f"<url><loc>{site.url(f'{NEWS}/2025/03/school.html')}</loc><lastmod>2025-03-08</lastmod></url>"
        f"<url><loc>{site.url(f'{NEWS}/2025/03/aid.html')}</loc></url>"
    )
    second = (
        f"<url><loc>{site.url(f'{NEWS}/2025/03/bridge.html')}</loc><n:news xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"
        "<n:publication_date>2025-03-09T08:00:00+01:00</n:publication_date><n:title>Bridge</n:title></n:news></url>"
    )
    ns = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    return {
        f"{NEWS}/rss.xml": Reply(rss(site, GOOD_FEED), content_type="application/rss+xml"),
        f"{NEWS}/bad.xml": Reply(rss(site, BAD_FEED), content_type="application/rss+xml"),
        f"{OTHER}/atom.xml": Reply(atom, content_type="application/atom+xml"),
        f"{OTHER}/feed.json": Reply(json.dumps(feed), content_type="application/feed+json"),
        f"{OTHER}/broken.xml": Reply(broken, content_type=XML),
        f"{NEWS}/sitemap.xml": Reply(f"<?xml version='1.0'?><sitemapindex {ns}>{index}</sitemapindex>", content_type=XML),
        f"{NEWS}/map-1.xml": Reply(f"<?xml version='1.0'?><urlset {ns}>{first}</urlset>", content_type=XML),
        f"{NEWS}/map-2.xml.gz": Reply(gzip.compress(f"<urlset {ns}>{second}</urlset>".encode()), content_type="application/gzip"),
        f"{OTHER}/": Reply(
            "<html><head><link rel='alternate' type='application/atom+xml' href='/atom.xml'></head><body>"
            "<a href='/2025/quake.html'>Teams</a><a href='/about'>About</a><a href='/world/'>World</a>"
            f"<a href='http://{NEWS}/2025/03/visit.html'>elsewhere</a></body></html>"
        ),
    }


def _pages(site: Site) -> dict[str, Reply]:
    canonical = f"<link rel='canonical' href='{site.url(f'{NEWS}/2025/03/aid.html')}'>"
    french = html("charset").replace("’", "'").encode("latin-1")
    return {
        f"{NEWS}/2025/03/visit.html": Reply(html("visit")),
        f"{NEWS}/2025/03/aid.html": Reply(html("aid", head=canonical)),
        f"{NEWS}/amp/aid.html": Reply(html("aid", head=f"{canonical}<meta name='viewport' content='amp'>")),
        f"{NEWS}/go/protest": Reply("", 302, headers={"Location": "/go/further"}),
        f"{NEWS}/go/further": Reply("", 301, headers={"Location": site.url(f"{NEWS}/2025/03/protest.html")}),
        f"{NEWS}/2025/03/protest.html": Reply(gzip.compress(html("protest").encode()), headers={"Content-Encoding": "gzip"}),
        f"{NEWS}/2025/03/flaky.html": lambda count: Reply("no", 500) if count == 0 else Reply(html("flaky")),
        f"{NEWS}/2025/03/busy.html": lambda count: Reply("", 429, headers={"Retry-After": "1"}) if count == 0 else Reply(html("busy")),
        f"{NEWS}/2025/03/charset.html": Reply(french, content_type="text/html; charset=iso-8859-1"),
        f"{NEWS}/2025/03/school.html": Reply(html("school")),
        f"{NEWS}/2025/03/bridge.html": Reply(html("bridge")),
        f"{OTHER}/2025/quake.html": Reply(html("quake")),
        f"{OTHER}/2025/trade.html": Reply(html("trade")),
        f"{OTHER}/2025/port.html": Reply(html("port"), content_type="text/html; charset=utf-16"),  # a charset that is not so
    }


def _bad_pages(site: Site) -> dict[str, Reply]:
    return {
        f"{NEWS}/loop/a": Reply("", 302, headers={"Location": "/loop/b"}),
        f"{NEWS}/loop/b": Reply("", 302, headers={"Location": "/loop/a"}),
        f"{NEWS}/slow.html": Reply(html("visit"), drip=0.2),
        f"{NEWS}/huge.html": Reply(b"<p>" + b"x" * 400_000 + b"</p>"),
        f"{NEWS}/endless.html": Reply(is_endless=True),
        f"{NEWS}/bomb.html": Reply(bomb(), headers={"Content-Encoding": "gzip"}),
        f"{NEWS}/private/secret.html": Reply(html("visit")),
        f"{NEWS}/2025/03/gone-soft.html": Reply(
            "<html><head><title>404 - page not found | News</title></head><body><p>Sorry.</p></body></html>"
        ),
        f"{NEWS}/away.html": Reply("", 302, headers={"Location": "/"}),
        f"{NEWS}/": Reply("<html><title>News</title><body><p>Front page</p></body></html>"),
        f"{NEWS}/paper.pdf": Reply(b"%PDF-1.7 ...", content_type="application/pdf"),
        f"{NEWS}/to-inner.html": Reply("", 302, headers={"Location": site.url(f"{INNER}/secret.html")}),
    }

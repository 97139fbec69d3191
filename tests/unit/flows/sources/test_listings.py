import gzip
import io
import zipfile
from datetime import UTC, date, datetime

import pytest

from flows.sources.listings import (
    find_feeds,
    looks_like_article,
    moment,
    page_url,
    parse_feed,
    parse_site,
    parse_sitemap,
    parse_urls,
    unpacked,
)

AT = "https://news.example/rss"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://news.example/a?utm_source=x&id=3#top", "https://news.example/a?id=3"),
        ("/a.html", "https://news.example/a.html"),
        ("http://127.0.0.1:8080/a?fbclid=1", "http://127.0.0.1:8080/a"),
        ("mailto:a@b.example", None),
        ("javascript:void(0)", None),
        ("", None),
        ("http://[broken", None),
    ],
)
def test_pages_are_known_by_a_clean_address(given, wanted):
    assert page_url(given, AT) == wanted


def test_an_rss_entry_has_its_title_and_its_day_as_the_publisher_counts_it():
    feed = b"""<?xml version="1.0"?><rss><channel><link>https://news.example/</link><item><title>Late</title>
    <link>https://news.example/late?utm_medium=rss</link><pubDate>Mon, 03 Mar 2025 23:30:00 -0500</pubDate></item></channel></rss>"""
    [page] = parse_feed(feed, AT)
    assert (page.url, page.title, page.day) == ("https://news.example/late", "Late", date(2025, 3, 3))
    assert page.stated_at == datetime(2025, 3, 4, 4, 30, tzinfo=UTC)


def test_broken_feeds_give_what_they_hold_and_pages_are_no_feeds():
    broken = b"<rss><channel><item><title>A & B</title><link>https://news.example/one</link><item><link>https://news.example/two"
    assert parse_feed(broken, AT)[0].url == "https://news.example/one"
    assert parse_feed(b"<rss><channel></channel></rss>", AT) == []
    for payload in (b"<html><body><a href='/x'>x</a></body></html>", b"", b"{}", b'{"items": 3}', b"{broken"):
        with pytest.raises(ValueError, match="feed"):
            parse_feed(payload, AT)


def test_entities_and_doctypes_do_no_harm():
    bomb = b'<!DOCTYPE a [<!ENTITY x "boom"><!ENTITY y "&x;&x;&x;&x;">]><rss><channel><item><link>https://news.example/&y;</link></item></channel></rss>'
    assert all("boomboom" not in page.url for page in parse_feed(bomb, AT))


def test_sitemaps_give_pages_and_sitemaps():
    pages, nested = parse_sitemap(
        b"<sitemapindex><sitemap><loc>https://news.example/1.xml</loc></sitemap></sitemapindex>", "https://news.example/s.xml"
    )
    assert (pages, nested) == ([], ["https://news.example/1.xml"])
    pages, _ = parse_sitemap(b"https://news.example/a\nhttps://news.example/b\n", AT)
    assert [page.url for page in pages] == ["https://news.example/a", "https://news.example/b"]
    with pytest.raises(ValueError, match="no sitemap"):
        parse_sitemap(b"<html><title>Not found</title></html>", AT)


def test_front_pages_give_articles_of_the_same_site_only():
    page = (
        b"<a href='/2025/03/a-long-story.html'>x</a><a href='/about'>x</a><a href='/world/'>x</a>"
        b"<a href='https://other.example/2025/03/story.html'>x</a><a href='/minister-visits-the-north-12345'>x</a>"
    )
    assert [found.url for found in parse_site(page, "https://news.example/")] == [
        "https://news.example/2025/03/a-long-story.html",
        "https://news.example/minister-visits-the-north-12345",
    ]
    assert not looks_like_article("https://news.example/politics")


def test_lists_of_addresses_by_line_by_column_and_by_number():
    urls = ["https://news.example/a", "https://news.example/b"]
    assert [page.url for page in parse_urls("\n".join([*urls, "", "no address", urls[0]]).encode(), "")] == urls
    assert [page.url for page in parse_urls(f"id,link\n1,{urls[0]}\n2,{urls[1]}\n".encode(), "link")] == urls
    assert [page.url for page in parse_urls(f"1\tx\t{urls[0]}\n2\ty\t{urls[1]}\n".encode(), "3")] == urls
    with pytest.raises(ValueError, match="no column 'url'"):
        list(parse_urls(b"id,link\n", "url"))
    with pytest.raises(ValueError, match="no column 9"):
        list(parse_urls(b"a,b\n", "9"))


def test_feeds_of_a_page_are_found():
    page = b"<head><link rel=alternate type='application/rss+xml' href='/feed/'><link type='application/atom+xml' rel='alternate' href='/comments/feed'></head>"
    assert find_feeds(page, "https://news.example/")[0] == "https://news.example/feed/"


def test_gzip_within_limits():
    assert unpacked(gzip.compress(b"x"), 10) == b"x"
    assert unpacked(b"plain", 1) == b"plain"
    for payload, limit in ((gzip.compress(b"x" * 100), 10), (gzip.compress(b"x" * 100)[:-12], 1000)):
        with pytest.raises(ValueError, match=r"gzip|unpacked"):
            unpacked(payload, limit)


@pytest.mark.parametrize("value", ["", None, "yesterday", "2025-13-01", "0001-01-01T00:00:00+14:00"])
def test_times_that_are_none(value):
    assert moment(value) is None


def test_a_list_may_come_zipped_or_gzipped_and_no_larger_than_allowed():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20250310.export.CSV", "\t".join(["x"] * 60 + ["https://news.example/one"]))
    [page] = parse_urls(unpacked(packed.getvalue(), 1000), "61")
    assert page.url == "https://news.example/one"
    assert unpacked(gzip.compress(b"plain"), 1000) == unpacked(b"plain", 1000) == b"plain"
    for payload in (packed.getvalue(), gzip.compress(b"plain" * 100)):
        with pytest.raises(ValueError, match="more than 20 bytes"):
            unpacked(payload, 20)
        with pytest.raises(ValueError, match="not a whole"):
            unpacked(payload[: len(payload) // 2], 1000)

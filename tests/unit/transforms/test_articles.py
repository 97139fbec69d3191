"""Articles from documents: texts kept as they are, pages read, dates weighed, junk and copies set aside."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from transforms.articles import Extraction, decode, leading_title, to_articles, url_date
from transforms.errors import ContractError
from transforms.identity import stable_id
from transforms.schemas import ARTICLES, DOCUMENTS, REJECTS, check_key, conform, frame

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
EXTRACTION = Extraction()  # shared, so that the language identifier is loaded once
SENTENCE = "The harbour master of the northern town met the fishermen on the quay to talk about the price of herring. "
PARAGRAPHS = f"<p>{SENTENCE}</p><p>{SENTENCE.replace('herring', 'cod')}</p><p>{SENTENCE.replace('herring', 'salt')}</p>"


def page(head="", body=PARAGRAPHS):
    return f"<html><head><title>Quay talks</title>{head}</head><body><article>{body}</article></body></html>".encode()


def document(payload, **values):
    digest = sha256(payload).hexdigest()
    return {
        "document_id": stable_id(digest, values.get("url") or ""),
        "payload_sha256": digest,
        "source_name": "box",
        "locator": "box/1",
        "content_type": "text/html",
        "fetched_at": NOW,
        "byte_count": len(payload),
    } | {name: values.get(name) for name in ("url", "given_id", "given_title", "given_date")} | values  # fmt: skip


def run(*pairs):
    """(payload, values) pairs → articles and rejects."""
    rows = [document(payload, **values) for payload, values in pairs]
    payloads = {row["payload_sha256"]: payload for row, (payload, _) in zip(rows, pairs, strict=True)}
    articles, rejects = to_articles(frame(DOCUMENTS, rows), payloads, extraction=EXTRACTION)
    conform(ARTICLES, articles), conform(REJECTS, rejects), check_key(ARTICLES, articles), check_key(REJECTS, rejects)
    assert articles.height + rejects.height == len(rows)
    return articles, rejects


def article(payload, **values):
    articles, rejects = run((payload, values))
    assert articles.height == 1, rejects.rows()
    return articles.row(0, named=True)


def reason(payload, **values):
    articles, rejects = run((payload, values))
    assert articles.is_empty()
    return rejects["reason"][0]


def test_plain_text_is_kept_unchanged():
    text = f"  A title\r\n\r\nBEIJING, June 1, 2020 (AFP) —  {SENTENCE}\r\n\tÜber \u00a0 alles\n\n"
    row = article(text.encode(), content_type="text/plain")
    assert row["text"] == text
    assert text[row["body_offset"] :].startswith("The harbour")
    assert (row["dateline_place"], row["published_date"], row["published_origin"]) == ("BEIJING", date(2020, 6, 1), "dateline")
    assert row["article_id"] == stable_id(text)


def test_short_plain_text_is_an_article_of_unknown_language():
    row = article(b"They met.", content_type="text/plain")
    assert (row["text"], row["language"], row["word_count"], row["body_offset"]) == ("They met.", "und", 2, 0)


def test_page_gives_text_title_authors_language():
    row = article(page('<meta name="author" content="Ann Lee; Bo Ek">'), url="https://a.example/n/1")
    assert row["text"].startswith(SENTENCE.strip())
    assert (row["title"], row["authors"], row["language"]) == ("Quay talks", ["Ann Lee", "Bo Ek"], "en")


def test_given_title_wins():
    assert article(page(), given_title="Given")["title"] == "Given"


def test_language_is_told_from_the_text():
    text = "Der Hafenmeister der Stadt traf gestern die Fischer am Kai, um über den Preis der Heringe zu sprechen. "
    assert article(text.encode(), content_type="text/plain")["language"] == "de"


def test_canonical_address_loses_tracking_and_names_the_article():
    link = '<link rel="canonical" href="/n/5?utm_source=x&id=3#top">'
    row = article(page(link), url="https://a.example/amp/5")
    assert row["canonical_url"] == "https://a.example/n/5?id=3"
    assert row["article_id"] == stable_id("https://a.example/n/5?id=3")


@pytest.mark.parametrize("href", ["https://a.example/", "http://[bad", "javascript:x", ""])
def test_useless_canonical_address_is_passed_over(href):
    row = article(page(f'<link rel="canonical" href="{href}">'), url="https://a.example/n/5?fbclid=1")
    assert row["canonical_url"] == "https://a.example/n/5"


@pytest.mark.parametrize("url", ["http://[::1", "not an address", "file:///etc/x"])
def test_malformed_address_does_no_harm(url):
    assert article(page(), url=url)["canonical_url"] is None


META = '<meta property="article:published_time" content="2021-05-04T10:00:00Z">'
DATELINE = f"<p>LISBON, June 2, 2021 (AFP) - {SENTENCE}</p>{PARAGRAPHS}"


@pytest.mark.parametrize(
    ("payload", "values", "expected"),
    [
        (page(META), {"given_date": date(2020, 1, 1), "url": "https://a.example/2019/01/02/x"}, (date(2020, 1, 1), "day", "given")),
        (page(META, DATELINE), {"url": "https://a.example/2019/01/02/x"}, (date(2021, 5, 4), "day", "metadata")),
        (page(), {"url": "https://a.example/2019/01/02/x"}, (date(2019, 1, 2), "day", "url")),
        (page(), {"url": "https://a.example/2019/03/x"}, (date(2019, 3, 1), "month", "url")),
        (page(), {"locator": "in/2019-01-02-x.html"}, (date(2019, 1, 2), "day", "file name")),
        (page(), {"locator": "in/2019-01-02.jsonl:7"}, (None, None, None)),
        (page("", f"{PARAGRAPHS}<p>© 2019 Quay Press</p>"), {}, (None, None, None)),
        (page("", f"<span class='date'>01.03.2019</span>{PARAGRAPHS}"), {}, (date(2019, 3, 1), "day", "metadata")),
        (page(META.replace("2021", "2031")), {}, (None, None, None)),
    ],
    ids=["given", "metadata", "url", "url month", "file name", "file of rows", "copyright year", "first of a month", "future"],
)
def test_publication_date(payload, values, expected):
    row = article(payload, **values)
    assert tuple(row[f"published_{name}"] for name in ("date", "precision", "origin")) == expected


def test_exact_dateline_beats_month_of_the_address():
    text = f"LISBON, June 2, 2021 (AFP) - {SENTENCE}".encode()
    row = article(text, content_type="text/plain", url="https://a.example/2021/06/x")
    assert (row["published_date"], row["published_precision"], row["published_origin"]) == (date(2021, 6, 2), "day", "dateline")


@pytest.mark.parametrize(
    ("line", "values", "expected"),
    [
        ("Published: June 2, 2021, 10:15 GMT", {}, (date(2021, 6, 2), "line")),
        ("Published: June 2, 2021, 10:15 GMT", {"url": "https://a.example/2021/06/x"}, (date(2021, 6, 2), "line")),
        ("Published: June 2, 2021, 10:15 GMT", {"url": "https://a.example/2021/06/01/x"}, (date(2021, 6, 1), "url")),
        ("Published: June 2, 2021, 10:15 GMT", {"given_date": date(2020, 1, 1)}, (date(2020, 1, 1), "given")),
        ("Published: June 2, 2031, 10:15 GMT", {}, (None, None)),
    ],
    ids=["line", "exacter than the address", "address", "given", "future"],
)
def test_a_date_line_counts_where_nothing_else_gives_the_day(line, values, expected):
    row = article(f"Quay talks end\n{line}\n{SENTENCE}".encode(), content_type="text/plain", **values)
    assert (row["published_date"], row["published_origin"]) == expected


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ({"locator": "inbox/2019-01-02-talks.txt"}, date(2019, 1, 2)),
        ({"locator": "dump-2019-01-02/talks.txt"}, None),  # the day of a copy, not of the article
        ({"locator": "2019-01-02.jsonl:7"}, None),
        ({"locator": "2019-01-02.txt", "url": "https://a.example/n/1"}, None),
    ],
)
def test_file_name_dates_a_text_without_address(values, day):
    assert article(SENTENCE.encode(), content_type="text/plain", **values)["published_date"] == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/20190102/x", date(2019, 1, 2)),
        ("https://a.example/x-2019-01-02.html", date(2019, 1, 2)),
        ("https://a.example/x/20191345", None),
        ("https://a.example/id/201901021234", None),
        ("https://a.example/?d=2019-01-02", None),
        (None, None),
    ],
)
def test_url_date(url, day):
    assert url_date(url).day == day


def test_publication_date_does_not_depend_on_the_clock():
    late = article(page(), fetched_at=datetime(2031, 1, 1, tzinfo=UTC), url="https://a.example/2030/05/06/x")
    early = article(page(), fetched_at=datetime(2030, 1, 1, tzinfo=UTC), url="https://a.example/2030/05/06/x")
    assert (late["published_date"], early["published_date"]) == (date(2030, 5, 6), None)


NOT_TEXT = [
    b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    b"\x00" * 500,
    bytes(range(128, 256)) * 20,
    b" ... --- !!!",
]


@pytest.mark.parametrize("payload", NOT_TEXT)
@pytest.mark.parametrize("content_type", ["text/plain", "text/html"])
def test_binary_junk_is_not_text(payload, content_type):
    assert reason(payload, content_type=content_type) == "not_text"


@pytest.mark.parametrize(
    "payload",
    [
        b"<html></html>",
        b"<html><body><nav><a href='/'>Home</a></nav><p>Page not found</p></body></html>",
        b"<p>cut off in the mid",
        b'{"a": 1}',
        b"<html><body>" + b"<div>" * 5000 + b"deep" + b"</div>" * 5000,
        b"<table>" * 5000,
    ],
)
def test_page_without_a_text_is_no_article(payload):
    assert reason(payload) == "not_an_article"


def test_page_in_a_script_without_spaces_is_an_article():
    body = "<p>" + "外務大臣は月曜日に東京で港の代表と会談し、漁業の将来について話し合った。" * 4 + "</p>"
    assert article(page("", body))["language"] == "ja"


def test_reader_comments_stay_out():
    body = f'<article>{PARAGRAPHS}</article><div id="comments" class="comments"><p>First! I never liked herring anyway.</p></div>'
    assert "First!" not in article(page("", body))["text"]


def test_one_bad_document_does_not_cost_the_others():
    articles, rejects = run((b"\x00" * 50, {}), (page(), {"url": "https://a.example/1"}))
    assert (articles.height, rejects["reason"].to_list()) == (1, ["not_text"])


def test_newest_copy_of_an_article_stays_whatever_the_order():
    old = (page(), {"url": "https://a.example/1", "fetched_at": datetime(2026, 10, 1, tzinfo=UTC)})
    new = (page(META), {"url": "https://a.example/1?utm_source=x"})
    for pairs in ([old, new], [new, old]):
        articles, rejects = run(*pairs)
        assert articles["published_date"].to_list() == [date(2021, 5, 4)]
        assert rejects["reason"].to_list() == ["superseded"]
        assert articles["document_id"][0] in rejects["detail"][0]


def test_same_documents_give_the_same_rows():
    assert run((page(META), {}))[0].equals(run((page(META), {}))[0])


def test_missing_payload_stops_the_run():
    with pytest.raises(ContractError, match="missing"):
        to_articles(frame(DOCUMENTS, [document(b"x")]), {}, extraction=EXTRACTION)


GERMAN = "Größe und Übermut – „Ärger“ im Café am Fluss, sagte der Bürgermeister gestern zu den Gästen. "


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_decodes_western_text(encoding):
    assert decode(GERMAN.encode(encoding)) == GERMAN


def test_decodes_as_the_page_declares():
    text = "Ministrowie podpisali umowę o żegludze na rzece Odrze, którą wcześniej odrzucił sąd."
    assert text in decode(f"<meta charset='iso-8859-2'>{text}".encode("iso-8859-2"), is_html=True)
    assert "Gruß" in decode(b"<meta charset=nonsense>Gru\xdf an alle", is_html=True)


def test_guesses_an_encoding_far_from_latin():
    text = "Президент встретился с министром иностранных дел и обсудил с ним положение на реке. " * 5
    assert decode(text.encode("cp1251")) == text


def test_broken_utf8_loses_only_the_broken_characters():
    text = SENTENCE * 3 + "“Café” — déjà vu"
    assert decode(text.encode().replace("Café".encode(), b"Caf\xc3")) == text.replace("Café", "Caf\ufffd")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Quay talks end\n\n{SENTENCE}", "Quay talks end"),
        (f"Quay talks end.\n\n{SENTENCE}", None),
        (f"Quay talks end\n{SENTENCE}", None),
        (f"PARIS (AP) — Quay talks end\n\n{SENTENCE}", None),
        (f"Published: June 2, 2021, 10:15 GMT\n\n{SENTENCE}", None),
        (f"Lund Visits Quay | June 2, 2021\n\n{SENTENCE}", "Lund Visits Quay | June 2, 2021"),
        ("Quay talks end", None),
    ],
)
def test_leading_title(text, title):
    assert leading_title(text) == title

import pickle

import polars as pl
import pytest

from flows import worker
from flows.annotated import AnnotatedStore, Count
from flows.worker import Job, annotate_articles, annotate_batch, check_count
from tests.rows import rows
from transforms.errors import ContractError
from transforms.schemas import ANNOTATED_TABLES, ARTICLES, REJECTS, frame

ARTICLE_ROWS = [{"article_id": f"a{n}", "locator": f"{n}.txt", "text": text} for n, text in enumerate(["good", "poison", "fine"])]


def fake_annotate(articles, *, annotator):
    if "poison" in articles.get_column("text").to_list():
        raise ValueError("cannot parse")
    sentences = [
        {"sentence_id": f"s-{a}", "article_id": a, "sentence_index": 0, "start_offset": 0, "end_offset": 1, "text": "x"}
        for a, text in articles.select("article_id", "text").iter_rows()
        for _ in range(2 if text == "twice" else 1)
    ]
    tables = {table.name: frame(table, []) for table in ANNOTATED_TABLES}
    return tables | {"sentences": frame(ANNOTATED_TABLES[0], sentences), "rejects": frame(REJECTS, [])}


@pytest.fixture(autouse=True)
def fakes(monkeypatch):
    monkeypatch.setattr("transforms.annotate.annotate", fake_annotate)
    monkeypatch.setattr(worker, "annotator", lambda seeds: None)


@pytest.fixture
def articles() -> pl.DataFrame:
    return rows(ARTICLES, *ARTICLE_ROWS)


def test_a_poisonous_article_fails_the_batch_but_not_one_by_one(articles):
    with pytest.raises(ValueError, match="cannot parse"):
        annotate_articles(articles, None, one_by_one=False)
    tables = annotate_articles(articles, None, one_by_one=True)
    assert tables["sentences"].get_column("article_id").to_list() == ["a0", "a2"]
    reject = tables["rejects"].row(0, named=True)
    assert (reject["subject_id"], reject["reason"]) == ("a1", "annotation_failed")
    assert "cannot parse" in reject["detail"]


def test_an_article_that_gives_a_key_twice_costs_neither_the_run_nor_the_others(articles):
    articles = articles.with_columns(text=pl.Series(["good", "twice", "fine"]))
    with pytest.raises(ContractError, match="repeat the key"):
        annotate_articles(articles, None, one_by_one=False)
    tables = annotate_articles(articles, None, one_by_one=True)
    assert tables["sentences"].get_column("article_id").to_list() == ["a0", "a2"]
    assert tables["rejects"].get_column("subject_id").to_list() == ["a1"]


def test_no_articles_give_empty_tables(articles):
    assert annotate_articles(articles.clear(), None, one_by_one=True)["sentences"].is_empty()


def test_a_batch_is_written_with_counts_that_reconcile(tmp_path, monkeypatch, articles):
    store = AnnotatedStore(tmp_path, "v1")
    unread = frame(REJECTS, [{"stage": "extract", "subject_id": "d9", "locator": "9.html", "reason": "not_an_article", "detail": "-"}])
    monkeypatch.setattr("transforms.articles.to_articles", lambda *_, **__: (articles, unread))
    monkeypatch.setattr("flows.raw.RawStore.read", lambda *_: (pl.DataFrame({"document_id": ["d1", "d2", "d3", "d9"]}), {}))
    assert annotate_batch(Job(tmp_path, tmp_path, "b1", "v1", one_by_one=True)) == "b1"
    extract, annotate = store.counts("b1")
    assert (extract.in_count, extract.out_count, extract.rejected_count) == (4, 3, 1)
    assert (annotate.in_count, annotate.out_count, annotate.rejected_count) == (3, 2, 1)
    assert store.read("b1")["rejects"].get_column("reason").to_list() == ["not_an_article", "annotation_failed"]


def test_errors_survive_the_way_between_processes(tmp_path):
    with pytest.raises(RuntimeError) as caught:
        annotate_batch(Job(tmp_path, tmp_path, "missing", "v1"))
    assert "InputError" in str(pickle.loads(pickle.dumps(caught.value)))


def test_counts_must_reconcile():
    check_count(Count("load", "b1", 3, 2, 1, 0.0))
    with pytest.raises(ContractError, match="load of batch b1: 3 in, 2 out, 0 rejected"):
        check_count(Count("load", "b1", 3, 2, 0, 0.0))

import signal
from pathlib import Path

from flows import isolation
from flows.isolation import Isolation, annotate_patiently
from flows.worker import Job

JOB = Job(Path("/nowhere"), Path("/nowhere"), "b1", "v1")


def test_article_by_article_after_the_batch_failed(monkeypatch):
    tried = []

    def annotate(job):
        tried.append(job.one_by_one)
        if not job.one_by_one:
            raise RuntimeError("broken")
        return job.batch_id

    monkeypatch.setattr(isolation, "annotate_batch", annotate)
    assert annotate_patiently(JOB) == "b1"
    assert tried == [False, True]


def test_an_error_comes_back_in_words():
    with Isolation() as alone:
        assert "/nowhere/raw/b1.parquet" in (alone.retry(JOB) or "")


def test_a_process_that_dies_is_replaced(monkeypatch):
    with Isolation() as alone:
        monkeypatch.setattr(isolation, "annotate_patiently", signal.raise_signal)
        assert "process died" in (alone.retry(signal.SIGKILL) or "")
        monkeypatch.setattr(isolation, "annotate_patiently", str)
        assert alone.retry(JOB) is None

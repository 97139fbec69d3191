import io
import pickle
from collections import Counter
from pathlib import Path

from flows.bar import Bar
from flows.console import Lines, Silent
from flows.running import Summary
from flows.summary import print_summary


def printed(summary) -> str:
    out = io.StringIO()
    print_summary(summary, out)
    return out.getvalue()


def test_totals_tables_and_seconds():
    events = Counter({("AID", "planned"): 2, ("AID", "occurred"): 1, ("PROTEST", "occurred"): 4})
    rejects = Counter({("extract", "not_an_article"): 3})
    text = printed(Summary("r1", False, 10, 1, 0, 7, 90, events, rejects, {"annotating": 12.34}, Path("data/x")))
    assert "10 new documents, 1 document known already; 7 articles, 90 sentences, 7 events, 3 rejects" in text
    lines = [line.split() for line in text.splitlines()]
    assert ["events", "occurred", "planned", "all"] in lines
    assert ["AID", "1", "2", "3"] in lines
    assert ["all", "5", "2", "7"] in lines
    assert ["extract", "not_an_article", "3"] in lines
    assert "annotating 12.3 s" in text
    assert "published data/x" in text


def test_nothing_new_is_one_line():
    assert printed(Summary("r1", is_nothing_new=True, known_documents=1)).count("\n") == 1


def test_a_log_gets_a_line_per_stage():
    out = io.StringIO()
    lines = Lines(out)
    lines.begin("annotating", 3)
    lines.advance()
    lines.note("batch b1 failed")
    assert out.getvalue() == "annotating: 3\nbatch b1 failed\n"


def test_progress_travels_to_workers_as_silence():
    for progress in (Bar(), Lines(io.StringIO())):
        assert isinstance(pickle.loads(pickle.dumps(progress)), Silent)

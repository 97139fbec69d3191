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


def test_a_folder_without_files_says_so_and_that_there_is_no_warehouse():
    text = printed(Summary("r1", is_nothing_new=True, named=("in",), is_first=True))
    assert text == (
        "nothing to read: in holds no file that dateline reads (.txt, .html, .htm, .jsonl, .parquet, also gzipped); "
        "there is no warehouse yet\n"
    )
    assert printed(Summary("r1", is_nothing_new=True, named=("in",))).endswith("; the published warehouse stays as it is\n")
    assert printed(Summary("r1", is_nothing_new=True, named=("in",), known_documents=2)).startswith("nothing new: 2 documents known")
    assert printed(Summary("r1", is_nothing_new=True, named=("in",), has_rejects=True)).startswith("nothing new: 0 documents known")


def test_a_run_without_anything_usable_says_so_and_how_to_see_why():
    rejects = Counter({("ingest", "unsupported_file"): 3})
    text = printed(Summary("r1", rejects=rejects, path=Path("x"), home=Path("my home"), is_first=True))
    assert "nothing could be used: all that was read was set aside, for the reasons below" in text
    assert "the warehouse, which is the first one here, got no article" in text
    assert "each of them: dateline --home 'my home' query \"SELECT stage, reason, locator, detail FROM ops.rejects\"" in text
    some = printed(Summary("r1", articles=1, rejects=rejects, path=Path("x")))
    assert "nothing could be used" not in some
    assert 'each of them: dateline query "SELECT' in some


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

from collections import Counter
from datetime import UTC, datetime

from flows.running import Summary
from flows.sources.state import Tally
from flows.summary_markdown import summary_lines


def test_the_summary_names_sources_stages_and_rejects_with_links():
    summary = Summary(
        "r1",
        new_documents=2,
        articles=1,
        rejects=Counter({("ingest", "http_404"): 1}),
        sources={"feed": Tally(new=2, rejected=1), "dead|one": Tally(error="http_500: down")},
        undue={"later": datetime(2025, 3, 4, tzinfo=UTC)},
        stages={"extract": (2, 1, 0.25)},
        rejected=[("http_404", "https://news.example/gone")],
    )
    text = "\n".join(summary_lines(summary))
    assert "| feed | 2 | 0 | 0 | 1 | 0 | 0 |  |" in text
    assert "dead\\|one" in text
    assert "not due before 2025-03-04 00:00" in text
    assert "| extract | 2 | 1 | 0.2 |" in text
    assert "[https://news.example/gone](https://news.example/gone)" in text

import io
import json

from flows.info import describe, print_info
from flows.reading import open_published


def test_info_counts_tables_rejects_and_the_last_run(home):
    with open_published(home) as connection:
        facts = describe(connection, "somewhere")
    assert facts["tables"]["events"] == 2
    assert facts["events"] == [
        {"event_type": "CONSULT", "status": "planned", "count": 1},
        {"event_type": "PROTEST", "status": "occurred", "count": 1},
    ]
    assert facts["rejects"] == [{"stage": "ingest", "reason": "unsupported_file", "count": 1}]
    assert facts["last_run"]["run_id"] == "20250304T090000"
    assert facts["first_published"] == "2025-03-04"
    assert json.loads(json.dumps(facts))["versions"]["duckdb"]


def test_info_prints_what_it_found(home):
    with open_published(home) as connection:
        facts = describe(connection, "somewhere")
    out = io.StringIO()
    print_info(facts, out)
    for words in ("somewhere", "2025-03-04", "unsupported_file", "PROTEST", "20250304T090000"):
        assert words in out.getvalue()

"""What was released stays: the lock file against the project, and the comparison itself."""

import pytest

from warehouse.contracts import breaking_changes, read_lock, released
from warehouse.models import parse_project

LOCKED = {"events_v1": {"event_id": "varchar", "score": "double"}}


@pytest.fixture(scope="module")
def current(tmp_path_factory):
    return released(parse_project(tmp_path_factory.mktemp("contracts")))


def test_no_released_version_breaks(current):
    assert breaking_changes(read_lock(), current) == []


def test_the_lock_file_is_complete(current):
    assert read_lock() == current, "run: python -m warehouse.contracts"


def test_what_was_first_released_is_still_promised(current):
    assert current["events_v1"]["event_id"] == "varchar" and current["dyad_days_v1"]["day"] == "date"


@pytest.mark.parametrize(
    ("now", "problem"),
    [
        ({}, ["events_v1 is gone"]),
        ({"events_v1": {"event_id": "varchar"}}, ["events_v1.score was double, now missing"]),
        ({"events_v1": {"event_id": "bigint", "score": "double"}}, ["events_v1.event_id was varchar, now bigint"]),
        ({"events_v1": {"score": "double", "event_id": "varchar", "more": "date"}, "events_v2": {"id": "varchar"}}, []),
    ],
)
def test_losing_or_changing_breaks_and_gaining_does_not(now, problem):
    assert breaking_changes(LOCKED, now) == problem

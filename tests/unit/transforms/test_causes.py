"""What kills without anybody doing it: natural forces, accidents, things that give way."""

import pytest

from tests.tools import coded_line


@pytest.mark.parametrize(
    "text",
    [
        "Forty people were killed when an earthquake struck Peru.",
        "Floods have killed 40 people in Chile.",
        "The disaster wounded 400 people in Chile.",
        "Nine people were killed when their boat capsized off Chile.",
        "Five miners were killed after a mine collapsed in Peru.",
        "A tower collapsed in Lima, killing 14 people.",
        "The fire killed ten people in Lima and injured 40.",
    ],
)
def test_a_force_of_nature_or_an_accident_attacks_nobody(text):
    assert [e["type"] for e in coded_line(text)["events"]] == []


@pytest.mark.parametrize(
    "text",
    [
        "Ten soldiers were killed when rebels ambushed their convoy in Peru.",
        "Ten people were killed when a missile hit a tower in Peru.",
        "Chilean fire killed two peacekeepers in Peru.",
    ],
)
def test_an_attack_stays_one(text):
    assert {e["type"] for e in coded_line(text)["events"]} == {"ASSAULT"}

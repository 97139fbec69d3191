"""Who held what when, by what articles say."""

from datetime import date

import pytest

from transforms.tenures import Office, Tenures, is_office

MINISTER = Office("foreign minister", "NOR", "GOV", True)


def tenures(**sightings):
    return Tenures((name, name, [(day, [office]) for day, office in seen]) for name, seen in sightings.items())


def test_the_office_seen_near_the_day_counts():
    assert tenures(ann=[(date(2025, 2, 1), MINISTER)]).on("ann", date(2025, 3, 1)).role == "foreign minister"


def test_an_office_seen_years_ago_does_not():
    assert tenures(ann=[(date(2020, 2, 1), MINISTER)]).on("ann", date(2025, 3, 1)) is None


def test_a_successor_makes_it_a_former_one():
    held = tenures(ann=[(date(2025, 2, 1), MINISTER)], bo=[(date(2025, 4, 1), MINISTER)])
    assert held.on("ann", date(2025, 3, 1)).role == "foreign minister"
    after = held.on("ann", date(2025, 5, 1))
    assert (after.role, after.sector, after.evidence) == ("former foreign minister", "ELI", "other_articles: succeeded by bo")


def test_two_senators_do_not_succeed_each_other():
    senator = Office("senator", "USA", "LEG", True)
    held = tenures(ann=[(date(2025, 2, 1), senator)], bo=[(date(2025, 4, 1), senator)])
    assert held.on("ann", date(2025, 5, 1)).role == "senator"


def test_a_stated_end_counts_and_a_stated_start_is_not_outrun():
    until = Office("foreign minister", "NOR", "GOV", True, end=date(2025, 2, 10))
    assert tenures(ann=[(date(2025, 2, 1), until)]).on("ann", date(2025, 3, 1)).role == "former foreign minister"
    since = Office("foreign minister", "NOR", "GOV", True, start=date(2025, 2, 10))
    assert tenures(ann=[(date(2025, 2, 20), since)]).on("ann", date(2025, 1, 1)) is None


@pytest.mark.parametrize(
    ("role", "answer"), [("foreign minister", True), ("deputy minister", False), ("senator", False), ("army chief", True)]
)
def test_offices_of_one_holder(role, answer):
    assert is_office(role) is answer

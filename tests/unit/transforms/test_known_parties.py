"""Persons and trades that tell happenings apart."""

import pytest

from transforms.known_parties import are_others, persons, trades

ANN, BOB = ("source", "FRA", "e1", "Ann Lee"), ("source", "FRA", "e2", "Bob Roy")


def test_persons_are_words_of_names_with_country_and_side():
    given = (ANN, ("target", "DEU", "e3", "the army"), ("source", None, "e2", "Bob Roy"), ("source", "FRA", None, "Cid"))
    assert persons(given, {"e1", "e2"}) == {("source", "FRA", "ann"), ("source", "FRA", "lee")}


@pytest.mark.parametrize(
    ("names", "trigger", "expected"),
    [
        (["Portuguese nurses"], "strike", {"nurse"}),
        (["Nurses"], "walked", {"nurse"}),
        (["Irish airport workers"], "strike", {"airport"}),
        (["angry dairy farmers", "teachers' unions"], "marched", {"dairy", "farmer", "teacher"}),
        (["thousands of protesters"], "rally", set()),
        (["nurses"], "airport strike", {"airport"}),
        (["nurses"], "pay strike", {"nurse"}),
        (["students"], "protest marches", {"student"}),
        (["nurses"], "called off", {"nurse"}),
        ([], "", set()),
    ],
)
def test_trades_are_what_tells_a_crowd_from_others(names, trigger, expected):
    assert trades(names, trigger) == expected


def test_others_are_persons_of_one_country_on_one_side():
    known = {"e1", "e2", "e3"}
    ann, bob = persons([ANN], known), persons([BOB], known)
    both, guest = persons([ANN, BOB], known), persons([("target", "DEU", "e3", "Cid Ott")], known)
    assert are_others(ann, bob, is_mutual=False)
    assert not are_others(ann, both, is_mutual=False)
    assert not are_others(ann, guest, is_mutual=True)
    assert not are_others(ann, frozenset(), is_mutual=False)
    assert not are_others(ann, persons([("source", "FRA", "e2", "Lee")], known), is_mutual=False)
    hosted = persons([("target", *BOB[1:])], known)
    assert are_others(ann, hosted, is_mutual=True) and not are_others(ann, hosted, is_mutual=False)

"""Which place of a name is meant: the publisher's home, local news, counties, and places named after places."""

import pytest

from tests.builders import parsed
from tests.gazetteers import GAZETTEER, resolved
from transforms.publishers import publisher_home
from transforms.tokens import Name

ATHENS = "He/PRP/nsubj/2 lives/VBZ/root/0 in/IN/case/4 Athens/NNP/obl/2"
PARIS = "He/PRP/nsubj/2 lives/VBZ/root/0 in/IN/case/4 Paris/NNP/obl/2"


@pytest.mark.parametrize(
    "url, home",
    [
        ("https://www.herald.example/local/1", ("USA", "OH")),
        ("https://daily.example/", ("FRA", None)),
        ("https://news.example.fr/a", ("FRA", None)),
        ("https://news.example.io/a", None),
        ("https://news.example.com/a", None),
        ("http://[", None),
        (None, None),
    ],
)
def test_home_of_a_publisher(url, home):
    assert publisher_home(url, GAZETTEER) == home


def test_the_publishers_state_chooses_the_town():
    assert round(float(str(resolved(parsed(ATHENS))["Athens"]["latitude"]))) == 34
    assert round(float(str(resolved(parsed(ATHENS), url="https://herald.example/1")["Athens"]["latitude"]))) == 39


def test_a_capital_stays_the_capital_where_the_paper_has_no_such_town_or_speaks_of_the_country():
    assert resolved(parsed(PARIS), url="https://herald.example/1")["Paris"]["country_code"] == "FRA"
    french = parsed(PARIS, "French/JJ/amod/2 police/NNS/nsubj/3 came/VBD/root/0")
    assert resolved(french)["Paris"]["country_code"] == "FRA"


def test_county_has_its_own_coordinates():
    tokens = parsed("Hocking/NNP/compound/2 County/NNP/nsubj/3 voted/VBD/root/0")
    found = resolved(tokens)["Hocking County"]
    assert (found["latitude"], found["country_code"], found["kind"]) == (39.5, "USA", "place")


def test_province_stands_where_places_stand():
    tokens = parsed("Rain/NN/nsubj/2 fell/VBD/root/0 in/IN/case/4 Ayacucho/NNP/obl/2")
    assert resolved(tokens)["Ayacucho"]["country_code"] == "PER"


def test_unknown_place_lies_where_the_place_in_its_name_lies():
    tokens = parsed("He/PRP/nsubj/2 left/VBD/root/0 Basra/NNP/compound/4 Bridge/NNP/obj/2")
    tokens.names += [Name(2, 4, "LOC")]
    found = resolved(tokens)["Basra Bridge"]
    assert (found["country_code"], found["latitude"], found["evidence"]) == ("IRQ", 30.5, "place_in_name")
    river = parsed("He/PRP/nsubj/2 left/VBD/root/0 Basra/NNP/compound/4 River/NNP/obj/2")
    river.names += [Name(2, 4, "LOC")]
    assert resolved(river)["Basra River"]["latitude"] is None

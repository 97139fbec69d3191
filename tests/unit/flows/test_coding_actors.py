"""Who did it to whom, from text to event: what a reader knows from the words before and beside."""

from datetime import date

import pytest

from flows.coding import article_row, coded_articles
from tests.tools import coding_tools

TODAY = date(2025, 5, 7)
CASES = {
    "a name behind its noun": (
        "The rebel group M23 attacked Goma.", "attacked", "ASSAULT", ["COD REB"], ["COD CVL"]),
    "a body taken up": (
        "M23 attacked Goma. The group also killed ten soldiers.", "killed", "ASSAULT", ["COD REB"], ["COD MIL"]),
    "a neighbour that is named": (
        "Kenya's foreign minister spoke. Nairobi urged its neighbour, Uganda, to free the crews.", "urged", "REQUEST", ["KEN GOV"], ["UGA GOV"]),
    "ministers of two countries": (
        "Peru and Chile are rivals. The interior ministers of the two countries met in Arica.", "met", "CONSULT", ["PER GOV", "CHL GOV"], []),
    "the same noun again": (
        "A Ugandan marine patrol seized two boats. Kenya accused the patrol of piracy.", "accused", "ACCUSE", ["KEN GOV"], ["UGA MIL"]),
    "the owner of an owner": (
        "Soldiers in Mali shot a teacher. The country's president condemned the shooting.", "condemned", "ACCUSE", ["MLI GOV"], ["MLI MIL"]),
    "some leaders are not the leaders": (
        "Three protest leaders arrested in January remain in a jail in Lima.", "arrested", "COERCE", [], ["PER OPP"]),
    "another office than the one named": (
        "Lena Karlsson, the interior minister of Sweden, spoke. She called on the prime minister to resign.", "called", "REQUEST",
        ["SWE GOV"], ["SWE GOV"]),
    "officials of the Union": (
        "Officials in Brussels warned Serbia of sanctions.", "warned", "THREATEN", ["EUR GOV"], ["SRB GOV"]),
    "own troops": (
        "France withdrew its last troops from Niger.", "withdrew", "RETREAT", ["FRA GOV"], ["NER GOV"]),
    "who is moved": (
        "Around 600 Peruvian soldiers were flown to the border.", "flown", "MOBILIZE", ["PER MIL"], []),
    "a country as a place": (
        "Gunmen ambushed a lorry in western Niger.", "ambushed", "ASSAULT", ["NER UAF"], ["NER CVL"]),
    "whose visit is cancelled": (
        "The junta cancelled a visit by the Senegalese envoy.", "visit", "CONSULT", ["SEN GOV"], []),
    "who issued a decree": (
        "Mali's president signed a decree that banned the party.", "banned", "COERCE", ["MLI GOV"], ["MLI PTY"]),
    "a threat that depends": (
        "“If the raids go on, we will strike Benin,” the Malian general said.", "strike", "THREATEN", ["MLI MIL"], ["BEN GOV"]),
    "against whom somebody is": (
        "An anti-Taliban commander was killed in Kunduz.", "killed", "ASSAULT", [], ["AFG MIL"]),
    "who stays somewhere for talks": (
        "The envoy of Chile is in Lima for talks with Peruvian officials.", "talks", "CONSULT", ["CHL GOV", "PER GOV"], []),
    "who committed it": (
        "Prosecutors in Oslo opened an inquiry into crimes committed by Danish soldiers against civilians.", "opened", "ACCUSE",
        ["NOR JUD"], ["DNK MIL"]),
    "nobody riots against himself": (
        "Inmates rioted in a Peruvian jail, burning their mattresses.", "rioted", "PROTEST", ["PER CVL"], []),
    "a sentence's only country": (
        "Traders in Lome shut the market.", "shut", "PROTEST", ["TGO BUS"], []),
    "a subject cut off by its clause": (
        "Norway and Iceland, whose agencies had supplied data, voiced solidarity with Estonia.", "voiced", "SUPPORT",
        ["NOR GOV", "ISL GOV"], ["EST GOV"]),
    "a verb behind another adjective": (
        "France halted support worth two million euros and called for the release of the Chadian rebels.", "called", "REQUEST",
        ["FRA GOV"], ["TCD REB"]),
}  # fmt: skip
NO_EVENT = {
    "figures": ("Trade between Kenya and Peru fell by a third.", "Trade"),
    "a charge": ("A Chilean court convicted a columnist of aiding rebels.", "aiding"),
    "what was left undone": ("The crews left without paying the Kenyan port.", "paying"),
    "a patrol that acts": ("A Ugandan marine patrol seized two Kenyan boats.", "patrol"),
}


def events(text):
    rows = [article_row({"id": "x", "text": text, "date": TODAY.isoformat()}, 0)]
    return next(iter(coded_articles(rows, **coding_tools()).values()))["events"]


def sides(event, role):
    return [f"{actor['country'] or ''} {actor['sector'] or ''}" for actor in event[role]]


@pytest.mark.parametrize("case", CASES)
def test_who_did_it_to_whom(case):
    text, trigger, event_type, sources, targets = CASES[case]
    found = [event for event in events(text) if event["trigger"]["text"] == trigger]
    assert [(event["type"], sorted(sides(event, "sources")), sides(event, "targets")) for event in found] == [
        (event_type, sorted(sources), targets)
    ]


@pytest.mark.parametrize("case", NO_EVENT)
def test_what_is_no_event(case):
    text, trigger = NO_EVENT[case]
    assert trigger not in [event["trigger"]["text"] for event in events(text)]


def test_what_is_promised_for_friday_was_promised():
    [event] = [e for e in events("The Malian ministry promised to free the hostages by Friday.") if e["type"] == "AGREE"]
    assert (event["status"], event["start_date"]) == ("occurred", TODAY)


def test_verbs_of_one_sentence_are_events_of_their_own():
    found = events("The army shut two radio stations and banned motorcycles in Togo.")
    assert [event["trigger"]["text"] for event in found] == ["shut", "banned"]


def test_a_city_is_named_behind_its_noun():
    [event] = events("A delegation met rebels in the Chinese city of Kunming.")
    assert event["place"]["name"] == "Kunming"

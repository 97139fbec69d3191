"""Who takes part where the words stand in unusual places: between whom, in whose embassy, on which bus, out of whose helicopters."""

import pytest

from tests.tools import coded_line


def sides(text, event_type):
    """Countries and sectors of the sources and of the targets of the first event of a type."""
    event = next(e for e in coded_line(text)["events"] if e["type"] == event_type)
    return tuple({(a["country"], a["sector"]) for a in event[role]} for role in ("sources", "targets"))


@pytest.mark.parametrize(
    ("text", "event_type", "sources"),
    [
        ("Direct flights between Israel and Morocco will be launched next month.", "COOPERATE", {("ISR", "GOV"), ("MAR", "GOV")}),
        ("A war of words between Ankara and Athens has escalated.", "ACCUSE", {("TUR", "GOV"), ("GRC", "GOV")}),
        ("U.S. and Guyanese forces held joint drills in January.", "COOPERATE", {("USA", "MIL"), ("GUY", "MIL")}),
        ("UN and African Union envoys urged the junta to resign.", "REQUEST", {("UNO", "GOV"), ("IGO", "GOV")}),
        ("Viktor Orban's government vetoed a European Union loan to Kyiv.", "REJECT", {("HUN", "GOV")}),
    ],
)
def test_both_of_two_take_part(text, event_type, sources):
    assert sides(text, event_type)[0] == sources


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A US Black Hawk helicopter attacked a rebel camp in Somalia.", ("USA", "MIL")),
        ("The Sudanese army retook the town. Army jets struck RSF depots near the Nile.", ("SDN", "MIL")),
        ("Rebel drones hit an oil depot near Port Sudan.", ("SDN", "REB")),
        ("In Myanmar the army lost a town. Helicopters fired on a school on Sunday.", ("MMR", "MIL")),
    ],
)
def test_vehicles_are_of_those_whose_forces_the_words_or_the_article_name(text, source):
    assault = [e for e in coded_line(text)["events"] if e["type"] == "ASSAULT" and e["sources"]]
    assert source in {(a["country"], a["sector"]) for a in assault[-1]["sources"]}


def test_vehicles_of_nobody_told_of_have_no_country():
    assert sides("Warplanes bombed a convoy near the border on Tuesday.", "ASSAULT")[0] == {(None, "MIL")}


@pytest.mark.parametrize(
    ("text", "event_type", "targets"),
    [
        ("A Russian jet bombed a village near Idlib.", "ASSAULT", {("SYR", "CVL")}),
        ("Militiamen burned homes in South Sudan.", "ASSAULT", {("SSD", "CVL")}),
        ("Soldiers opened fire on a bus carrying farm workers.", "ASSAULT", {(None, "LAB")}),
        ("The Polish ambassador in Minsk was recalled.", "SANCTION", {("BLR", "GOV")}),
        ("Russia recalled its ambassador to Poland.", "SANCTION", {("POL", "GOV")}),
    ],
)
def test_those_are_meant_who_live_ride_or_rule_there(text, event_type, targets):
    assert sides(text, event_type)[1] == targets


def test_an_ambassador_is_recalled_by_his_own():
    assert sides("The Polish ambassador in Minsk was recalled.", "SANCTION")[0] == {("POL", "GOV")}
    assert sides("The US embassy in Kabul was evacuated on Sunday.", "SANCTION") == ({("USA", "GOV")}, {("AFG", "GOV")})


def test_who_was_told_of_a_call_was_no_party_to_it():
    told = "Chile accused Peru of dragging its feet.\n\nPeru rejected the charge. Chile and Peru agreed in March to open the border. "
    called = coded_line(told + "A phone call last weekend changed nothing, a person briefed on it said.")["events"]
    assert [{a["country"] for a in e["sources"]} for e in called if e["mode"] == "phone"] == [{"CHL", "PER"}]
    alone = coded_line("A person briefed on a phone call last weekend said it went well.")["events"]
    assert not [e for e in alone if e["type"] == "CONSULT"]


def test_a_clash_that_breaks_out_is_one_event():
    events = coded_line("Violent clashes erupted between the opposition leader's supporters and soldiers.")["events"]
    assert [e["type"] for e in events] == ["ASSAULT"]


def test_an_embassy_is_of_another_country_than_that_where_it_stands():
    text = "Ecuador broke off relations with Mexico after police stormed its embassy in Quito."
    assert sides(text, "COERCE")[1] == {("MEX", "GOV")}


def test_a_body_with_its_country_in_its_name_is_of_no_other():
    assert sides("The US Treasury imposed sanctions on two Lebanese brothers.", "SANCTION")[0] == {("USA", "GOV")}


def test_deputies_of_a_sheriff_are_police():
    text = "Deputies arrested a man of Pine Bluff on Tuesday. He had climbed out of a window, Sheriff Dale Orr said."
    assert {sector for _, sector in sides(text, "COERCE")[0]} == {"COP"}
    assert {sector for _, sector in sides("Deputies in Lima condemned the president on Tuesday.", "ACCUSE")[0]} == {"LEG"}


@pytest.mark.parametrize(
    ("text", "event_type", "expected"),
    [
        ("The union condemned the killing of a journalist by police in Manila.", "ACCUSE", ({("PHL", "LAB")}, {("PHL", "COP")})),
        ("The decision by Chad to expel the German ambassador surprised many.", "SANCTION", ({("TCD", "GOV")}, {("DEU", "GOV")})),
        ("The bloc ECOWAS threatened to send troops to Niger.", "THREATEN", ({("IGO", "GOV")}, {("NER", "GOV")})),
        ("Pilots at Lufthansa walked out on Friday in a dispute over pay.", "PROTEST", ({("DEU", "LAB")}, set())),
    ],
)
def test_who_does_what_nouns_and_phrases_say(text, event_type, expected):
    assert sides(text, event_type) == expected


@pytest.mark.parametrize(
    ("text", "event_type", "expected"),
    [
        ("French troops left Niger in December after the junta ended a military agreement.", "SANCTION", {("NER", "GOV")}),
        ("Thousands of people fled Khartoum as fighting between the army and the RSF spread.", "ASSAULT", {("SDN", "MIL"), ("SDN", "REB")}),
    ],
)
def test_those_act_whose_country_or_fight_it_is(text, event_type, expected):
    assert sides(text, event_type)[0] == expected


def test_who_travels_for_talks_takes_part_in_them():
    line = coded_line("The head of the UN nuclear watchdog flew to Tehran for talks with Iranian officials.")
    talks = next(e for e in line["events"] if e["trigger"]["text"] == "talks")
    assert {a["country"] for a in talks["sources"]} == {"UNO", "IRN"}


def test_a_host_is_not_where_his_guest_is_from():
    line = coded_line("Saudi Arabia's crown prince will host the president of Russia next week.")
    assert (line["events"][0]["place"] or {}).get("country") != "RUS"


def test_who_sets_off_protests_does_not_protest():
    event = next(e for e in coded_line("Georgia's ruling party froze the talks, setting off protests.")["events"] if e["type"] == "PROTEST")
    assert event["sources"] == []


def test_force_for_somebody_is_not_used_against_him():
    text = "Russian warplanes bombed rebel positions in Idlib in support of the Syrian army."
    assert sides(text, "ASSAULT")[1] == {("SYR", "CVL")}


def test_towns_are_found_under_the_names_that_news_use_also_where_who_shells_them_is_named():
    line = coded_line("Russia shelled Izium and Kupiansk on Tuesday.")
    assert {a["country"] for a in line["events"][0]["targets"]} == {"UKR"}


def test_a_title_has_the_country_in_front_of_its_kind():
    assert sides("Swedish climate activist Karin Berg was detained by Danish police.", "COERCE")[1] == {("SWE", "NGO")}


def test_who_judges_and_who_is_judged():
    event = coded_line("The prize winner Maria Reyes was acquitted of tax evasion by a court in Manila.")["events"][0]
    assert [a["name"] for a in event["targets"]] == ["Maria Reyes"]
    assert {(a["country"], a["sector"]) for a in event["sources"]} == {("PHL", "JUD")}

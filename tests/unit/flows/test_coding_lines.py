"""`dateline code`: one line out per line in, whatever the line holds."""

import json

import polars as pl
import pytest

from flows import coding
from flows.coding import article_row, code_lines
from tests.tools import coded_line, coding_tools
from transforms.annotate import annotate
from transforms.schemas import ANNOTATED_TABLES, ARTICLES, check_key, frame

TEXT = "LIMA, May 6 (Wire) — Peru condemned Chile on Monday."


@pytest.fixture(scope="module")
def answers():
    given = [
        json.dumps({"id": "a", "text": TEXT, "date": "2024-05-07"}),
        "",
        "{bad",
        "[1]",
        json.dumps({"id": 5}),
        json.dumps({"id": "a", "text": TEXT}),
        json.dumps({"id": "b", "text": TEXT, "date": "6 May 2024"}),
        "[" * 100_000,
    ]
    return [json.loads(line) for line in code_lines(given, **coding_tools())]


def test_order_and_ids_are_kept(answers):
    assert [answer["id"] for answer in answers] == ["a", None, None, None, 5, "a", "b", None]


def test_bad_lines_say_what_is_wrong(answers):
    assert [("error" in answer) for answer in answers] == [False, True, True, True, True, False, True, True]
    assert [answers[number]["error"].split(":")[0] for number in (1, 2, 3, 4, 6, 7)] == [f"line {n}" for n in (2, 3, 4, 5, 7, 8)]
    assert "has no text" in answers[4]["error"]
    assert "'6 May 2024', which is no day" in answers[6]["error"]


def test_offsets_point_into_the_text_as_given(answers):
    event = answers[0]["events"][0]
    assert (event["type"], event["start_date"]) == ("ACCUSE", "2024-05-06")
    for spot in (event["trigger"], *event["sources"], *event["targets"], *answers[0]["times"], *answers[0]["mentions"]):
        assert TEXT[spot["start"] : spot["end"]] == spot["text"]
    assert TEXT[event["sentence"]["start"] : event["sentence"]["end"]] == TEXT


def test_a_text_that_breaks_the_coder_costs_no_other_its_events(monkeypatch):
    whole = coding.annotate

    def failing(articles, **tools):
        if any("Atlantis" in text for text in articles.get_column("text")):
            raise IndexError("list index out of range")
        return whole(articles, **tools)

    monkeypatch.setattr(coding, "annotate", failing)
    given = [json.dumps({"id": "good", "text": TEXT}), json.dumps({"id": "bad", "text": "Atlantis condemned Chile."})]
    good, bad = (json.loads(line) for line in code_lines(given, **coding_tools()))
    assert (good["id"], len(good["events"]), bad["id"]) == ("good", 1, "bad")
    assert "IndexError" in bad["error"]
    assert "events" not in bad


def test_without_a_date_a_weekday_stays_open(answers):
    assert answers[5]["times"][0]["start_date"] is None


def test_a_date_line_dates_the_text_and_moves_no_offset():
    text = "Quay talks end\nBy Ana Lund | 7 May 2024\nPeru condemned Chile on Monday."
    found = coded_line(text)
    monday, (event,) = found["times"][-1], found["events"]
    assert (monday["start_date"], text[monday["start"] : monday["end"]]) == ("2024-05-06", "Monday")
    assert (event["start_date"], text[event["trigger"]["start"] :]) == ("2024-05-06", "condemned Chile on Monday.")


def test_we_in_direct_speech_are_who_speaks():
    text = '"We did not attack Chile," Peruvian Foreign Minister Ana Torres told reporters.'
    event = next(event for event in coded_line(text)["events"] if event["type"] == "ASSAULT")
    assert (event["status"], [actor["country"] for actor in event["sources"]]) == ("denied", ["PER"])
    assert [event["sources"] for event in coded_line("We did not attack Chile.")["events"]] == [[]]


def test_an_actor_that_is_a_pronoun_stands_where_its_name_stands():
    event = next(event for event in coded_line("Peru said on Monday that it had attacked Chile.")["events"] if event["type"] == "ASSAULT")
    assert [(actor["text"], actor["start"]) for actor in event["sources"]] == [("Peru", 0)]


@pytest.mark.parametrize(("actors", "place"), [("Police", "BOL"), ("Chilean soldiers", None), ("Chilean police", "CHL")])
def test_physical_events_happen_in_the_articles_setting_unless_an_actor_is_of_another(actors, place):
    text = f"Thousands marched in La Paz and in Cochabamba on Monday.\n\n{actors} beat Bolivian students."
    event = next(event for event in coded_line(text)["events"] if event["type"] == "ASSAULT")
    assert (event["place"] or {}).get("country") == place


def test_countries_with_an_and_in_their_name_are_one_argument():
    texts = (
        "Negotiators from Jordan and Bosnia and Herzegovina signed an agreement on customs in Amman.",
        "Curaçao sent tents, rice and 57 doctors to Saint Vincent and the Grenadines after the earthquake.",
        "Delegates from Peru, Trinidad and Tobago and Antigua and Barbuda met on Monday.",
    )
    articles = frame(ARTICLES, [article_row({"id": n, "text": text}, n) for n, text in enumerate(texts)])
    tables = annotate(articles, annotator=coding_tools()["annotator"])
    for table in ANNOTATED_TABLES:
        check_key(table, tables[table.name])
    of_the_first = tables["arguments"].filter(pl.col("text") == "Negotiators from Jordan")
    assert of_the_first.get_column("mention_id").n_unique() == 2
    assert not of_the_first.select("clause_id", "mention_id").is_duplicated().any()


@pytest.mark.parametrize(
    ("actor", "country"), [("China's neighbours", None), ("Neighbouring countries of China", None), ("China's farmers", "CHN")]
)
def test_who_stands_beside_a_country_is_not_of_it(actor, country):
    events = coded_line(f"{actor} condemned the launch on Monday.")["events"]
    assert [source["country"] for source in events[0]["sources"]] == [country]


def coded_types(text):
    return [event["type"] for event in coded_line(text)["events"]]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Peruvian police arrested two miners in Puno on Monday. The army trains doctors in Cusco.", ["COERCE"]),  # as a rule
        ("Peruvian police fired tear gas to disperse students in Puno on Monday.", ["ASSAULT"]),  # what for
        ("Peru charged him with espionage on Monday. He faces twelve years if found guilty.", ["ACCUSE"]),
        ("A bomb killed two Chilean soldiers in Arica on Monday. The blast broke windows.", ["ASSAULT"]),  # spoken of again
        ("Chile urged the rebels on Monday to talk. The kidnappings must end.", ["REQUEST"]),  # of nothing in particular
        ("Chilean soldiers fired at smugglers near Arica and killed two of them.", ["ASSAULT"]),  # what it did
    ],
)
def test_what_is_no_event_of_its_own(text, types):
    assert coded_types(text) == types


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Chile's prime minister was to have visited Lima this week.", "cancelled"),
        ("Chile's prime minister was to visit Lima this week.", "planned"),
        ("Chile has yet to recall its ambassador from Peru.", "denied"),
    ],
)
def test_what_was_meant_to_be(text, status):
    assert [event["status"] for event in coded_line(text)["events"]][:1] == [status]


def test_a_people_that_holds_talks_is_its_government_one_that_marches_is_not():
    sectors = {event["type"]: event["sources"][0]["sector"] for event in coded_line("The Omanis held talks with Peru.")["events"]}
    assert sectors["CONSULT"] == "GOV"
    assert coded_line("The Omanis marched against the tax.")["events"][0]["sources"][0]["sector"] == "CVL"


@pytest.mark.parametrize("who", ["The two presidents", "The two countries' defence ministers", "Defence ministers of the two countries"])
def test_holders_of_office_counted_by_two_are_of_both_sides(who):
    told = "Peru accused Chile of spying. Chile rejected the charge, and Peru recalled its envoy. Chile expelled two diplomats of Peru."
    event = next(event for event in coded_line(f"{told}\n\n{who} met on Monday.")["events"] if event["type"] == "CONSULT")
    assert {actor["country"] for actor in event["sources"]} == {"PER", "CHL"}


def test_the_same_words_give_the_same_events_wherever_their_line_stands():
    """Ids hold the line's number; nothing may be chosen or ordered by them."""
    text = "The Peruvian and Chilean presidents signed a treaty in May. Peruvian police arrested two miners on Monday. The country is poor."
    answers = [json.loads(line) for line in code_lines([json.dumps({"id": 1, "text": text})] * 12, **coding_tools())]
    events = [[{**event, "event_id": None} for event in answer["events"]] for answer in answers]
    assert all(other == events[0] for other in events)
    signed, arrested = events[0]
    assert {source["country"] for source in signed["sources"]} == {"PER", "CHL"}
    assert (arrested["place"]["name"], arrested["place"]["lat"]) == ("Peru", -10.0)


def test_a_surname_that_is_a_trade_stays_a_name_behind_the_full_name():
    told = "British Foreign Secretary Helen Carpenter visited Nairobi on Tuesday. Carpenter accused Russia of lying."
    answer = coded_line(f"Talks in Kenya\n\n{told} The Carpenter of the Year was a guest.")
    accused = next(event for event in answer["events"] if event["type"] == "ACCUSE")
    assert [(source["name"], source["country"]) for source in accused["sources"]] == [("Helen Carpenter", "GBR")]
    assert len([mention for mention in answer["mentions"] if mention["entity"] == "Helen Carpenter"]) == 2


@pytest.mark.parametrize(
    "headline, lead, who",
    [
        ("Minister visits Kenya", "British Foreign Secretary Helen Marsh visited Nairobi on Tuesday.", ["Helen Marsh"]),
        (
            "Senator visits Kenya",
            "Peruvian President Luis Soto visited Chile. Senator Rosa Luz of Peru visited Kenya on Tuesday.",
            ["Rosa Luz"],
        ),
        ("French minister visits Kenya", "British Foreign Secretary Helen Marsh spoke of the trip on Tuesday.", ["French minister"]),
        ("Minister visits Kenya", "Peruvian President Luis Soto and British Foreign Secretary Helen Marsh spoke of it.", ["Minister"]),
    ],
)
def test_a_headline_describes_whom_the_lead_names(headline, lead, who):
    events = coded_line(f"{headline}\n\n{lead}")["events"]
    visits = [event for event in events if event["type"] == "CONSULT" and event["targets"] and event["targets"][0]["country"] == "KEN"]
    assert [source["name"] for event in visits for source in event["sources"]] == who


@pytest.mark.parametrize(
    "told, kind, role, who",
    [
        ("The Trump administration imposed tariffs on Chinese goods.", "SANCTION", "sources", [("USA", "GOV")]),
        ("Giuliani and Rick Perry pressed Ukraine to open an inquiry.", "REQUEST", "targets", [("UKR", "GOV")]),
        ("Anti-government protests broke out in Lima.", "PROTEST", "targets", [("PER", "GOV")]),
        ("Anti-government protesters marched in Lima.", "PROTEST", "sources", [("PER", "CVL")]),
        ("Mayor of Lima accused of hiding gifts", "ACCUSE", "sources", []),
        ("Privacy groups criticised the Peruvian government.", "ACCUSE", "sources", [("PER", "SOC")]),
        ("The rebels' negotiator, Kumander Salahuddin, praised Peru.", "SUPPORT", "sources", [("PER", "REB")]),
    ],
)
def test_who_acts_and_against_whom(told, kind, role, who):
    event = next(event for event in coded_line(told)["events"] if event["type"] == kind)
    assert [(actor["country"], actor["sector"]) for actor in event[role]] == who


def test_who_acts_beside_the_subject_is_of_no_country_that_they_press():
    event = coded_line("Giuliani and Rick Perry pressed Ukraine to open an inquiry.")["events"][0]
    assert "UKR" not in [actor["country"] for actor in event["sources"]]


@pytest.mark.parametrize(
    "told, trigger, status",
    [
        ("On Thursday the Peruvian minister is to speak in Lima before she flies to Jakarta.", "flies", "planned"),
        ("The Peruvian minister will meet President Modi when she visits Delhi.", "visits", "planned"),
        ("Police in Lima fired tear gas when protesters marched on the palace.", "marched", "occurred"),
        ("Peruvian minister postpones Vietnam trip as row over fish grows", "trip", "cancelled"),
    ],
)
def test_status_of_what_only_says_when_and_of_headlines(told, trigger, status):
    assert {event["trigger"]["text"]: event["status"] for event in coded_line(told)["events"]}[trigger] == status


def test_what_is_told_as_done_takes_no_day_to_come():
    told = "Peru and Chile will hold talks in Lima on Saturday. Peru and Chile have held talks in Santiago before."
    found = {event["status"] for event in coded_line(told)["events"] if event["start_date"] != "2024-05-11"}
    assert found == {"occurred"}


def test_years_that_nothing_was_worse_in_are_no_date_to_come():
    floods = coded_line("Japan will give Peru aid after the worst floods in two decades.")
    arms = coded_line("Japan will give Peru aid in two decades.")
    assert [(len(found["times"]), found["events"][0]["start_date"]) for found in (floods, arms)] == [(0, None), (1, "2044-01-01")]


@pytest.mark.parametrize(
    "told, is_request",
    [
        ("Peru asked Chile to leave.", True),
        ("Peru asked Chile whether its envoys would leave.", False),
        ("The Peruvian senator asked Chile who would leave.", False),
    ],
)
def test_who_asks_a_question_requests_nothing(told, is_request):
    assert ("REQUEST" in [event["type"] for event in coded_line(told)["events"]]) == is_request

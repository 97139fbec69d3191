"""Plural references to whom they stand for, on mentions typed by hand."""

from datetime import date

import pytest

from tests.gazetteers import GAZETTEER
from tests.tools import coded_line
from transforms.plurals import coordinated, members_of
from transforms.resolution import Article, to_item

TEXT = "France 's president met Peru 's minister . The two leaders spoke . They left ."


def item(text, sentence, *, start=None, plural=False, dep="nsubj", **facts):
    at = TEXT.index(text) if start is None else start
    row = {
        "mention_id": text, "sentence_id": sentence, "start_offset": at, "end_offset": at + len(text), "text": text,
        "kind": facts.pop("kind", "person"), "form": facts.pop("form", "description"), "head_lemma": text.split()[-1].removesuffix("s"),
        "is_plural": plural, "grammatical_role": dep, "preposition": None, "title": None, "modifier_country": None,
        "modifier_organization": None,
    }  # fmt: skip
    made = to_item(row)
    for name, value in facts.items():
        setattr(made, name, value)
    return made


def article(*items, text=TEXT):
    return Article(text, date(2024, 5, 8), None, sorted(items, key=lambda i: i.start), GAZETTEER)


PRESIDENT = {"country": "FRA", "sector": "GOV"}
MINISTER = {"country": "PER", "sector": "GOV", "role": "minister"}


def test_two_leaders_are_the_two_persons_in_front():
    one, two = item("president", 0, **PRESIDENT), item("minister", 0, dep="obj", **MINISTER)
    leaders = item("leaders", 1, plural=True, kind="group")
    members, evidence = members_of(article(one, two, leaders), leaders)
    assert ([m.text for m in members], evidence) == (["president", "minister"], "members")


def test_one_candidate_is_too_few_for_two_leaders():
    leaders = item("leaders", 1, plural=True, kind="group")
    assert members_of(article(item("president", 0, **PRESIDENT), leaders), leaders) == ([], "too_few_candidates")


def test_three_candidates_in_one_sentence_are_too_many_for_two_leaders():
    third = item("France", 0, form="description", country="DEU", sector="GOV")
    leaders = item("leaders", 1, plural=True, kind="group")
    one, two = item("president", 0, **PRESIDENT), item("minister", 0, **MINISTER)
    assert members_of(article(one, two, third, leaders), leaders) == ([], "several_candidates")


@pytest.mark.parametrize("word", ["leaders", "spoke"])
def test_what_is_not_counted_or_no_office_has_no_members(word):
    text = TEXT.replace("The two leaders", "Some leaders")
    plain = item(word, 1, start=text.index(word), plural=True, kind="group")
    assert members_of(article(item("president", 0, **PRESIDENT), plain, text=text), plain) == ([], "")


def test_they_are_the_coordinated_subject():
    text = "France and Peru signed . They left ."
    one = item("France", 0, start=0, kind="country", form="name", country="FRA", sector="GOV")
    two = item("Peru", 0, start=11, dep="conj", kind="country", form="name", country="PER", sector="GOV")
    they = item("They", 1, start=text.index("They"), kind="group", form="pronoun", plural=True)
    assert coordinated(article(one, two, they, text=text), they) == [one, two]


def test_they_are_nobody_where_no_subject_is_coordinated():
    text = "France praised Peru . They left ."
    one = item("France", 0, start=0, kind="country", form="name", country="FRA", sector="GOV")
    two = item("Peru", 0, start=15, dep="obj", kind="country", form="name", country="PER", sector="GOV")
    they = item("They", 1, start=text.index("They"), kind="group", form="pronoun", plural=True)
    assert coordinated(article(one, two, they, text=text), they) == []


@pytest.mark.parametrize(("listed", "known"), [("Peru, Chile and Brazil", ["BRA", "CHL", "PER"]), ("Peru, Chile, Brazil and Cuba", [])])
def test_three_ministers_are_those_of_the_three_states_listed(listed, known):
    line = coded_line(f"{listed} began a naval drill on Monday. The three defence ministers agreed on a treaty in Lima.")
    agreed = next(event for event in line["events"] if event["type"] == "AGREE")
    assert sorted(actor["country"] or "" for actor in agreed["sources"]) == (known or [""])


@pytest.mark.parametrize(
    ("sentence", "sector"),
    [
        ("The two navies held a joint exercise on Friday.", "MIL"),
        ("Both armies pulled back their troops on Friday.", "MIL"),
        ("The two foreign ministries held talks on Friday.", "GOV"),
    ],
)
def test_each_of_two_states_has_such_a_body(sentence, sector):
    text = f"Peru accused Chile of espionage. Chile accused Peru of lying. Peru recalled its envoy from Chile. {sentence}"
    last = coded_line(text)["events"][-1]
    assert {(actor["country"], actor["sector"]) for actor in last["sources"]} == {("PER", sector), ("CHL", sector)}


QUARREL = "Togo and Benin quarrel. Togo accused Benin of theft. Togolese soldiers burned a village and Togolese soldiers fled. "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Both armies praised Ghana.", "MIL"),
        ("The commanders of the two border services praised Ghana.", "MIL"),
        ("The navies of the two states praised Ghana.", "MIL"),
        ("Officials on both sides praised Ghana.", "GOV"),
    ],
)
def test_what_both_states_have_is_of_both(sentence, expected):
    event = coded_line(QUARREL + sentence)["events"][-1]
    assert [(a["country"], a["sector"]) for a in event["sources"]] == [("TGO", expected), ("BEN", expected)]


def test_a_counterpart_holds_the_same_office():
    met = "Togo's interior minister, Kofi Adom, and his Beninese counterpart, Jean Houngbo, met in Lome. "
    event = coded_line(f"{met}The two ministers praised Ghana.")["events"][-1]
    assert [a["name"] for a in event["sources"]] == ["Kofi Adom", "Jean Houngbo"]


def test_of_many_holders_the_two_states_that_the_article_is_about_are_meant():
    told = (
        "Togo accused Benin of theft. Benin accused Togo of lies. President Kossi Agbe met President Paul Adjovi and President Jean Gnon. "
    )
    event = coded_line(f"{told}The two presidents praised Ghana.")["events"][-1]
    assert sorted(a["country"] for a in event["sources"]) == ["BEN", "TGO"]


def test_persons_behind_a_common_title_act_one_by_one_and_bear_it():
    text = "Foreign ministers Ivan Petrov of Bulgaria and Marko Ilic of Serbia met in Sofia. They praised Greece."
    for event in coded_line(text)["events"]:
        assert [(a["name"], a["country"], a["sector"]) for a in event["sources"]] == [
            ("Ivan Petrov", "BGR", "GOV"),
            ("Marko Ilic", "SRB", "GOV"),
        ]


def test_they_are_whom_a_plural_stands_for():
    event = coded_line(f"{QUARREL}Both armies praised Ghana. They later attacked rebels in Mali.")["events"][-1]
    assert [(a["country"], a["sector"]) for a in event["sources"]] == [("TGO", "MIL"), ("BEN", "MIL")]

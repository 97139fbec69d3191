"""Who and where is meant, inside one article."""

from datetime import date

from tests.builders import parsed
from tests.gazetteers import GAZETTEER, annotated_rows, article_row, resolved
from transforms import schemas
from transforms.identity import stable_id
from transforms.resolve import resolve
from transforms.tokens import Name


def test_capital_that_speaks_means_the_country():
    found = resolved(parsed("Beijing/NNP/nsubj/2 protested/VBD/root/0"))["Beijing"]
    assert (found["name"], found["country_code"], found["sector_code"], found["is_actor"]) == ("China", "CHN", "GOV", True)
    assert found["entity_id"] == stable_id("country", "China")
    assert found["evidence"] == "metonym"


def test_capital_behind_in_is_only_a_place():
    found = resolved(parsed("They/PRP/nsubj/2 met/VBD/root/0 in/IN/case/4 Beijing/NNP/obl/2"))["Beijing"]
    assert (found["is_actor"], found["sector_code"], found["latitude"]) == (False, None, 39.9)


def test_the_state_named_behind_chooses_the_town():
    tokens = parsed("A/DT/det/2 fire/NN/nsubj/7 in/IN/case/4 Paris/NNP/nmod/2 ,/,/punct/6 Texas/NNP/appos/4 spread/VBD/root/0")
    tokens.text = tokens.text.replace("Paris ,", "Paris, ")
    assert resolved(tokens)["Paris"]["country_code"] == "USA"


def test_company_in_the_article_chooses_between_towns_and_georgias():
    tokens = parsed(
        "Atlanta/NNP/nsubj/2 wants/VBZ/root/0 rain/NN/obj/2",
        "Hocking/NNP/compound/2 County/NNP/nsubj/4 near/IN/case/3 Athens/NNP/obl/5 waits/VBZ/root/0",
    )
    assert round(float(str(resolved(tokens)["Athens"]["latitude"]))) == 39
    assert resolved(parsed("Georgia/NNP/nsubj/2 voted/VBD/root/0"))["Georgia"]["country_code"] == "GEO"


def test_short_name_takes_role_and_country_of_the_full_name():
    tokens = parsed(
        "Iraqi/JJ/amod/2 President/NNP/nmod:desc/3 Rosa/NNP/nsubj/5 Blanc/NNP/flat/3 left/VBD/root/0",
        "Later/RB/advmod/3 Blanc/NNP/nsubj/3 returned/VBD/root/0",
    )
    tokens.names += [Name(2, 4, "PER"), Name(6, 7, "PER")]
    short = resolved(tokens)["Blanc"]
    assert (short["name"], short["country_code"], short["sector_code"]) == ("Rosa Blanc", "IRQ", "GOV")
    assert short["evidence"] == "full_name"


def test_leader_by_surname_is_the_one_of_the_articles_date():
    tokens = parsed("Prado/NNP/nsubj/2 spoke/VBD/root/0 in/IN/case/4 Lima/NNP/obl/2")
    tokens.names += [Name(0, 1, "PER")]
    assert resolved(tokens, date(2003, 5, 1))["Prado"]["name"] == "Ana Prado"
    assert resolved(tokens, date(2022, 5, 1))["Prado"]["name"] == "Luis Prado"


def test_leader_has_the_office_of_the_articles_date():
    tokens = parsed("Ana/NNP/nsubj/3 Prado/NNP/flat/1 spoke/VBD/root/0")
    tokens.names += [Name(0, 2, "PER")]
    assert resolved(tokens, date(2003, 5, 1))["Ana Prado"]["country_code"] == "PER"
    assert resolved(tokens, date(2012, 5, 1))["Ana Prado"]["country_code"] == "UNO"


def test_the_president_is_the_president_named_before():
    tokens = parsed(
        "French/JJ/amod/2 President/NNP/nmod:desc/3 Rosa/NNP/nsubj/5 Blanc/NNP/flat/3 left/VBD/root/0",
        "The/DT/det/2 president/NN/nsubj/3 smiled/VBD/root/0",
    )
    tokens.names += [Name(2, 4, "PER")]
    found = resolved(tokens)["president"]
    assert (found["name"], found["entity_id"], found["evidence"]) == ("Rosa Blanc", stable_id("person", "Rosa Blanc"), "same_role")


def test_domestic_actors_take_the_articles_country_only_where_it_is_clear():
    clear = parsed("Police/NNS/nsubj/2/police moved/VBD/root/0 in/IN/case/4 Basra/NNP/obl/2")
    assert (resolved(clear)["Police"]["country_code"], resolved(clear)["Police"]["evidence"]) == ("IRQ", "focus_country")
    torn = parsed("Iraq/NNP/nsubj/4 and/CC/cc/3 Peru/NNP/conj/1 saw/VBD/root/0 protesters/NNS/obj/4/protester")
    assert (resolved(torn)["protesters"]["country_code"], resolved(torn)["protesters"]["evidence"]) == (None, "no_clear_country")


def test_dateline_settles_the_country():
    tokens = parsed("Protesters/NNS/nsubj/2/protester marched/VBD/root/0")
    assert resolved(tokens, place="LIMA")["Protesters"]["name"] == "Peruvian Protesters"


def test_ministry_without_country_and_general_bodies_of_another_country():
    tokens = parsed("The/DT/det/4 Peruvian/JJ/amod/4 National/NNP/amod/4 Assembly/NNP/nsubj/5 voted/VBD/root/0")
    found = resolved(tokens)["National Assembly"]
    assert (found["name"], found["country_code"], found["sector_code"]) == ("Peruvian National Assembly", "PER", "LEG")


def test_acronym_in_brackets_means_the_name_before():
    tokens = parsed(
        "Lima/NNP/compound/3 Water/NNP/compound/3 Authority/NNP/nsubj/7 (/-LRB-/punct/5 LWA/NNP/appos/3 )/-RRB-/punct/5 met/VBD/root/0"
    )
    tokens.names += [Name(0, 3, "ORG"), Name(4, 5, "ORG")]
    found = resolved(tokens)
    assert found["LWA"]["entity_id"] == found["Lima Water Authority"]["entity_id"]


def test_pronouns_find_the_subject_of_fitting_gender_or_say_why_not():
    tokens = parsed(
        "Rosa/NNP/nsubj/3 Blanc/NNP/flat/1 left/VBD/root/0",
        "She/PRP/nsubj/2 met/VBD/root/0 him/PRP/obj/2",
    )
    tokens.names += [Name(0, 2, "PER")]
    found = resolved(tokens)
    assert found["She"]["name"] == "Rosa Blanc"
    assert (found["him"]["entity_id"], found["him"]["evidence"]) == (None, "no_antecedent")


def test_its_troops_belong_to_the_country_before():
    found = resolved(parsed("Iraq/NNP/nsubj/2 withdrew/VBD/root/0 its/PRP$/nmod:poss/4 troops/NNS/obj/2/troop"))
    assert (found["troops"]["country_code"], found["troops"]["evidence"]) == ("IRQ", "possessive_pronoun")


def test_articles_do_not_influence_each_other_and_keys_hold():
    one = parsed("Police/NNS/nsubj/2/police moved/VBD/root/0 in/IN/case/4 Basra/NNP/obl/2")
    two = parsed("Peru/NNP/nsubj/2 warned/VBD/root/0 police/NNS/obj/2/police")
    mentions = schemas.frame(schemas.ANNOTATED_MENTIONS, [*annotated_rows(one, "a"), *annotated_rows(two, "b")])
    articles = schemas.frame(schemas.ARTICLES, [article_row(one, "a"), article_row(two, "b")])
    together = resolve(mentions, articles, gazetteer=GAZETTEER)
    alone = resolve(mentions.filter(article_id="b"), articles.filter(article_id="b"), gazetteer=GAZETTEER)
    assert together["mentions"].filter(article_id="b").equals(alone["mentions"])
    for table in (schemas.MENTIONS, schemas.ENTITIES, schemas.ENTITY_NAMES, schemas.ROLES):
        schemas.check_key(table, together[table.name])


def test_roles_carry_date_and_country():
    tokens = parsed("French/JJ/amod/2 President/NNP/nmod:desc/3 Rosa/NNP/nsubj/5 Blanc/NNP/flat/3 left/VBD/root/0")
    tokens.names += [Name(2, 4, "PER")]
    mentions = schemas.frame(schemas.ANNOTATED_MENTIONS, annotated_rows(tokens))
    articles = schemas.frame(schemas.ARTICLES, [article_row(tokens, published=date(2020, 2, 3))])
    role = resolve(mentions, articles, gazetteer=GAZETTEER)["roles"].row(0, named=True)
    assert (role["role"], role["country_code"], role["sector_code"], role["seen_date"]) == ("president", "FRA", "GOV", date(2020, 2, 3))


def test_no_mentions_give_empty_tables():
    tables = resolve(schemas.frame(schemas.ANNOTATED_MENTIONS, []), schemas.frame(schemas.ARTICLES, []), gazetteer=GAZETTEER)
    assert {name: table.height for name, table in tables.items()} == {"mentions": 0, "entities": 0, "entity_names": 0, "roles": 0}

"""Whose office somebody holds: lent by what owns a description, by the words beside a name, by the sentence before."""

import pytest

from tests.tools import coded_line


def actor(text, name):
    """Country and sector of the first mention whose words or entity are these."""
    found = next(m for m in coded_line(text)["mentions"] if name in (m["text"], m["entity"]))
    return found["country"], found["sector"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Georgian police raided the party and arrested its chairman, Davit Maisuradze, on Friday.", "Davit Maisuradze", ("GEO", "PTY")),
        ("Bolivia's federation of miners met on Monday, and its leader, Severino Choque, spoke.", "Severino Choque", ("BOL", "LAB")),
        ("A spokesman for the Russian foreign ministry, Gennady Polukhin, vowed a response.", "Gennady Polukhin", ("RUS", "GOV")),
    ],
)
def test_a_person_has_the_sector_of_what_he_leads_or_speaks_for(text, name, expected):
    assert actor(text, name) == expected


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("Gang leader", "CRM"),
        ("Church spokesman", "REL"),
        ("University president", "EDU"),
        ("Bank chairwoman", "BUS"),
        ("District Chief Executive", "GOV"),
        ("Auditor General", "GOV"),
        ("Deputy leader", "GOV"),
    ],
)
def test_a_title_is_of_the_body_in_front_of_it(title, sector):
    assert actor(f"{title} Maria Kowalska condemned France on Monday.", "Maria Kowalska")[1] == sector


@pytest.mark.parametrize(
    ("words", "name", "expected"),
    [
        ("Polish women's groups condemned France.", "groups", ("POL", "SOC")),
        ("Polish farmers' associations condemned France.", "associations", ("POL", "AGR")),
        ("Polish embassy staff left France.", "embassy staff", ("POL", "GOV")),
        ("Polish hotel staff left France.", "hotel staff", ("POL", "LAB")),
        ("Former Polish ministers condemned France.", "ministers", ("POL", "ELI")),
    ],
)
def test_a_group_is_of_its_members_and_staff_of_whom_they_serve(words, name, expected):
    assert actor(words, name) == expected


def test_who_is_abroad_does_not_set_the_scene():
    told = "Four Chinese nationals were held in Takoradi on Monday. A Chinese embassy official visited them. Residents blocked a road."
    assert actor(told, "Residents")[0] == "GHA"
    here = told.replace("nationals", "soldiers").replace("embassy official", "general").replace("in Takoradi ", "")
    assert actor(here, "Residents")[0] == "CHN"


def test_an_officers_men_are_of_his_force():
    text = "Waqar Khattak, a Pakistani police officer, spoke to reporters in Peshawar. His men shot two attackers."
    assert actor(text, "men")[1] == "COP"


def test_who_meets_a_foreign_counterpart_is_not_of_his_country():
    text = "ANKARA, May 6 - President Omar Farouk met his Turkish counterpart in Ankara. Turkey and Egypt signed a deal. Egypt welcomed it."
    assert actor(text, "Omar Farouk")[0] != "TUR"


def test_who_expels_a_foreign_diplomat_is_not_of_his_country():
    told = "Government expels Russian envoys\n\nThe government expelled two Russian diplomats on Monday. Russia vowed to respond."
    assert actor(told, "Government")[0] is None
    assert actor(told, "government")[0] is None


def test_a_minister_answers_for_the_state_that_the_sentence_before_is_about():
    told = "Ecuador imposed duties on rice from Colombia. Ecuador said growers in Guayas had been ruined.\n\n"
    answer = "Bogotá saw it differently. Foreign Minister Lucía Arbeláez condemned the step."
    assert actor(told + answer, "Lucía Arbeláez") == ("COL", "GOV")
    assert actor(told + answer.replace("Bogotá saw it differently. ", ""), "Lucía Arbeláez")[0] != "COL"


@pytest.mark.parametrize(("noun", "code"), [("several charities", "NGO"), ("the regional bloc", "IGO")])
def test_bodies_without_a_state_have_plovers_code(noun, code):
    text = f"On Monday {noun} suspended the talks."
    assert [a["country"] for event in coded_line(text)["events"] for a in event["sources"]] == [code]


def test_a_party_known_by_another_countrys_letters_is_of_the_article():
    assert actor("Prague expelled two envoys. The nationalist SPD in the Czech Republic voted against it.", "SPD")[0] == "CZE"
    assert actor("In Germany, the SPD voted against the bill.", "SPD")[0] == "DEU"


def test_spellings_of_a_leader_are_one():
    article = "Abdel Fattah El-Sisi landed in Ankara. El-Sisi praised Turkish firms."
    assert {m["entity"] for m in coded_line(article)["mentions"] if "Sisi" in m["text"]} == {"Abdel Fattah el-Sisi"}


def test_of_a_country_behind_a_name_tells_whose_president():
    assert actor("President Bertin Kalonda of Congo met rebels in Luanda, Angola, on Monday.", "Bertin Kalonda")[0] in ("COD", "COG")


def test_a_guest_is_the_other_one():
    told = "President Kanat Asylov of Kyrgyzstan welcomed Uzbek President Rustam Karimov in Bishkek. "
    line = coded_line(told + "His guest praised the Kyrgyz police.")
    praise = next(event for event in line["events"] if event["type"] == "SUPPORT")
    assert [actor["name"] for actor in praise["sources"]] == ["Rustam Karimov"]


@pytest.mark.parametrize("name", ["Tim Cook", "John Reeve", "Wali Khan", "Mukhtar Ansari", "Akim Traore", "MK Stalin"])
def test_names_that_are_offices_or_trades_elsewhere_stay_names(name):
    praise = next(event for event in coded_line(f"{name} spoke on Monday. {name.split()[-1]} praised Chile.")["events"])
    assert [actor["name"] for actor in praise["sources"]] == [name]


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("Tannery Logistics president Ann Rowe", "BUS"),
        ("Ann Rowe, vice president of sales at Tannery Logistics,", "BUS"),
        ("Ann Rowe, the president of the orchestra,", "CVL"),
        ("The president of the orchestra, Ann Rowe,", "CVL"),
        ("The head of the teachers' union, Ann Rowe,", "LAB"),
        ("Ann Rowe, a spokeswoman for the family,", "CVL"),
        ("Ann Rowe, spokeswoman for the growers,", "AGR"),
        ("Ann Rowe, the museum's director,", "EDU"),
        ("Hospital chief Ann Rowe", "MED"),
        ("Ann Rowe, a museum spokeswoman,", "EDU"),
        ("Ann Rowe, the founder and president of the charity,", "NGO"),
        ("Ann Rowe, the head of the cancer department at the hospital,", "MED"),
        ("Ann Rowe, president of the chamber of commerce,", "BUS"),
        ("Ann Rowe, president of the Tannery Rovers,", None),
        ("Ann Rowe, the president of the guild of bellfounders,", "LAB"),
        ("President Ann Rowe", "GOV"),
        ("Ann Rowe, the country's president,", "GOV"),
        ("Ann Rowe, the president of the council,", "GOV"),
        ("Ann Rowe, the spokeswoman of the ministry,", "GOV"),
        ("Health chief Ann Rowe", "GOV"),
        ("Police spokeswoman Ann Rowe", "COP"),
    ],
)
def test_the_word_for_an_office_makes_no_government_of_a_body(words, sector):
    assert actor(f"{words} condemned France on Monday.", "Ann Rowe")[1] == sector


@pytest.mark.parametrize(
    ("words", "noun", "sector"),
    [
        ("Officials of the club", "Officials", "CVL"),
        ("The presidents of the two universities", "presidents", "EDU"),
        ("University presidents", "University presidents", "EDU"),
        ("An airport spokesman", "airport spokesman", "BUS"),
        ("A league spokesman", "league spokesman", "CVL"),
        ("The leaders of the two countries", "leaders", "GOV"),
    ],
)
def test_several_and_nameless_leaders_are_of_their_body(words, noun, sector):
    assert actor(f"{words} condemned France on Monday.", noun)[1] == sector


def test_a_branch_of_a_body_tells_the_country_and_the_whole_the_sector():
    assert actor("The head of the Kenyan branch of the charity condemned France.", "head") == ("KEN", "NGO")


def test_the_head_of_head_coach_is_nobody_of_his_own():
    mentions = coded_line("Ann Rowe, head coach of the club, condemned France.")["mentions"]
    assert "head" not in {m["text"] for m in mentions}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Kenya Airways cut 300 jobs on Monday.", ("KEN", "BUS")),
        ("Boeing cut jobs after China banned its jets.", ("USA", "BUS")),
        ("Kenya recalled its envoy from Chile on Monday.", ("KEN", "GOV")),
    ],
)
def test_a_speaker_without_more_words_speaks_for_the_body_of_the_sentence_before(told, expected):
    assert actor(f"{told} A spokesman condemned the step.", "spokesman") == expected


def test_its_president_is_of_a_company_without_a_country():
    assert actor("The company sold two mines. Its president, Ann Rowe, condemned the strike.", "Ann Rowe")[1] == "BUS"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ann Rowe, Kenya's foreign minister until 2019,", ("KEN", "ELI")),
        ("Ann Rowe, Kenya's foreign minister from 2012 to 2019,", ("KEN", "ELI")),
        ("Ann Rowe, who served as Kenya's foreign minister,", ("KEN", "ELI")),
        ("Ann Rowe, who had been Kenya's foreign minister,", ("KEN", "ELI")),
        ("Ann Rowe, a Kenyan minister at the time,", ("KEN", "ELI")),
        ("Kenya's one-time defence minister Ann Rowe", ("KEN", "ELI")),
        ("Kenya's sacked finance minister Ann Rowe", ("KEN", "ELI")),
        ("Former FBI director Ann Rowe", ("USA", "ELI")),
        ("Ann Rowe, a former member of Kenya's parliament,", ("KEN", "ELI")),
        ("Ann Rowe, the former president of the university in Kenya,", ("KEN", "EDU")),
        ("Former Kenyan rebel leader Ann Rowe", ("KEN", "REB")),
        ("Ann Rowe, who has served as Kenya's foreign minister since 2019,", ("KEN", "GOV")),
        ("Ann Rowe, who became Kenya's foreign minister in 2019,", ("KEN", "GOV")),
        ("Kenya's acting foreign minister Ann Rowe", ("KEN", "GOV")),
        ("Kenya's outgoing president, Ann Rowe,", ("KEN", "GOV")),
        ("Kenya's prime minister-designate, Ann Rowe,", ("KEN", "GOV")),
        ("Kenya's ambassador-designate to Chile, Ann Rowe,", ("KEN", "GOV")),
        ("Kenya's deputy head of mission, Ann Rowe,", ("KEN", "GOV")),
        ("Kenyan shadow minister Ann Rowe", ("KEN", "OPP")),
        ("Kenya's shadow foreign minister, Ann Rowe,", ("KEN", "OPP")),
    ],
)
def test_country_and_sector_of_who_held_holds_or_will_hold_an_office(words, expected):
    assert actor(f"{words} condemned France on Monday.", "Ann Rowe") == expected


def test_whom_somebody_dismisses_was_no_former_minister_before():
    line = coded_line("Kenya's president dismissed minister Ann Rowe on Monday.")
    assert [m["sector"] for m in line["mentions"] if m["text"] == "Ann Rowe"] == ["GOV"]


def test_an_office_with_a_hyphen_is_a_person():
    assert actor("The Kenyan vice president-elect condemned France.", "vice president-elect") == ("KEN", "GOV")
    assert actor("The Kenyan secretary-general condemned France.", "secretary-general") == ("KEN", "GOV")

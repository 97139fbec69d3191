"""Resolve organizations: known ones, acronyms that the article introduces, ministries and other bodies of a country."""

from __future__ import annotations

import re

from transforms.gazetteer import BODY_OFFICES, FORMER_SECTOR, LED, STATE_SECTORS, Entry, Gazetteer
from transforms.resolution import Article, Item, countries_named

SECTOR_OF_WORD = {
    **dict.fromkeys(
        "ministry department government cabinet agency commission authority office council bureau directorate embassy consulate "
        "administration".split(),
        "GOV",
    ),
    **dict.fromkeys("parliament senate congress assembly duma knesset bundestag legislature house".split(), "LEG"),
    **dict.fromkeys("court tribunal prosecution prosecutors judiciary attorney".split(), "JUD"),
    **dict.fromkeys("army navy air force forces military brigade battalion regiment corps militia fleet command guard".split(), "MIL"),
    **dict.fromkeys("police sheriff gendarmerie constabulary patrol fbi".split(), "COP"),
    **dict.fromkeys("intelligence".split(), "SPY"),
    **dict.fromkeys("party".split(), "PTY"),
    **dict.fromkeys("university college school institute academy museum laboratory centre center".split(), "EDU"),
    **dict.fromkeys("hospital clinic health".split(), "MED"),
    **dict.fromkeys("church mosque diocese synagogue".split(), "REL"),
    **dict.fromkeys("union federation".split(), "LAB"),
    **dict.fromkeys(
        "bank corp corp. inc inc. ltd ltd. plc company co. group holdings airlines airways motors industries fund capital partners "
        "ventures energy petroleum oil gas electric electronics systems technologies exchange records studios "
        "metals mining minerals resources steel cement foods brewery "
        "breweries telecom telecoms insurance shipping mills plantations pharmaceuticals chemicals logistics".split(),
        "BUS",
    ),
    **dict.fromkeys("news times post tribune herald gazette journal daily magazine television tv radio press agency-france".split(), "JRN"),
    **dict.fromkeys("foundation society watch international association organization organisation observatory network".split(), "NGO"),
    **dict.fromkeys("front rebels guerrillas insurgents".split(), "REB"),
}
# nouns for bodies that the news seldom let act but whose heads speak
SECTOR_OF_BODY = {
    **dict.fromkeys(
        "club league orchestra choir band ensemble troupe theatre theater opera ballet gallery cinema zoo festival tournament championship "
        "championships marathon games franchise".split(),
        "CVL",
    ),
    **dict.fromkeys(
        "hotel airport port harbour harbor mine plant mill smelter shop store supermarket mall restaurant bakery cafe café bar pub winery "
        "garage dealership studio label retailer grocer wholesaler insurer lender broker developer operator contractor supplier builder "
        "exporter importer producer manufacturer distributor utility railway".split(),
        "BUS",
    ),
    **dict.fromkeys("farm ranch orchard plantation vineyard dairy".split(), "AGR"),
    **dict.fromkeys("surgery hospice pharmacy ward sanatorium".split(), "MED"),
    **dict.fromkeys("library observatory campus nursery".split(), "EDU"),
    **dict.fromkeys("synod parish temple cathedral chapel shrine monastery convent".split(), "REL"),
    **dict.fromkeys("trust shelter".split(), "NGO"),
    **dict.fromkeys("paper weekly daily broadcaster publisher podcast station".split(), "JRN"),
    **dict.fromkeys("campaign".split(), "PTY"),
    **dict.fromkeys("prison jail".split(), "COP"),
    **dict.fromkeys("service programme program mission inquiry registry secretariat".split(), "GOV"),
}
ANY_SECTOR = {**SECTOR_OF_WORD, **SECTOR_OF_BODY}
UNTOLD = frozenset("village community population public tribe clan people nation team crew".split())  # no sector of who leads them
OPEN_SECTORS = frozenset((None, "CVL", "GOV", "BUS"))  # what the word for an office alone says
NATIONAL_WORDS = frozenset(
    "ministry foreign defense defence interior finance justice health education trade commerce agriculture energy supreme court "
    "constitutional high parliament senate congress army navy air force forces police national central bank government cabinet of "
    "the for and affairs state security intelligence agency service department office council commission electoral election armed "
    "military guard house assembly lower upper representatives prosecutor prosecutors general attorney public federal royal "
    "coast border interior information culture transport labor labour economy environment tourism planning statistics".split()
)
OF_A_NATION = frozenset("national federal supreme royal constitutional provincial municipal".split())
OF_STATES = frozenset(("GOV", "LEG", "JUD", "COP", "MIL"))
AT_HOME = frozenset("LAB PTY OPP LEG JUD COP MED EDU".split())  # sectors of bodies with a name that are mostly of the country
OF_SEVERAL = frozenset(  # words of bodies that several states share
    "international inter intergovernmental global world united joint regional multinational european african asian american arab islamic "
    "pacific atlantic caribbean nordic baltic commonwealth east west north south".split()
)
WORDS_OF_BODIES = NATIONAL_WORDS | OF_SEVERAL | SECTOR_OF_WORD.keys()  # some of which are towns and counties too: Union, Liberty
UNIONS = frozenset(("labour", "labor", "trade", "trades"))  # of a "Labour Congress"
UNITS = "Group|Wing|Squadron|Division|Company|Platoon|Battery|Infantry|Cavalry|Regiment|Brigade|Battalion"
NUMBERED = re.compile(rf"\d+(?:st|nd|rd|th)\s(?!Century\b|Avenue\b|Street\b)(?:[A-Z][\w-]*\s){{0,3}}(?:{UNITS})$")
AREAS = frozenset(("country", "capital", "region"))
SEATED = AREAS | {"county", "city"}
MUCH_LARGER = 10  # times the people of any other town of the name
LONGEST_PLACE = 3  # words of a place's name in front of a body's
ETHNIC = re.compile(r"\bethnic\s+$", re.IGNORECASE)
BRACKET = re.compile(r"\s*\(\s*[\"“']?$")


def resolve_organizations(article: Article) -> None:
    """Fill the items that name organizations and peoples."""
    spoken_of = countries_named(article)
    organizations = [item for item in article.items if is_organization(item)]
    full = {initials(item.text): item for item in organizations if " " in item.text}
    for item in organizations:
        entry = next(iter(article.gazetteer.lookup(item.text)), None)
        if entry and (entry.use == "organization" or (entry.use == "people" and item.kind == "group")):
            fill_known(article, item, entry, spoken_of)
        elif entry and entry.use == "demonym":
            fill_people(article, item, entry)
        else:
            fill_new(article, item)
    link_short_names(organizations)
    for number, item in enumerate(organizations):
        if item.text.isupper() and " " not in item.text and item.evidence == "name":
            link_acronym(article, item, organizations[number - 1] if number else None, full)


def is_organization(item: Item) -> bool:
    return item.kind in ("organization", "group") and item.form in ("name", "demonym") and not item.is_resolved


def initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())


def fill_known(article: Article, item: Item, entry: Entry, spoken_of: frozenset[str]) -> None:
    """A known organization; a general name ('National Assembly', 'SPD') is that of the country that modifies it, or some country's
    where the article does not speak of the one that is known by it."""
    item.entity_kind, item.name, item.country, item.sector = entry.kind, entry.name, entry.country, entry.sector
    item.evidence = "gazetteer_people" if entry.use == "people" else "gazetteer_organization"
    modifier = item.text_of("modifier_country")
    if entry.is_general and modifier and modifier != entry.country:
        item.country, item.evidence, item.name = modifier, "national_body", item.text
        complete_national(article, item)
    elif entry.is_general and entry.country not in spoken_of:
        item.country, item.evidence, item.name = None, "national_body", item.text
    elif entry.country is None and modifier:
        item.country = modifier


def fill_people(article: Article, item: Item, entry: Entry) -> None:
    """'the Chinese', 'two Americans': a country's people; in the plural with -s they are civilians, else its side."""
    state = article.gazetteer.countries.get(entry.country or "")
    item.country, item.evidence = entry.country, "demonym"
    item.latitude, item.longitude = entry.latitude, entry.longitude
    if entry.kind == "country" and state and not item.text.endswith(("s", "men", "women")):
        item.entity_kind, item.name, item.sector = "country", state.name, "GOV"
    else:
        item.entity_kind, item.name, item.sector = "group", item.text, "CVL"
    modifier = item.text_of("modifier_country")
    if is_ethnic(article, item) or modifier:
        item.country, item.evidence = modifier, "modifier" if modifier else "ethnic"
        item.entity_kind, item.name, item.sector = "group", item.text, "CVL"


def is_ethnic(article: Article, item: Item) -> bool:
    """'ethnic Albanians' are citizens of the country they live in."""
    return bool(ETHNIC.search(article.text[max(0, item.start - 8) : item.start]))


def fill_new(article: Article, item: Item) -> None:
    """An organization that only the article knows: country by modifier, sector by its words."""
    words = [word.strip(",").lower() for word in item.text.split()]
    item.sector = next((SECTOR_OF_WORD[word] for word in reversed(head_words(words)) if word in SECTOR_OF_WORD), None)
    if NUMBERED.match(item.text):
        item.sector = "MIL"
    if item.sector == "LEG" and UNIONS.intersection(words):
        item.sector = "LAB"
    item.country, item.entity_kind, item.name, item.evidence = item.text_of("modifier_country"), "organization", item.text, "name"
    if item.sector is None and len(words) == 1:
        agent = article.gazetteer.agents.get(words[0])
        item.sector = agent.sector if agent else None
    if is_national(words, item.sector):
        item.evidence = "national_body"
        complete_national(article, item)
    if item.country is None and item.sector not in ("BUS", "JRN"):
        item.country = seat(article, item) or seat_behind(article, item)


def head_words(words: list[str]) -> list[str]:
    """The words up to the first 'of': 'University of Law' is a university."""
    return words[: words.index("of")] if "of" in words else words


def is_national(words: list[str], sector: str | None) -> bool:
    """Whether a name could be any country's: 'Foreign Ministry', 'Supreme Court', 'National Union of Nurses'."""
    return all(word in NATIONAL_WORDS for word in words) or (words[0] in OF_A_NATION and sector not in (None, "BUS", "JRN"))


def is_at_home(item: Item) -> bool:
    """Whether a body with a name is most likely of the article's country: a union, a court, an office that is not several states'."""
    return item.sector in AT_HOME or (item.sector == "GOV" and not OF_SEVERAL.intersection(item.text.lower().replace("-", " ").split()))


def complete_national(article: Article, item: Item) -> None:
    """The name of a national body with its country's adjective in front."""
    state = article.gazetteer.countries.get(item.country or "")
    if state:
        item.name = f"{state.adjective} {item.text}"


def link_short_names(organizations: list[Item]) -> None:
    """ "Kestrel" means the "Kestrel Metals" that was named before."""
    full: dict[str, Item] = {}
    for item in organizations:
        words = item.text.split()
        if len(words) > 1 and item.evidence == "name":
            full.setdefault(words[0], item)
        elif item.evidence == "name" and item.sector is None and (meant := full.get(item.text)):
            item.copy_from(meant, "short_name")


def link_acronym(article: Article, item: Item, before: Item | None, full: dict[str, Item]) -> None:
    """An acronym means the name that it follows in brackets, or the article's name with these initials."""
    target = before if before is not None and BRACKET.match(article.between(before, item)) else full.get(item.text)
    if target is None or target is item:
        return
    for other in article.items:
        if other.text == item.text and other.kind == "organization" and other.evidence == "name":
            other.copy_from(target, "acronym")


def seat(article: Article, item: Item) -> str | None:
    """The country of the place that a body's name begins with: "Fargo Police", "Henderson County Commissioners Court"."""
    words = item.text.split()
    for width in range(min(len(words) - 1, LONGEST_PLACE), 0, -1):
        name = " ".join(words[:width])
        if name.lower() in WORDS_OF_BODIES and words[width] != "County":
            continue
        if name in article.gazetteer.counties:
            return "USA"
        known = article.gazetteer.lookup(name)
        entries = [e for e in known if e.use in SEATED]
        if entries:
            return entries[0].country if is_main(entries) else None
        body = next((e for e in known if e.use == "organization"), None)
        if body:  # "United Nations Relief Office"
            return body.country
    return None


def seat_behind(article: Article, item: Item) -> str | None:
    """The country of the place behind a body's name: "the Foreign Ministry in Nairobi"."""
    place = article.behind(item)
    is_seat = place is not None and place.kind in ("place", "country") and article.between(item, place) in (" in ", " of ")
    return place.country if place and is_seat and item.sector in OF_STATES else None


def is_main(entries: list[Entry]) -> bool:
    """Whether the first meaning of a place's name is by far the most likely one."""
    first, others = entries[0], [e for e in entries if e.country != entries[0].country]
    if any(e.use in AREAS for e in others):  # Georgia
        return False
    return first.use in AREAS or all(first.population >= MUCH_LARGER * e.population for e in others)


def body_of(article: Article, organization: str) -> tuple[str | None, str | None]:
    """Country and sector of the body that a title or description names: resolved here, known, or told by its words."""
    for item in article.items:
        if organization in (item.name, item.text) and item.is_resolved and item.form == "name" and item.kind != "person":
            return item.country, item.sector
    entry = next(iter(article.gazetteer.lookup(organization)), None)
    if entry and entry.use in ("organization", "people"):
        return entry.country, entry.sector
    return None, sector_of_body(article.gazetteer, organization.lower().split())


def is_people(article: Article, organization: str) -> bool:
    """Whether a title or description belongs to a person or a people, not to a body: "a Trump spokesman", "the Kurdish leader"."""
    entry = next(iter(article.gazetteer.lookup(organization)), None)
    if entry and entry.use == "people":
        return True
    return any(item.form == "name" and item.kind == "person" and organization in (item.name, item.text) for item in article.items)


def sector_of_body(gazetteer: Gazetteer, words: list[str]) -> str | None:
    """Sector of a body or of several people by the last words of its description: "football club", "three banks", "the growers"."""
    last = singular(words[-1])
    if last in UNTOLD:
        return None
    agent = gazetteer.agent(" ".join([*words[:-1], last])) or gazetteer.agent(" ".join([*words[-2:-1], last])) or gazetteer.agent(last)
    if agent and (agent.is_collective or last != words[-1]):
        return agent.sector
    return ANY_SECTOR.get(words[-1]) or ANY_SECTOR.get(last)


def singular(word: str) -> str:
    """A noun without its plural ending: "parties", "banks"; "glass" stays."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word if word.endswith("ss") else word.removesuffix("s")


def sector_left(gazetteer: Gazetteer, title: str, body: str | None) -> str | None:
    """Sector of who held an office, given as "former …", in a body: an elite after one of the state, else still that of the body."""
    office = title.lower().removeprefix("former ")
    own = gazetteer.sector_of_title(office)
    held = body if body not in (None, "CVL") and own in (None, "GOV") else sector_held(office.split()[-1], own, body)
    return FORMER_SECTOR if held in STATE_SECTORS else held


def sector_held(head: str, own: str | None, body: str | None) -> str | None:
    """Sector of who leads, serves or speaks for a body: the body's; "president" of one of which nothing is known makes no government."""
    if head not in LED or own not in OPEN_SECTORS:
        return own
    return body or (None if own == "GOV" and head in BODY_OFFICES else own)

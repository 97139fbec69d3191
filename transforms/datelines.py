"""Datelines: the place, date and agency in front of a news text.

"BEIJING/WASHINGTON, June 18 (Reuters) - ", "HANOI, Vietnam (AP) — ", "18-6-2023 (BEIJING) ", "(CNN) — ", "PARIS: ".
Many sentences begin in capitals, or with a name and a dash. So a pattern proposes, and a second look at the evidence
(an agency, a date, capitals, what follows the dash) decides; without enough of it there is no dateline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
AGENCY_NAMES = """
AA AAP AFP AGI AKI ANA ANI ANSA AP Anadolu Antara BBC Belga Bernama Bloomberg CBC CNA CNBC CNN CNS CP DPA DW EFE IANS Interfax IPS IRIN
IRNA ITAR-TASS KCNA KUNA Kyodo Lusa MENA MTI NNA NPR NTB NYT Novosti PAP PTI Petra QNA RFE/RL RIA Reuters SANA SPA Sputnik TASS TNH TT
UNB UPI VNA VOA WAFA WAM Xinhua Yonhap dpa
"""
AGENCIES = frozenset(AGENCY_NAMES.split())
# What stands alone in front of a colon or dash, in capitals, and is no place
LABEL_WORDS = """
ADVISORY ALERT ANALYSIS ANSWER BREAKING BRIEF BRIEFING BRIEFS CAUTION CHART CLARIFICATION COLUMN COMMENT COMMENTARY CORRECTED CORRECTION
EDITOR EDITORIAL EDITORS ESSAY EXCLUSIVE EXPLAINED EXPLAINER FACTBOX FEATURE FILE FLASH GRAPHIC HEADLINE HIGHLIGHTS IMPORTANT INFOGRAPHIC
INSIGHT INTERVIEW LATEST LETTER LETTERS LIVE MAP MORE NEWS NOTE NOTICE OBITUARY OPINION PHOTO PHOTOS PICTURES PODCAST POLL PRESS PREVIEW
PROFILE QUESTION QUOTE READ RELEASE REPORT REVIEW SPECIAL STATEMENT STORY SUMMARY TIMELINE TIP TIPS UPDATE UPDATED URGENT VIDEO VIEW
WARNING WATCH WRAPUP
ASEAN BRICS CEO CIA COVID EU FAQ FBI FIFA GDP HIV IMF NASA NATO OECD OPEC UEFA UNESCO UNHCR UNICEF WHO WTO
"""
LABELS = frozenset(LABEL_WORDS.split())
LINES_ABOVE = 4  # a title, a second title and a by-line may stand above the dateline
TITLE_LENGTH = 200  # characters; longer lines are paragraphs
HEAD_LENGTH = 160  # characters in which a dateline ends
FULL_DATE = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}(?P<separator>[-/.])\d{1,2}(?P=separator)\d{4}"
MONTH_DATE = r"[A-Z][a-z]{2,8}\.?[ ]\d{1,2}(?:st|nd|rd|th)?(?:,?[ ]\d{4})?|\d{1,2}(?:st|nd|rd|th)?[ ][A-Z][a-z]{2,8}\.?(?:,?[ ]\d{4})?"
WEEKDAY = r"(?:(?:Mon|Tues?|Wednes|Wed|Thurs?|Fri|Satur|Sat|Sun)(?:day)?\.?,?[ ])?"
DATE = rf"{WEEKDAY}(?:{FULL_DATE}|{MONTH_DATE})"
WORD = r"[^\W\d_](?:[\w’']|[-.](?=\w))*\.?"
PLACE_NAME = rf"{WORD}(?:[ ]{WORD}){{0,4}}"
PLACES = rf"{PLACE_NAME}(?:/{PLACE_NAME}){{0,3}}(?:,[ ]{PLACE_NAME}){{0,2}}?"
PARENTHESIS = r"(?:\((?P<agency>[^()\n]{2,40})\)|\.?[ ]?/(?P<slashed>TASS|ITAR-TASS)/\.?)"
LINKED = re.compile(r" (?:OF|DE|DEL|ES|LA|AU|SUR) ")  # "PORT OF SPAIN"
DASH = r"(?:[ ]*—[ ]*|[ \u00a0]+(?:-{1,3}|[–‒―_])[ \u00a0]+|:[ ]+|[ ]*--[ ]*)"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(r"[\s“\"]*" + pattern)


PLACE_FIRST = _compiled(
    rf"(?P<place>{PLACES})(?:(?:,[ ]|[ ]|[ ]?\()(?P<date>{DATE})\)?)?,?(?:[ ]?{PARENTHESIS})?(?P<end>{DASH}|(?<=[)/.])[ ]*|\n+)"
)
DATE_FIRST = _compiled(rf"(?P<date>{DATE})(?:,?[ ]\((?P<inside>{PLACES})\)|,[ ](?P<place>{PLACES}))?(?P<end>{DASH}|(?<=\))[ ]*|[ ]*\n+)")
AGENCY_FIRST = _compiled(rf"{PARENTHESIS}(?P<end>{DASH}|[ ]*)")


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands in front of the text: the place as written, the day if it has a year, and where the text proper begins."""

    place: str | None = None
    date: date | None = None
    end: int = 0


NO_DATELINE = Dateline()


def parse_dateline(text: str) -> Dateline:
    """The dateline of a text, also under a title; `NO_DATELINE` where there is none or no telling."""
    for offset, is_first in head_lines(text):
        head = text[offset : offset + HEAD_LENGTH]
        found = _date_first(head) or _place_first(head, text, is_first) or _agency_first(head)
        if found and offset and not found.place:
            return Dateline(None, found.date, 0)  # a date on a line of its own disturbs no sentence; a cut would take the title along
        if found:
            return Dateline(found.place, found.date, offset + found.end)
    return NO_DATELINE


def parse_date(text: str) -> date | None:
    """A day with its year in words or numbers; None where the year is missing or day and month could be swapped."""
    words = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text.lower().replace(",", " "))
    if match := re.search(r"\b([a-z]{3,9})\.?\s+(\d{1,2})\s+(\d{4})\b", words):
        return _day(match[3], MONTHS.get(match[1]), match[2])
    if match := re.search(r"\b(\d{1,2})[\s-]+(?:of\s+)?([a-z]{3,9})\.?[\s-]+(\d{4})\b", words):
        return _day(match[3], MONTHS.get(match[2]), match[1])
    if match := re.search(r"\b(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\b", words):
        return _day(match[1], int(match[3]), match[4])
    if match := re.search(r"\b(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\b", words):
        return _numeric_day(int(match[1]), int(match[3]), match[4], match[2])
    return None


def _numeric_day(first: int, second: int, year: str, separator: str) -> date | None:
    """Day first, as most of the world writes; month first only where it must be. 6/7/2023 means two different days."""
    if second > 12:
        return _day(year, first, second)
    if separator == "/" and first <= 12 and first != second:
        return None
    return _day(year, second, first)


def _day(year: str | int, month: int | None, day: str | int) -> date | None:
    try:
        return date(int(year), month, int(day)) if month else None
    except ValueError:
        return None


def head_lines(text: str) -> Iterator[tuple[int, bool]]:
    """Where a dateline may begin, and whether on the first line: there, and on the next as long as those above look like titles."""
    offset, count = 0, 0
    for line in text[: (LINES_ABOVE + 1) * (TITLE_LENGTH + 2)].splitlines(keepends=True):
        if line.strip():
            yield offset, count == 0
            count += 1
            if len(line) > TITLE_LENGTH or line.rstrip().endswith((".", ".”", '."', ",")) or count > LINES_ABOVE:
                return
        offset += len(line)


def _date_first(head: str) -> Dateline | None:
    """ "18-6-2023 (BEIJING)", "18 June 2023, GENEVA – ", or a full date alone in front of a dash or on its line."""
    match = DATE_FIRST.match(head)
    if not match:
        return None
    place = match["inside"] or match["place"]
    day = parse_date(match["date"])
    if not (_is_date(match["date"]) and (place or day)):
        return None
    if match["place"] and not (match["end"].strip() or _is_capitals(place)):
        return None  # "June 18, Beijing" alone on a line is a title
    return Dateline(_place(place), day, match.end())


def _place_first(head: str, text: str, is_first: bool) -> Dateline | None:
    match = PLACE_FIRST.match(head)
    if not match or (match["date"] and not _is_date(match["date"])):
        return None
    place = match["place"]
    if _is_label(place) or not _has_evidence(match, head, is_first) or _is_transcript(match, text):
        return None
    return Dateline(place, parse_date(match["date"]) if match["date"] else None, match.end())


def _has_evidence(match: re.Match[str], head: str, is_first: bool) -> bool:
    """Whether a name in front of a dash, colon or bracket is a dateline: an agency, a date, or capitals and a new sentence."""
    place, end, rest, agency = match["place"], match["end"].strip(), head[match.end() :], match["agency"] or match["slashed"]
    begins = _begins_sentence(rest)
    capitals = _is_capitals(place.split(",")[0])
    if agency:
        if _is_agency(agency):
            return bool(end) or begins
        return bool(capitals and end and begins and end != ":")
    if "\n" in match["end"] or not end:
        return False
    if match["date"]:
        return begins and (capitals or _is_name(place))
    letters, words = len(re.sub(r"\W", "", place)), len(place.split(",")[0].split())
    if letters < 3 or not begins:
        return False
    if capitals and end == ":":
        # "NCAA: ", "Q: " and "THE FIX IS IN: " are none
        return "," not in place and letters >= 5 and (words <= 2 or bool(LINKED.search(place)))
    if capitals:
        return True
    has_dash = end in ("—", "--") or (end == "–" and words == 1)  # "Angela Merkel – " opens an aside, or a list
    return is_first and has_dash and _is_name(place) and not _has_second_dash(rest)


def _begins_sentence(rest: str) -> bool:
    """Whether a sentence can begin here: no small letter, but a capital, a figure or a script without capitals."""
    first = rest.lstrip("\"'“‘([ ")[:1]
    return not first.islower() and (first.isalnum() or first in tuple("$€£¥"))


def _agency_first(head: str) -> Dateline | None:
    """ "(CNN) — ", also glued to the first word as "(CNN)The"."""
    match = AGENCY_FIRST.match(head)
    if not match or not _is_agency(match["agency"] or match["slashed"]):
        return None
    return Dateline(None, None, match.end())


def _is_agency(text: str) -> bool:
    """Whether a bracket holds a news agency: "Reuters", "AFP/Reuters", "Thomson Reuters Foundation", "CNN Business"."""
    return any(part in AGENCIES for part in (text.strip(), *re.split(r"[\s/,&]+", text)[:3]))


def _is_date(text: str) -> bool:
    """Whether it names a month or is all numbers: "Chapter 12" has the shape of "June 12"."""
    words = re.findall(r"[A-Za-z]{3,}", re.sub(r"\d(?:st|nd|rd|th)\b", " ", text))
    return all(word.lower() in MONTHS or re.fullmatch(WEEKDAY, f"{word} ") for word in words)


def _is_capitals(text: str) -> bool:
    """Whether the words are in capitals, as BEIJING or RIO de JANEIRO or WASHINGTON and PARIS."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word not in ("and", "de", "do", "da", "la", "del", "of", "the")]
    return any(len(word) > 1 for word in words) and all(word.isupper() for word in words)


def _is_name(text: str) -> bool:
    """Whether it is one to three capitalized words, with or without a region: Washington, D.C."""
    words = text.split(",")[0].split()
    return len(words) <= 3 and all(word[0].isupper() or word in ("de", "of", "the", "and") for word in text.replace(",", " ").split())


def _is_label(place: str) -> bool:
    words = re.findall(r"[^\W\d_]+", place.upper())
    is_article = words[:1] in (["BY"], ["THE"]) and words[:2] != ["THE", "HAGUE"]
    return not words or is_article or any(word in LABELS for word in words)


def _is_transcript(match: re.Match[str], text: str) -> bool:
    """Whether lines further down begin the same way: then the capitals are speakers, not a place."""
    if match["end"].strip() != ":" or match["agency"] or match["date"]:
        return False
    return bool(re.search(r"\n[^\S\n]*[A-Z][A-Z .'’-]{2,40}:[ ]", text[match.end() : match.end() + 10_000]))


def _has_second_dash(rest: str) -> bool:
    """Whether the sentence goes on behind another dash: the first then opened an aside."""
    sentence = re.split(r"(?<=[.!?])\s", rest, maxsplit=1)[0]
    return bool(re.search(r"\s(?:[–—]|--)\s|—", sentence))


def _place(place: str | None) -> str | None:
    return place.strip() if place else None

"""The wordings of time expressions: one compiled pattern for each kind, in order of preference.

`times` runs them over a paragraph (only those whose gate the paragraph passes), keeps the first where two overlap and
hands the named groups to the rule of the same name. Months need a capital letter because "may" and "march" are words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {name: number for number, name in enumerate("mon tue wed thu fri sat sun".split())}
NUMBERS = {
    name: number
    for number, name in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
     "couple": 2, "few": 3, "several": 5, "dozen": 12, "half": 0}  # fmt: skip
ORDINALS = {name: number for number, name in enumerate("first second third fourth".split(), 1)} | {
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "latter": 2,
}  # fmt: skip
CENTURIES = {
    name: number
    for number, name in enumerate(
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(), 15)
}  # fmt: skip
TENS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90}
HOLIDAYS = {
    "new year’s day": (1, 1), "new year’s eve": (12, 31), "valentine’s day": (2, 14), "may day": (5, 1), "halloween": (10, 31),
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
}  # fmt: skip

_MONTH_FULL = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH_NAMES = f"{_MONTH_FULL}|{_MONTH_FULL.upper()}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\b\\.?"
MONTH = f"\\b(?P<month>{_MONTH_NAMES}|(?:january|february|september|october|november|december))"
MONTH_WORD = f"\\b(?P<month>{_MONTH_FULL}|{_MONTH_FULL.upper()}|january|february|september|october|november|december" \
             "|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\\.)(?![A-Za-z])"  # fmt: skip
_YEAR = r"(?P<year>(?:1\d|20)\d\d)(?![\d%]|[.,]\d)"
_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted((n for n in NUMBERS if n not in ("zero", "half")), key=len, reverse=True)) + ")"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d)"
_DAY_2 = r"(?:\s?(?:-|–|—|to|and|&|through)\s?(?P<day2>[12]\d|3[01]|[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d))"
_YEARISH = r"(?:(?:of\s)?(?P<which_year>last|this|next|that|the\ssame)\s(?:same\s)?year)\b"
_WEEKDAY = r"\b(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WEEKDAY_SHORT = r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?)"
_DAYTIME = r"(?:early\s|late\s)?(?:morning|afternoon|evening|night|noon|lunchtime)"
_PART = r"(?P<part>early|mid|late|Early|Mid|Late)"
_UNIT = r"(?P<unit>day|week|weekend|fortnight|month|quarter|year|decade|century)"
_UNITS = r"(?P<unit>day|week|fortnight|month|quarter|year|decade)s?"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_DEICTIC = r"last|next|this\spast|this\scoming|this|(?:the\s)?coming|(?:the\s)?following|(?:the\s)?previous|that"
_NO_SEASON = r"(?!\s(?:of|break|training|for)\b)"
_PLAIN_YEAR = r"(?:1[5-9]|20)\d\d"
_OF_YEAR = rf"(?:(?:,?\s|\sof\s|\sin\s)(?:{_YEAR}|(?P<which_year>last|this|next|that|the)\syear\b))"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of wording; `gate` names the cheap test that a paragraph must pass first."""

    name: str
    gate: str
    expression: re.Pattern[str]


GATES = {
    "digit": re.compile(r"\d"),
    "month": re.compile(rf"\b(?:{_MONTH_FULL}|{_MONTH_FULL.upper()}|january|february|september|october|november|december"
                        r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)"),
    "weekday": re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:mon|tues|wednes|thurs|fri|satur|sun)day|[A-Z]DAY"),
    "unit": re.compile(r"day|week|fortnight|month|quarter|year|decade|centur|half|season|morning|afternoon|evening|night|end\b", re.I),
    "season": re.compile(r"spring|summer|autumn|fall|winter", re.I),
    "adverb": re.compile(r"\b(?:yesterday|today|tonight|tomorrow|overnight|[a-z]+ties)\b", re.I),
    "holiday": re.compile(r"Christmas|New Year|Halloween|Boxing Day|Valentine|May Day"),
}  # fmt: skip


def _pattern(name: str, gate: str, *parts: str) -> Pattern:
    """A pattern of its parts in a row; those behind a gate of words do not mind capitals."""
    ignore_case = gate in ("unit", "season", "adverb", "weekday")
    return Pattern(name, gate, re.compile("".join(parts), re.IGNORECASE if ignore_case else 0))


def _renamed(expression: str, suffix: str) -> str:
    """The expression with other group names: alternatives of one pattern may not share them."""
    return re.sub(r"\?P<(\w+)>", rf"?P<\1{suffix}>", expression)


PATTERNS = (
    _pattern("iso", "digit", r"(?<![\d/.-])(?P<year>(?:1\d|20)\d\d)(?P<mark>[-/])(?P<month>[01]\d)(?P=mark)(?P<day>[0-3]\d)(?!\d|-\d)"),
    _pattern("numeric", "digit", r"(?<![\d/.$£€-])(?P<first>\d{1,2})(?:(?P<slash>/)|[.-])(?P<second>\d{1,2})(?:(?(slash)/|[.-]))",
             r"(?P<year>(?:19|20)\d\d|(?(slash)\d\d|(?!)))(?![\d/]|[.-]\d)"),
    _pattern("attacks", "digit", r"(?<![\d/])9/11(?![/\d])|\b(?:September|Sept\.?|Sep\.?)\s11(?=(?:th)?,?\s(?:terror|attack|hijack))"),
    _pattern("month_day", "digit", rf"(?:{_WEEKDAY_SHORT},?\s(?:{_DAYTIME},?\s)?(?:the\s)?)?{MONTH}\s(?:the\s)?{_DAY}{_DAY_2}?",
             rf"(?:(?:,\s?|\s|\sof\s){_YEAR}|,?\s{_YEARISH})?"),
    _pattern("day_month", "digit", rf"(?<![\d.,$£€:/-])(?:{_WEEKDAY_SHORT},?\s)?(?:the\s)?(?<![\d.,])\b{_DAY}{_DAY_2}?\s(?:of\s)?{MONTH}",
             rf"(?![A-Za-z])(?:(?:,\s?|\s){_YEAR}|,?\s{_YEARISH})?"),
    _pattern("month_year", "month", rf"(?:\b{_PART}[\s-](?:in\s)?)?{MONTH}(?:,\s?|\s|\sof\s){_YEAR}"),
    _pattern("month_which_year", "month", rf"(?:\b{_PART}[\s-](?:in\s)?)?{MONTH_WORD},?\s{_YEARISH}"),
    _pattern("edge", "unit", r"(?:\bthe\s)?(?P<edge>(?:very\s)?(?:beginning|start|end|middle|close|outset|turn))\sof\s",
             rf"(?:(?P<which>the|this|last|next|that)\s{_UNIT}\b|{MONTH_WORD}(?:,?\s(?P<month_year>(?:1\d|20)\d\d)\b)?|{_YEAR})"),
    _pattern("unit_end", "unit", rf"\b{_UNIT}(?:[’']s\s|-)end\b|\bmid-{_renamed(_UNIT, '_2')}\b"),
    _pattern("units_of_year", "unit", rf"\bthe\s(?P<edge>first|last|final|opening)\s(?P<number>{_NUMBER})\s(?P<unit>day|week|month)s",
             rf"(?:\sof|\sin)\s(?:{_YEAR}|(?P<which_year>last|this|next|that|the)\syear\b)"),
    _pattern("century", "unit", rf"(?:\bthe\s)?(?:{_PART}[\s-])?",
             rf"\b(?P<number>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(CENTURIES)})[\s-]century\b"),
    _pattern("decade", "digit", rf"(?:\bthe\s)?(?:\b{_PART}[\s-])?",
             r"(?:(?<![\d$£€.,])\b(?P<decade>1\d\d0|20\d0)|(?<!\w)[’'‘](?P<tens>\d0))[’']?s\b"),
    _pattern("decade_word", "adverb", rf"\bthe\s(?:{_PART}[\s-])?(?P<word>{'|'.join(TENS)})\b"),
    _pattern("quarter", "unit", rf"(?:\bthe\s)?\b(?P<number>first|second|third|fourth|1st|2nd|3rd|4th)[\s-]quarter\b{_OF_YEAR}?"),
    _pattern("quarter_code", "digit", rf"\bQ(?P<number>[1-4])(?:[\s/-](?:of\s)?{_YEAR})?\b(?!\d)|",
             r"\b(?P<year_before>20\d\d)[\s-]?Q(?P<number_2>[1-4])\b"),
    _pattern("half", "unit", rf"(?:\bthe\s)?\b(?P<number>first|second|latter)[\s-]half{_OF_YEAR}"),
    _pattern("season", "season", rf"(?:\bthe\s)?(?:\b{_PART}[\s-])?\b{_SEASON}{_OF_YEAR}|",
             r"\b(?P<which>last|this|next|this\spast|this\scoming|the\scoming|the\sprevious|the\sfollowing)\s",
             rf"{_renamed(_SEASON, '_2')}\b{_NO_SEASON}|",
             rf"(?<=\bin\s)(?:the\s)?(?:{_renamed(_PART, '_3')}[\s-])?{_renamed(_SEASON, '_3')}\b{_NO_SEASON}"),
    _pattern("part_of_deictic", "unit", r"\b(?P<part>earlier|later|early|late|mid)[\s-]",
             rf"(?P<which>this|last|next|that|in\sthe|on\sin\sthe)\s{_UNIT}\b"),
    _pattern("weekday_of_week", "weekday", rf"{_WEEKDAY}(?:\s{_DAYTIME})?\s(?:of\s)?(?P<which>last|this|next)\sweek\b|",
             rf"\b(?P<which_2>last|this|next)\sweek(?:[’']s|\son)\s{_renamed(_WEEKDAY, '_2')}\b"),
    _pattern("deictic_weekday", "weekday", rf"\b(?P<which>{_DEICTIC})\s{_WEEKDAY}\b(?:\s{_DAYTIME})?"),
    _pattern("deictic_month", "month", rf"\b(?P<which>(?i:{_DEICTIC}))\s{MONTH_WORD}"),
    _pattern("span_of_units", "unit", r"(?:\bthe\s)?\b(?P<which>last|past|previous|preceding|recent|next|coming|following)\s",
             rf"(?:(?P<number>{_NUMBER})\s(?:of\s|or\s{_NUMBER}\s|dozen\s)?)?(?P<unit>day|week|month|quarter|year|decade)s\b"),
    _pattern("deictic_unit", "unit", r"\b(?P<which>(?:the\s|this\s)?",
             r"(?:last|past|previous|next|coming|upcoming|following|preceding|current|same)|",
             rf"this|that(?:\ssame)?|the(?=\sweekend))\s{_UNIT}\b"),
    _pattern("daytime", "unit", r"\b(?P<which>this|last|that|the\s(?:next|following|previous))\s",
             r"(?P<daytime>morning|afternoon|evening|night)\b"),
    _pattern("day_beside", "unit", r"\bthe\sday\s(?P<which>before\syesterday|after\stomorrow|before|after)\b",
             r"(?!\s(?:the|a|an|his|her|its|their|he|she|it|they|we|I)\b)"),
    _pattern("offset", "unit", r"\b(?:(?:about|nearly|almost|just|only|barely|more\sthan|less\sthan)\s)?",
             rf"\b(?P<number>{_NUMBER})\s(?P<unit>day|week|month|year)s?\s(?P<which>after|before)\b(?=\s\w)"),
    _pattern("ago", "unit", r"(?:\b(?:about|around|nearly|almost|some|over|just|more\sthan)\s)?\b",
             rf"(?:(?P<modifier>half\s)?(?:a\s)?(?P<number>{_NUMBER})(?:[\s-]and[\s-]a[\s-]half)?\s(?:of\s|dozen\s|or\sso\s|or\s{_NUMBER}\s)?)",
             rf"{_UNITS}\s(?P<which>ago|earlier(?!\sthan)|later(?!\sthan)|from\snow|afterwards?)\b"),
    _pattern("in_units", "unit", rf"\b(?P<within>with)?in\s(?:the\snext\s|about\s|around\s|another\s)?(?P<number>{_NUMBER})\s",
             rf"(?:of\s|or\s{_NUMBER}\s)?{_UNITS}(?:[’']\stime)?\b(?!\s(?:when|that|where|of|in\swhich|like))"),
    _pattern("adverb", "adverb", rf"\b(?P<word>yesterday|today|tonight|tomorrow|overnight)\b(?:\s{_DAYTIME})?"),
    _pattern("holiday", "holiday", r"\b(?P<word>New Year[’']s (?:Day|Eve)|Valentine[’']s Day|May Day|Halloween|",
             rf"Christmas(?: Eve| Day)?|Boxing Day)\b(?:,?\s{_YEAR})?"),
    _pattern("weekday", "weekday", rf"{_WEEKDAY}\b(?:\s{_DAYTIME})?"),
    _pattern("month", "month", rf"(?:\b{_PART}[\s-](?:in\s)?)?{MONTH_WORD}"),
    _pattern("part_of_year", "digit", rf"\b{_PART}[\s-](?:in\s)?{_YEAR}"),
    _pattern("year_pair", "digit", rf"(?<![\d.,$£€#/-])\b(?P<first>{_PLAIN_YEAR})[-–—/](?P<second>{_PLAIN_YEAR}|\d\d)\b(?![-–—/,.]?\d|%)"),
    _pattern("year", "digit", r"(?<![\d.,:/$£€#+])(?<![A-Za-z]-)(?<!\d-)\b(?P<year>(?:1[1-9]|20)\d\d)\b",
             r"(?!%|\d|[.,:]\d|[-–—/]\d|\s?(?:GMT|UTC|BC|hours|hrs)\b)"),
    _pattern("year_behind_prefix", "digit", rf"(?:(?<=\b[Pp]re-)|(?<=\b[Pp]ost-))(?P<year>{_PLAIN_YEAR})\b"),
    _pattern("ordinal_day", "digit", r"(?<=\b(?:[Oo]n|[Bb]y)\s)the\s(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b",
             r"(?=[.,;:!?)]|$|\s(?:of\s(?:this|the|last|next)\smonth|and|when|after|before|that|at|in|for)\b)"),
)  # fmt: skip

"""Pages of made-up news for benchmarks: sentences written here, filled with the countries, towns and names of the gazetteers.

A page tells one story: two countries, two people, a town and a subject, in sentences that hold events and sentences that
hold none. One page in ten retells the page of the day before in other sentences, one in fifty copies it word for word.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).parents[1] / "seeds"
DAYS = 300  # the pages are spread over so many
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STEMS = (
    "Berg Lind Oka Quis Mens Torr Had Nor Vel Kras Tam Rost Hart Bel Cor Dal Fen Gar Hol Jan Kov Lar Mor Nav Ost Pav Rad Sol Tor Val"
).split()
ENDS = ("en gren for pe ah es dad ov ska enko ini oyan sen ström ez ic ault mann ley wood ani ou yev uk as is").split()
SUBJECTS = {
    "trade": "tariffs on {goods}|a quota for {goods}|the port of {town}|customs at the border|a loan for the {works}",
    "unrest": "higher fares|the price of {goods}|the closure of the {works}|pay in the {works}|a new tax on {goods}",
    "borders": "the road to {town}|two villages near {town}|fishing in the shared waters|a crossing near {town}|the dam above {town}",
    "law": "the sale of the {works}|bribes for the {works}|a killing in {town}|stolen {goods}|the ballots of {town}",
    "disaster": "the flood at {town}|a fire in the {works}|the earthquake near {town}|the drought|an outbreak of cholera in {town}",
}
GOODS = (
    "wheat rice steel timber copper cocoa coffee cotton diesel medicine fertilizer textiles beef sugar cement fish salt onions tea leather"
).split()
WORKS = (
    "railways|steelworks|power station|oil refinery|shipyard|car factory|water board|national airline|copper mines|"
    "textile mills|harbour|post office|state bank|telephone company|sugar mill"
).split("|")
BODIES = (
    "parliament|cabinet|army|central bank|supreme court|interior ministry|foreign ministry|trade union|"
    "election commission|opposition|navy|border police"
).split("|")
EVENTS = tuple(
    """
{a} foreign minister {p} will visit {capital_b} next week for talks on {about}, the {body} said on {day}.
Police in {town} arrested {n} people on {day} after a protest over {about}.
{a} sent tents, {goods} and {n} doctors to {b} after the earthquake.
The government of {a} accused {b} of blocking a deal on {about}.
President {p} met union leaders in {town} and promised to end the dispute over {about}.
Soldiers of {b} withdrew from {about}, a spokesman for the {body} said.
The court in {town} postponed the trial of {q} until the spring.
Negotiators from {a} and {b} signed an agreement on {about} in {capital_a}.
Thousands marched through {town} on {day} and demanded the release of {n} students.
A storm destroyed {n} houses near {town} and cut off several villages.
{a} may impose sanctions on {b} if the talks about {about} fail, {p} told reporters.
The {body} denied that {a} had supplied weapons to rebels in {b}.
Gunmen killed {n} people at a market in {town} on {day}, officials in {capital_b} said.
{b} expelled {n} {a_adj} diplomats and closed its consulate in {town}.
{q} resigned as minister of finance on {day} after the vote on {about}.
The {body} of {b} rejected the proposal of {a} on {about}.
{a} lent {b} {n} million dollars for the {works}.
Workers of the {works} in {town} went on strike over {about}.
{p} called {q} by telephone on {day} and thanked him for his help.
Prosecutors charged {q} with taking bribes for {about}.
{b} and {a} resumed direct flights between {capital_a} and {capital_b}.
The {body} released {n} prisoners from {town} under a deal with {b}.
{a_adj} warships entered the waters of {b} on {day}.
Rebels seized the {works} of {town} and took {n} guards hostage.
{p} threatened to close the border with {b} unless it gives way on {about}.
{a} asked the United Nations to send observers to {town}.
The two sides agreed to meet again in {town} in {month}.
""".strip().splitlines()
)
OTHERS = tuple(
    """
"We have waited for {n} years," said {q}, who owns a small shop in {town}.
{p} said the plan would cost {n} million and could begin in {month}.
The {works} employs {n} people in and around {town}.
It was the third dispute about {about} in {n} months.
Nobody in {town} could say on {day} how long the supply of {goods} would last.
The question of {about} is older than either government.
"It is not a matter of money," {p} told a newspaper in {capital_a}.
A kilogram of {goods} costs twice as much in {town} as it did in {month}.
{q}, a former teacher, has sat in the {body} for {n} months.
Relations between {a} and {b} have been cool since {month}.
The hall was half empty, and most of those who came were from {town}.
About {n} families live along the road to {town}.
Analysts in {capital_b} doubt that {about} will be settled soon.
The report runs to {n} pages and names nobody.
Trains to {town} were late, as they often are in {month}.
{goods_c} and the {works} make up a large part of what {b} earns abroad.
By {day} evening the streets around the {works} were quiet.
""".strip().splitlines()
)
MENU = "".join(f"<li><a href='/section/{n}/'>Section number {n}</a></li>" for n in range(40))
SCRIPT = "<script>var settings = {" + ", ".join(f"key{n}: 'value {n}'" for n in range(120)) + "};</script>"


@cache
def rows(name: str) -> list[dict[str, str]]:
    """The rows of a gazetteer."""
    with (SEEDS / "gazetteers" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def countries() -> list[dict[str, str]]:
    """Those that have a capital and an adjective."""
    return [row for row in rows("countries.csv") if row["capital"] and row["adjectives"]]


@cache
def towns(country_code: str) -> list[str]:
    return [row["name"] for row in rows("towns.csv") if row["country_code"] == country_code] or ["Newtown"]


def person(chance: random.Random) -> str:
    return f"{chance.choice(rows('first_names.csv'))['name']} {chance.choice(STEMS)}{chance.choice(ENDS)}"


def story(number: int) -> dict[str, str]:
    """What the page of that number is about."""
    chance = random.Random(f"story {number}")
    a, b = chance.sample(countries(), 2)
    fill = {"a": a["name"], "b": b["name"], "a_adj": a["adjectives"].split("|")[0], "capital_a": a["capital"], "capital_b": b["capital"]}
    fill |= {"p": person(chance), "q": person(chance), "town": chance.choice(towns(a["country_code"])), "goods": chance.choice(GOODS)}
    fill |= {"works": chance.choice(WORKS), "body": chance.choice(BODIES), "subject": chance.choice(sorted(SUBJECTS))}
    fill["goods_c"] = fill["goods"].capitalize()
    return fill | {"about": chance.choice(SUBJECTS[fill["subject"]].split("|")).format(**fill)}


def sentences(chance: random.Random, about: dict[str, str], count: int) -> list[str]:
    """So many different sentences on a story, events and others in turn."""
    half = min(count - count // 2, len(EVENTS))
    chosen = [*chance.sample(EVENTS, half), *chance.sample(OTHERS, min(count // 2, len(OTHERS)))]
    chosen[1:] = chance.sample(chosen[1:], len(chosen) - 1)
    return [sentence.format(**about, **circumstances(chance)) for sentence in chosen]


def circumstances(chance: random.Random) -> dict[str, str]:
    """What differs from sentence to sentence of one story."""
    return {"n": str(chance.randint(3, 900)), "day": chance.choice(WEEKDAYS), "month": f"{date(2025, chance.randint(1, 12), 1):%B}"}


def page(number: int) -> bytes:
    """The page of that number, always the same."""
    day, original = number % DAYS, number
    is_copy, is_retold = number % 50 == 49, number % 10 == 7
    if (is_copy or is_retold) and number >= DAYS and day:
        original = number - DAYS - 1 if number > DAYS else number
    chance = random.Random(original if is_copy else number)
    about = story(original)
    body = sentences(chance, about, chance.randint(4, 14))
    title = f"{about['a']}, {about['b']} and {about['about']}" if not is_copy else f"{about['town']}: {about['about']}"
    return to_html(title, body, date(2025, 1, 1) + timedelta(days=day), about, chance)


def to_html(title: str, body: list[str], day: date, about: dict[str, str], chance: random.Random) -> bytes:
    """The sentences with the menus, teasers and scripts of a news page around them."""
    body = [f"{about['town'].upper()}, {day:%B} {day.day} - {body[0]}", *body[1:]]
    text = "".join(f"<p>{' '.join(body[at : at + 2])}</p>" for at in range(0, len(body), 2))
    head = f"<title>{title}</title><meta property='article:published_time' content='{day.isoformat()}T08:00:00Z'>{SCRIPT}"
    teasers = sentences(chance, story(chance.randrange(10_000)), 8)
    side = "".join(f"<div class='teaser'><a href='/story/{n}'>{teaser}</a></div>" for n, teaser in enumerate(teasers))
    main = f"<article><h1>{title}</h1>{text}</article><aside>{side}</aside><footer>All rights reserved.</footer>"
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body><nav><ul>{MENU}</ul></nav>{main}</body></html>".encode()

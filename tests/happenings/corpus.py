"""Twenty threads over two hundred short articles: plans, postponements, retractions, copies, outcomes; all invented.

A thread names its parties and days once; every report of it is a line: day of publication, source, what it says. What it
says is one of several wordings per kind of event and stage, so that no two papers write alike, and `copy` repeats the
line before it in another paper. Neighbouring threads share countries, persons or places on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

SOURCES = ("Harbour Wire", "Morning Post", "Capital Radio", "Northern Courier", "Evening Ledger")
BACKGROUND = (
    "The matter has been followed closely in the region for some weeks.",
    "Newspapers in both capitals gave it their front pages.",
    "Analysts had seen it coming since the winter.",
    "Markets hardly moved on the news.",
    "Nobody outside the ministries had expected so much haste.",
    "It is the third such file on the desk this year.",
    "Local radio carried the news first.",
    "Few details were known at first.",
    "Observers warned against reading too much into it.",
    "A spokeswoman took no questions.",
    "The weather had delayed the morning papers.",
)  # fmt: skip

WORDINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "visit": {
        "plan": (
            "{a} will visit {b} on {day}, {ministry} said.",
            "{a} is to travel to {b} for talks on {day}, officials said on Monday.",
            "{a} is expected in {place} on {day} for a visit to {b}.",
            "{a} plans to visit {b} on {day}, a spokesman said.",
        ),
        "postpone": (
            "{a} has postponed a visit to {b}, {ministry} said.",
            "The visit of {a} to {b} has been postponed, officials said.",
            "{a} put off a trip to {b} that was planned for {day}.",
        ),
        "cancel": ("{a} has cancelled a visit to {b} that was planned for {day}.", "{a} called off a visit to {b}, {ministry} said."),
        "deny": ("{a} will not visit {b}, {ministry} said.", "{ministry} denied that {a} will visit {b}."),
        "happen": (
            "{a} visited {b} on {day}.",
            "{a} arrived in {place} on {day} for a visit to {b}.",
            "{a} travelled to {b} on {day} for talks on trade.",
        ),
        "after": ("{a} visited {b} this week.", "{a} left {place} after a visit to {b}."),
    },
    "talks": {
        "plan": (
            "{a} and {b} will hold talks in {place} on {day}, officials said.",
            "{a} will meet {b} in {place} on {day}, {ministry} said.",
            "{a} and {b} are to meet in {place} on {day}.",
        ),
        "postpone": (
            "Talks between {a} and {b} have been postponed, officials said.",
            "{a} and {b} postponed their talks, {ministry} said.",
            "{a} and {b} have put off a meeting that was planned for {day}.",
        ),
        "cancel": ("{a} has cancelled talks with {b}.", "{a} called off a meeting with {b} that was planned for {day}."),
        "deny": ("{a} will not meet {b}, {ministry} said.", "{ministry} denied that {a} will meet {b}."),
        "happen": (
            "{a} met {b} in {place} on {day}.",
            "{a} and {b} held talks in {place} on {day}.",
            "{a} and {b} met in {place} on {day}.",
        ),
        "after": ("{a} met {b} in {place} this week.", "{a} and {b} ended talks in {place}."),
    },
    "aid": {
        "plan": ("{a} will send {goods} to {b} on {day}, {ministry} said.", "{a} is to deliver {goods} to {b} on {day}."),
        "postpone": ("{a} has postponed a delivery of {goods} to {b}.", "{a} delayed a shipment of {goods} to {b}."),
        "happen": ("{a} sent {goods} to {b} on {day}.", "{a} delivered {goods} to {b} on {day}."),
        "after": ("{a} sent {goods} to {b} this week, {ministry} said.", "{a} has delivered {goods} to {b}."),
    },
    "attack": {
        "happen": (
            "{a} attacked {place} in {b} on {day}, police said.",
            "{a} fired rockets at {place} in {b} on {day}.",
            "{a} shelled {place} in {b} on {day}, residents said.",
        ),
        "deny": ("{a} denied that they attacked {place} in {b} on {day}.", "{a} did not attack {place} in {b} on {day}, a spokesman said."),
        "after": (
            "{a} attacked {place} in {b} this week, killing four people.",
            "{a} killed four people when they attacked {place} in {b}.",
        ),
    },
    "sanction": {
        "plan": ("{a} will impose sanctions on {b} on {day}, {ministry} said.", "{a} plans to impose sanctions on {b} on {day}."),
        "postpone": ("{a} has postponed sanctions on {b}.", "{a} delayed sanctions on {b}."),
        "happen": ("{a} imposed sanctions on {b} on {day}.", "{a} on {day} imposed sanctions against {b}."),
        "after": ("{a} imposed sanctions on {b} this week.", "{a} has imposed sanctions on {b}, {ministry} said."),
    },
    "protest": {
        "plan": ("{a} will protest in {place} on {day} against {b}.", "{a} plan to march in {place} on {day} against {b}."),
        "postpone": ("{a} have postponed a protest in {place} against {b}.", "{a} put off a march in {place} against {b}."),
        "happen": ("{a} protested in {place} on {day} against {b}.", "{a} marched in {place} on {day} against {b}."),
        "after": ("{a} protested in {place} this week against {b}.", "{a} demonstrated in {place} against {b}."),
    },
}


@dataclass(frozen=True)
class Thread:
    """One happening: its kind, parties, place, and its reports as 'day stage [day named]' in order."""

    name: str
    kind: str
    a: str
    b: str
    place: str
    ministry: str
    reports: str
    goods: str = "food"
    types: frozenset[str] = field(default_factory=frozenset)


TYPES = {
    "visit": frozenset({"CONSULT", "REJECT", "AGREE"}),
    "talks": frozenset({"CONSULT", "REJECT", "AGREE"}),
    "aid": frozenset({"AID", "COOPERATE", "AGREE"}),
    "attack": frozenset({"ASSAULT"}),
    "sanction": frozenset({"SANCTION", "COERCE", "THREATEN"}),
    "protest": frozenset({"PROTEST"}),
}
FRANCE, JAPAN, KENYA = "the French foreign ministry", "the Japanese foreign ministry", "the Kenyan government"
HELD = "04-02 plan 04-20; 04-03 plan 04-20; 04-03 copy; 04-10 postpone 04-20; 04-11 postpone 04-20; 04-14 plan 04-28; 04-15 copy; 04-28 happen 04-28; 04-29 happen 04-28; 04-29 copy"
KEPT = "05-02 plan 05-12; 05-03 plan 05-12; 05-04 plan 05-12; 05-04 copy; 05-09 plan 05-12; 05-12 happen 05-12; 05-13 happen 05-12; 05-13 copy; 05-13 happen 05-12; 05-14 after 05-12"
DROPPED = "06-02 plan 06-18; 06-03 plan 06-18; 06-03 copy; 06-05 plan 06-18; 06-09 postpone 06-18; 06-10 postpone 06-18; 06-12 cancel 06-18; 06-13 cancel 06-18; 06-13 copy; 06-14 cancel 06-18"
STRUCK = "07-04 happen 07-03; 07-04 happen 07-03; 07-04 copy; 07-04 happen 07-03; 07-05 deny 07-03; 07-05 happen 07-03; 07-05 copy; 07-05 deny 07-03; 07-06 happen 07-03; 07-06 copy"
THREADS = (
    Thread("ward-japan", "visit", "French President Louise Ward", "Japan", "Tokyo", FRANCE, HELD),
    Thread("ward-kenya", "visit", "French President Louise Ward", "Kenya", "Nairobi", FRANCE, KEPT),
    Thread("mori-japan", "visit", "German Chancellor Dieter Kranz", "Japan", "Tokyo", "the German government", KEPT),
    Thread("solis-peru", "visit", "Spanish Prime Minister Elena Solis", "Peru", "Lima", "the Spanish government", DROPPED),
    Thread("haddad-egypt", "visit", "Jordanian King Omar Haddad", "Egypt", "Cairo", "the Jordanian government",
           "04-02 plan 04-20; 04-03 plan 04-20; 04-03 copy; 04-05 deny 04-20; 04-06 deny 04-20; 04-08 plan 04-20; 04-20 happen 04-20; 04-20 copy; 04-21 happen 04-20; 04-22 after 04-20"),
    Thread("novak-chile", "visit", "Czech President Jana Novak", "Chile", "Santiago", "the Czech government",
           "04-01 plan 04-10; 04-02 plan 04-10; 04-02 copy; 04-10 happen 04-10; 04-11 happen 04-10; 04-11 copy; 04-11 happen 04-10; 04-12 after 04-10; 04-12 copy; 04-12 happen 04-10"),
    Thread("novak-chile-again", "visit", "Czech President Jana Novak", "Chile", "Santiago", "the Czech government",
           "08-20 plan 09-03; 08-21 plan 09-03; 08-21 copy; 08-25 plan 09-03; 09-03 happen 09-03; 09-03 copy; 09-04 happen 09-03; 09-04 happen 09-03; 09-04 copy; 09-05 after 09-03"),
    Thread("india-nepal", "talks", "India", "Nepal", "Delhi", "the Indian foreign ministry", HELD),
    Thread("india-nepal-water", "talks", "India", "Nepal", "Kathmandu", "the Indian foreign ministry",
           "06-20 plan 07-08; 06-21 plan 07-08; 06-21 copy; 06-28 plan 07-08; 07-08 happen 07-08; 07-08 copy; 07-09 happen 07-08; 07-09 happen 07-08; 07-09 copy; 07-10 after 07-08"),
    Thread("turkey-greece", "talks", "Turkey", "Greece", "Geneva", "the Turkish foreign ministry", DROPPED),
    Thread("brazil-argentina", "talks", "Brazil", "Argentina", "Montevideo", "the Brazilian foreign ministry", KEPT),
    Thread("korea-vietnam", "talks", "South Korea", "Vietnam", "Singapore", "the South Korean government", HELD),
    Thread("japan-mozambique", "aid", "Japan", "Mozambique", "Maputo", JAPAN, HELD, "tents"),
    Thread("norway-malawi", "aid", "Norway", "Malawi", "Blantyre", "the Norwegian government", KEPT, "medicine"),
    Thread("rebels-mali", "attack", "Rebels", "Mali", "Gao", "the Malian government", STRUCK),
    Thread("rebels-mali-later", "attack", "Rebels", "Mali", "Timbuktu", "the Malian government", STRUCK.replace("07-0", "08-0")),
    Thread("militants-niger", "attack", "Militants", "Niger", "Diffa", "the Niger government", STRUCK),
    Thread("canada-belarus", "sanction", "Canada", "Belarus", "Ottawa", "the Canadian government", HELD),
    Thread("teachers-lisbon", "protest", "Portuguese teachers", "the government", "Lisbon", "the Portuguese government", KEPT),
    Thread("farmers-dublin", "protest", "Irish farmers", "the government", "Dublin", "the Irish government", HELD),
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """One article of the corpus and the thread it belongs to."""

    number: int
    thread: Thread
    stage: str
    published: date
    source: str
    text: str


def day_of(month_day: str) -> date:
    return date(2025, int(month_day[:2]), int(month_day[3:]))


def articles() -> Iterator[Written]:
    """All articles, thread by thread."""
    number = 0
    for thread in THREADS:
        uses: dict[str, int] = {}
        previous = ""
        for index, line in enumerate(thread.reports.split("; ")):
            published, stage, *named = line.split(" ")
            source = SOURCES[(number + index) % len(SOURCES)]
            if stage != "copy":
                wordings = WORDINGS[thread.kind][stage]
                use = uses[stage] = uses.get(stage, -1) + 1
                day = f"{day_of(named[0]):%B} {day_of(named[0]).day}"
                told = wordings[use % len(wordings)].format(
                    a=thread.a, b=thread.b, place=thread.place, ministry=thread.ministry, goods=thread.goods, day=day
                )
                first, second = BACKGROUND[number % len(BACKGROUND)], BACKGROUND[(number * 3 + index + 1) % len(BACKGROUND)]
                previous = f"{told[0].upper()}{told[1:]} {first} {second}"
            yield Written(number, thread, stage, day_of(published), source, previous)
            number += 1

"""The articles of the test site: invented people, places as they are, a different event in each."""

from __future__ import annotations

STORIES = {
    "visit": (
        "Minister plans a visit",
        "OSLO, March 3 - Norwegian foreign minister Ingrid Solheim will visit Hanoi on March 20, her office said on Monday. "
        "She is to meet her Vietnamese colleague for talks on fishing and shipping. The minister last travelled to Vietnam four years ago. "
        "Her office added that a trade delegation of twenty companies would accompany her on the journey.",
    ),
    "aid": (
        "Tents for the flooded coast",
        "BEIRA, March 4 - Japan sent tents and drinking water to Mozambique on Tuesday after a storm flooded the coast near Beira. "
        "The first aircraft landed in the morning and carried forty tonnes of supplies. "
        "Local officials said that the roads to the north remained closed and that boats were needed more than trucks.",
    ),
    "protest": (
        "Teachers march",
        "LIMA, March 5 - Thousands of teachers protested in Lima on Wednesday against a cut in their pay. "
        "Police blocked two bridges and arrested eleven people, according to a spokeswoman of the city. "
        "The union announced that the strike would go on until the ministry agreed to talks about the new pay scale.",
    ),
    "flaky": (
        "Two men arrested",
        "RIGA, March 5 - Latvian police arrested two men in Riga on Wednesday who are accused of setting fire to a warehouse. "
        "Nobody was hurt in the fire, which destroyed four lorries and a part of the roof. "
        "A court will decide on Friday whether the two have to stay in custody while the case is prepared.",
    ),
    "busy": (
        "Border reopened",
        "ACCRA, March 6 - Ghana reopened its northern border on Thursday after talks with Burkina Faso about patrols in the region. "
        "Traders had waited for nine days at the crossing with cattle and onions. "
        "Both governments promised that joint patrols would begin within a month and that lorries would be checked only once.",
    ),
    "charset": (
        "Château reçoit la présidente",
        "GENÈVE, 6 mars - La présidente a reçu jeudi à Genève une délégation du Sénégal, où des élections sont prévues cet été. "
        "Les deux parties ont signé un accord sur la pêche après des années de négociations très difficiles. "
        "Une équipe d’experts sera envoyée à Dakar au début du mois d’avril pour préparer la suite des travaux.",
    ),
    "quake": (
        "Rescue teams arrive",
        "QUITO, March 7 - Chile sent rescue teams to Ecuador on Friday after an earthquake shook the coast south of Quito. "
        "Seventy people with dogs and heavy gear arrived at a military airfield before noon. "
        "The government asked neighbouring countries for blankets and for engineers who can inspect bridges and hospitals.",
    ),
    "trade": (
        "Talks on steel",
        "SEOUL, March 7 - Delegations of South Korea and Canada met in Seoul on Friday to discuss duties on steel and timber. "
        "They agreed to meet again in May in Ottawa, a spokesman of the trade ministry told reporters. "
        "Companies on both sides have complained about long waits at the ports since the rules were changed in winter.",
    ),
    "port": (
        "Dockers end strike",
        "GDANSK, March 8 - Dock workers in Gdansk ended their strike on Saturday after the port agreed to raise their pay. "
        "The union said that ninety ships were waiting in the bay and that unloading would take about a week. "
        "The mayor thanked both sides and promised a new bus line between the old town and the container terminal.",
    ),
    "school": (
        "New schools promised",
        "NAIROBI, March 8 - Kenya will build sixty schools in the dry north by the end of next year, the education ministry said on Saturday. "
        "Germany promised to pay for a third of the cost after a meeting in Nairobi. "
        "Teachers welcomed the plan but asked for houses near the schools, since many of them travel for hours every morning.",
    ),
    "bridge": (
        "Bridge opened",
        "PORTO, March 9 - Portugal opened a new railway bridge near Porto on Sunday, two years later than planned. "
        "The transport minister crossed it on the first train together with engineers and children of the neighbourhood. "
        "Freight trains will use the bridge from May on, when the old one is closed for repairs that are expected to last a decade.",
    ),
}


def html(key: str, *, head: str = "", more: str = "") -> str:
    """A page with the story, a menu and a footer."""
    title, text = STORIES[key]
    paragraphs = "".join(f"<p>{sentence}.</p>" for sentence in (text + more).rstrip(".").split(". "))
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><nav><a href='/'>Home</a> <a href='/world/'>World</a></nav>"
        f"<main><article><h1>{title}</h1>{paragraphs}</article></main><footer>All rights reserved</footer></body></html>"
    )

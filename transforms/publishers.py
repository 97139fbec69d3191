"""Where an article's publisher is at home, by the address of the page: a known newspaper, else the country of the domain."""

from __future__ import annotations

from urllib.parse import urlsplit

from transforms.gazetteer import Gazetteer

# Country domains that are sold all over the world, and so say nothing
SOLD_DOMAINS = frozenset("ag ai am bz cc cd co dj fm gg gl gs im io is la li ly me ms mu nu sc sh st su tk to tv vc vg ws".split())
TOP_LEVELS = {"uk": "GB", "eu": ""}


def publisher_home(url: str | None, gazetteer: Gazetteer) -> tuple[str, str | None] | None:
    """Country and first-order division of the publisher's home; no division where it writes for a whole country."""
    host = hostname(url)
    parts = host.split(".")
    for i in range(len(parts) - 1):
        home = gazetteer.publishers.get(".".join(parts[i:]))
        if home:
            return home
    top = parts[-1]
    country = None if top in SOLD_DOMAINS or len(top) != 2 else gazetteer.iso2.get(TOP_LEVELS.get(top, top.upper()))
    return (country, None) if country else None


def hostname(url: str | None) -> str:
    """The host of an address in lower case; empty where it cannot be read."""
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""

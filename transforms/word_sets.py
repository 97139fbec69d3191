"""Word lists written as text: short to read, one object to look up. Those that more than one module needs stand here."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text, separated by white space."""
    return frozenset(text.split())


# "issued a declaration demanding": who demands is who issued it, and nobody did where none was issued
DOCUMENTS = word_set(
    "declaration statement letter resolution motion petition communique communiqué note message report memo memorandum decree order "
    "directive circular leaflet video post tweet speech address article editorial manifesto bill law amendment notice announcement "
    "advert poster banner placard sign slogan call appeal paper document text complaint lawsuit ruling verdict"
)

# where people live: what is done to it is done to them
HOMES = word_set(
    "town village city hamlet settlement suburb neighbourhood neighborhood district home house apartment market mosque church school farm"
)

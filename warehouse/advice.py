"""What it means when a check warns: for `dateline doctor` and the data dictionary.

Checks of severity fail stop the run, and the file before stays published; those that warn stop nothing, and their rows are
no error of dateline.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Warned:
    """What the rows are that a check counts, and what to do about them."""

    meaning: str
    advice: str


WARNINGS = {
    "int_event_is_published_on_a_date": Warned(
        "events of articles without a publication date; without a day in their text they have none and are left out of the days tables",
        "give the articles a date (field date, or in the file's name or address); which: "
        'dateline query "SELECT locator FROM core.articles WHERE published_date IS NULL"',
    ),
    "source_rejects_are_usual": Warned(
        "sources most of whose latest day was set aside, though that is not their habit",
        "their pages have changed, or ask for a login: "
        'dateline query "SELECT * FROM marts.sources_days ORDER BY fetched_day DESC, reject_share DESC LIMIT 20"',
    ),
    "source_volumes_are_usual": Warned(
        "sources whose latest day gave far more or fewer documents than the 28 days before",
        'dateline query "SELECT * FROM marts.sources_days ORDER BY fetched_day DESC LIMIT 20"',
    ),
    "sources_are_fresh": Warned(
        "sources that have been silent for more than three times their longest pause so far, two days at least",
        "dateline sources check; has the site moved its feed?",
    ),
}

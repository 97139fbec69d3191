"""Short threads that were once joined or parted wrongly, each with the happenings it should have; all invented.

An article is a line: day of publication, its label, text. `together` and `apart` name labels whose articles, by their first
event of `types`, share a happening or must not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Case:
    """A few articles and what is one happening in them."""

    name: str
    types: frozenset[str]
    articles: str
    together: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    def lines(self) -> list[tuple[date, str, str]]:
        """Day, label and text of every article."""
        split = [line.strip().split(" ", 2) for line in self.articles.strip().splitlines()]
        return [(date.fromisoformat(day), label, text) for day, label, text in split]


MEETING, STRIKE, FORCE = frozenset({"CONSULT"}), frozenset({"PROTEST"}), frozenset({"COERCE"})
CASES = (
    Case("a visit put off to a month and held", MEETING, """
        2025-03-04 plan Norwegian Foreign Minister Ingrid Solheim will visit Vietnam next week. She is scheduled to arrive in Hanoi on March 12.
        2025-03-10 off Ingrid Solheim, Norway's foreign minister, postponed a visit to Vietnam on Monday. She had been due to arrive in Hanoi on Wednesday. Her ministry said that the trip would take place in early April.
        2025-04-02 held Norwegian Foreign Minister Ingrid Solheim arrived in Hanoi on Wednesday.
        """, together=("plan", "off", "held")),
    Case("a plan and its cancelling that gives its own day", MEETING, """
        2025-05-02 plan Brazil and Argentina will hold talks in Montevideo on May 20, officials said.
        2025-05-09 off Talks between Brazil and Argentina were cancelled on Friday, officials said.
        """, together=("plan", "off")),
    Case("two delegations and who they were", MEETING, """
        2025-04-29 plan The two delegations will meet in Kuala Lumpur on May 19.
        2025-05-20 held Leaders of the Southern Islands Front sat down with Philippine negotiators in Kuala Lumpur on May 19.
        """, together=("plan", "held")),
    Case("two delegations and two meetings", MEETING, """
        2025-04-29 plan The two delegations will meet in Geneva on May 19.
        2025-05-19 one Kenya and Uganda held talks in Geneva on May 19.
        2025-05-19 other France and Japan held talks in Geneva on May 19.
        """, apart=("plan", "one", "other")),
    Case("strikes of two trades", STRIKE, """
        2026-03-01 nurses Irish nurses will go on strike on March 4 over pay.
        2026-03-02 airport A strike by Irish airport workers on March 4 was cancelled after a deal.
        """, apart=("nurses", "airport")),
    Case("a strike that its own word tells apart", STRIKE, """
        2026-03-04 nurses Nurses in Ireland walked out on Wednesday, March 4.
        2026-03-03 airport The airport strike planned for March 4 in Ireland has been called off.
        """, apart=("nurses", "airport")),
    Case("one strike, planned and begun", STRIKE, """
        2026-03-02 plan Irish nurses will go on strike on Wednesday over pay.
        2026-03-04 begun Irish nurses went on strike on Wednesday.
        """, together=("plan", "begun")),
    Case("a coup and the arrests after it", FORCE, """
        2026-04-06 coup Soldiers tried to overthrow the government of Benin on Sunday.
        2026-04-07 arrests Benin arrested fourteen soldiers on Monday after the coup attempt.
        """, apart=("coup", "arrests")),
    Case("a seizure of power and the arrests after it", FORCE, """
        2026-04-06 coup Mutinous soldiers seized power in Benin on Sunday.
        2026-04-06 arrests Security forces in Benin detained fourteen soldiers on Sunday over a coup attempt.
        """, apart=("coup", "arrests")),
    Case("arrests of two persons", FORCE, """
        2026-04-06 mayor Police in Berlin arrested Hans Muller, the mayor of Kiel, on Monday.
        2026-04-06 senator German police on Monday arrested Otto Brandt, a senator from Hamburg.
        """, apart=("mayor", "senator")),
)  # fmt: skip

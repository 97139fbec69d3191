"""The lemma table: verb forms stand under a verb that they can be made of."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("simplemma", reason="the training group is not installed")
sys.path.insert(0, str(Path(__file__).parents[3] / "training"))

import lemmas

VERBS = frozenset({"lean", "learn", "hop", "hope", "plan", "carry", "agree"})


@pytest.mark.parametrize(
    ("form", "verb"),
    [("leaned", "lean"), ("hopping", "hop"), ("hoping", "hope"), ("planned", "plan"), ("carried", "carry"), ("agreed", "agree")],
)
def test_a_form_is_made_of_its_verb(form, verb):
    assert [base for base in lemmas.possible_bases(form) if base in VERBS] == [verb]


def test_a_slip_of_a_treebank_gives_way_and_what_is_possible_stays():
    found = lemmas.judged({"v:leaned": "learn", "v:hoping": "hope", "n:plans": "plan"}, VERBS, only_wrong=True)
    assert found == {"v:leaned": "lean", "v:hoping": "hope", "n:plans": "plan"}

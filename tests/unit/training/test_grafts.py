"""Phrases of news and how they are put into trees: every copy must stay a tree, with names where the grammar says."""

import random
import sys
from pathlib import Path

import pytest

pytest.importorskip("faker", reason="the training group is not installed")
sys.path.insert(0, str(Path(__file__).parents[3] / "training"))

import grafts
import phrases
import wire
from treebanks import Sentence


@pytest.fixture(scope="module")
def grammar() -> phrases.Grammar:
    return phrases.Grammar(random.Random(7))


def told_in_paris() -> Sentence:
    return Sentence(
        "t",
        words=["Smith", "'s", "wife", "met", "John", "Brown", "in", "Paris", "."],
        spaces=[False, True, True, True, True, True, True, False, True],
        lemmas=["_"] * 9,
        upos=["_"] * 9,
        tags=["NNP", "POS", "NN", "VBD", "NNP", "NNP", "IN", "NNP", "."],
        heads=[2, 0, 3, 3, 3, 4, 7, 3, 3],
        deps=["nmod:poss", "case", "nsubj", "ROOT", "obj", "flat", "case", "obl", "punct"],
        misc=["_"] * 9,
    )


def test_a_title_with_of_hangs_on_the_name_as_nmod_desc():
    title = phrases.noun_phrase("Secretary of State")
    assert (title.heads, title.deps) == ([0, 2, 0], ["*", "case", "nmod"])


def test_hyphens_between_letters_are_words_of_their_own():
    name = phrases.flat_name("Bashar al-Assad", "PER")
    assert name.words == ["Bashar", "al", "-", "Assad"]
    assert name.deps == ["*", "flat", "punct", "flat"]
    assert name.names == [(0, 4, "PER")]


@pytest.mark.parametrize("kind", ["person", "list", "place", "organization"])
def test_phrases_are_trees_with_one_head(grammar: phrases.Grammar, kind: str):
    for _ in range(200):
        phrase = grammar.phrase(kind)
        assert sum(head == i for i, head in enumerate(phrase.heads)) == 1
        assert all(reaches_head(phrase.heads, i) for i in range(len(phrase.heads)))
        assert phrase.deps.count("*") == 1


def reaches_head(heads: list[int], start: int) -> bool:
    seen = set()
    while heads[start] != start and start not in seen:
        seen.add(start)
        start = heads[start]
    return heads[start] == start


def test_the_country_belongs_to_the_name_of_its_ministry(grammar: phrases.Grammar):
    phrase = grammar.fill(["{cmod}|mod|1", "{department}|*"])
    assert [(first, last) for first, last, _ in phrase.names] == [(0, len(phrase.words))]


def test_a_graft_replaces_the_name_and_keeps_what_hung_on_it():
    phrase = phrases.Phrase(
        ["US", "President", "Ann", "Lee"], ["NNP"] * 4, ["compound", "nmod:desc", "*", "flat"], [1, 2, 2, 2], [(2, 4, "PER")]
    )
    changed = grafts.graft(told_in_paris(), 4, 6, 4, phrase)
    assert changed.words == ["Smith", "'s", "wife", "met", "US", "President", "Ann", "Lee", "in", "Paris", "."]
    assert changed.heads == [2, 0, 3, 3, 5, 6, 3, 6, 9, 3, 3]
    assert changed.deps[6] == "obj"
    assert changed.misc[6:8] == ["Name=B-PER", "Name=I-PER"]


def test_grafted_sentences_stay_trees(grammar: phrases.Grammar):
    for _ in range(100):
        copy = grafts.grafted(told_in_paris(), grammar)
        if copy is None:
            continue
        assert len({len(column) for column in (copy.words, copy.tags, copy.heads, copy.deps, copy.spaces, copy.misc)}) == 1
        assert [dep for i, dep in enumerate(copy.deps) if copy.heads[i] == i] == ["ROOT"]
        assert all(reaches_head(copy.heads, i) for i in range(len(copy.heads)))


def test_names_are_unknown_while_a_proper_noun_is_left():
    assert grafts.names_of(told_in_paris()) is None


def test_wire_sentences_mark_exactly_the_characters_of_names(grammar: phrases.Grammar):
    text, names = wire.sentence(grammar, "{country} and {person} said no.")
    assert text.lower().endswith("said no.")
    assert [kind for _, _, kind in names] == ["LOC", "PER"]
    assert all(text[start:end] == text[start:end].strip() and text[start:end] for start, end, _ in names)

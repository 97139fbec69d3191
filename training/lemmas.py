"""Make the lemma table that ships with the language model: part of `make train`.

Forms and lemmas come from the treebanks first (they know the part of speech), then from simplemma's English
dictionary (MIT) for regular verb and noun forms that the treebanks lack. What they say of a verb must be a verb of
verbs.txt that the form can be made of, where there is one: both hold slips ("leaned" under learn). Rows that the
inflection rules of transforms/lemmas.py get right are left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from treebanks import read_conllu
from wordfreq import zipf_frequency

from transforms.lemmas import BRITISH_DOUBLES, KEEPS_DOUBLE, WORD_CLASS, lemma

DOUBLES = re.compile("[^aeiou]*[aeiou][^aeiouwxy]")  # of one syllable with a short vowel: hop, hopping


def from_treebanks(folder: Path) -> dict[str, str]:
    """The most frequent lemma of each (class, form)."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(folder.glob("ud_*_train.conllu.gz")):
        for sentence in read_conllu(path):
            for word, tag, base in zip(sentence.words, sentence.tags, sentence.lemmas, strict=True):
                if tag in WORD_CLASS and base != "_":
                    counts[f"{WORD_CLASS[tag]}:{word.lower()}"][base.lower()] += 1
                elif tag == "NN" and word.lower().endswith("s"):  # singular as it is: news, politics
                    counts[f"n:{word.lower()}"][word.lower()] += 1
    return {key: found.most_common(1)[0][0] for key, found in counts.items()}


def from_dictionary() -> dict[str, str]:
    """Verb forms in -ed, -ing, -s and plural nouns of simplemma's dictionary."""
    table = {}
    dictionary = DefaultDictionaryFactory().get_dictionary("en")
    for raw_form, raw_base in dictionary.items():
        form = raw_form.decode() if isinstance(raw_form, bytes) else raw_form
        base = raw_base.decode() if isinstance(raw_base, bytes) else raw_base
        if not (form.isascii() and form.isalpha() and form.islower() and base.islower() and base.isalpha() and form != base):
            continue
        if base.endswith(BRITISH_DOUBLES) and base not in KEEPS_DOUBLE and len(base) > 4:
            continue  # the dictionary knows "cancelling" as a form of "cancell"
        if form.endswith(("ed", "ing")) and base[:2] == form[:2]:
            table[f"v:{form}"] = base
        elif form.endswith("s") and base[:2] == form[:2]:
            table[f"n:{form}"] = base
            table[f"v:{form}"] = base
    return table


def from_list(path: Path) -> dict[str, str]:
    """Irregular forms of irregular.csv: past tenses, and plurals that the dictionary takes for another noun's."""
    with path.open(encoding="utf-8", newline="") as rows:
        return {f"{row['class']}:{row['form']}": row["lemma"] for row in csv.DictReader(rows)}


def possible_bases(form: str) -> list[str]:
    """What a regular verb form may be made of: "hoping" of hope, "hopping" of hop, "planned" of plann, planne, plan."""
    stems, whole = [], []
    if form.endswith(("ied", "ies")):
        whole.append(form[:-3] + "y")
    if form.endswith("ed"):
        stems.append(form[:-2])
        whole.append(form[:-1])
    if form.endswith("es"):
        whole += [form[:-2]]
    if form.endswith("s"):
        whole.append(form[:-1])
    if form.endswith("ing"):
        stems.append(form[:-3])
        whole += [form[:-3] + "e", form[:-4] + "ie"]
    doubled = [stem[:-1] for stem in stems if len(stem) > 3 and stem[-1] == stem[-2]]
    return [stem for stem in stems if not DOUBLES.fullmatch(stem)] + whole + doubled


def forms(verb: str) -> list[str]:
    """Regular inflected forms in -ed and -ing of a verb."""
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return [verb[:-1] + "ied", verb + "ing"]
    if DOUBLES.fullmatch(verb):
        return [verb + verb[-1] + "ed", verb + verb[-1] + "ing"]
    return [verb.removesuffix("e") + "ed", stem + "ing"]


def judged(table: dict[str, str], verbs: frozenset[str], *, only_wrong: bool) -> dict[str, str]:
    """The table with verb forms under the most frequent verb that they can be made of; with `only_wrong`, unless theirs is one."""
    keys = {key for key in table if key.startswith("v:")} | {f"v:{form}" for verb in verbs for form in forms(verb) if not only_wrong}
    mended = {}
    for key in keys:
        form = key[2:]
        bases = [base for base in possible_bases(form) if base in verbs]
        if bases and form not in verbs and not (only_wrong and table[key] in bases):
            mended[key] = max(bases, key=lambda base: zipf_frequency(base, "en"))
    return table | mended


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("output", type=Path, help="lemmas.json")
    arguments = parser.parse_args()
    dictionary, treebanks = from_dictionary(), from_treebanks(arguments.treebanks)
    # the treebanks leave plural-only nouns as they are (troops, talks); the codebook writes them in the singular
    plural_only = {key for key, base in treebanks.items() if key[:2] == "n:" and key[2:] == base and key in dictionary}
    irregular = from_list(Path(__file__).with_name("irregular.csv"))
    verbs = frozenset(Path(__file__).with_name("verbs.txt").read_text(encoding="utf-8").split())
    treebanks = judged({key: base for key, base in treebanks.items() if key not in plural_only}, verbs, only_wrong=True)
    table = judged(dictionary, verbs, only_wrong=False) | treebanks | irregular
    tag_of = {"v:ed": "VBD", "v:ing": "VBG", "v:s": "VBZ", "n:s": "NNS"}

    def is_regular(key: str, base: str) -> bool:
        kind, form = key.split(":", 1)
        ending = next((e for e in ("ing", "ed", "s") if form.endswith(e)), "")
        tag = tag_of.get(f"{kind}:{ending}")
        return tag is not None and lemma(form, tag, {}) == base

    kept = {key: base for key, base in sorted(table.items()) if not is_regular(key, base) and key.split(":", 1)[1] != base}
    # a base form that looks inflected must keep itself: "need", "bring", "news"
    kept |= {key: base for key, base in sorted(table.items()) if key.split(":", 1)[1] == base and not is_regular(key, base)}
    arguments.output.write_text(json.dumps(kept, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")
    print(f"{len(kept):,} lemmas of {len(table):,} forms")


if __name__ == "__main__":
    main()

"""The tokenizer of the pipeline: spaCy's for English, brought nearer to the treebanks and to wire copy.

Runs of the same punctuation ("!!!", "=====") are one word, as in the treebanks, and abbreviated ranks and states keep
their full stop, so that "Capt. Ahmed" does not end a sentence. `make train` writes the blank pipeline once; both
training runs copy the tokenizer from it (`initialize.before_init`), so the shipped folder loads with plain spaCy.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.util import compile_prefix_regex, compile_suffix_regex

PUNCTUATION_RUNS = [r"[!?]{2,}", r"\*{2,}", r"={2,}", r"_{2,}", r"#{2,}", r"~{2,}", r"-{2,}", r"<{2,}", r">{2,}", r"\${2,}"]
ABBREVIATIONS = (
    "Adm. Brig. Capt. Cmdr. Col. Comdr. Cpl. Det. Fr. Ft. Gov. Hon. Insp. Lt. Maj. Ms. Mt. Pfc. Pres. Pvt. Rep. Reps. Sen. Sens. "
    "Sgt. Spc. Supt. Ariz. Calif. Colo. Conn. Ill. Mich. Minn. Tenn. Okla. Ont. Wis. Assn. Dept. al. est."
).split()
UNSPLIT_DOTS = ["No.", "Nos.", "a.k.a.", "U.A.E.", "D.R.C.", "C.I.A.", "F.B.I.", "U.K.", "E.U."]


def blank() -> Language:
    """An empty English pipeline with this tokenizer."""
    nlp = spacy.blank("en")
    tokenizer = nlp.tokenizer
    tokenizer.prefix_search = compile_prefix_regex([*PUNCTUATION_RUNS, *nlp.Defaults.prefixes]).search
    tokenizer.suffix_search = compile_suffix_regex([*PUNCTUATION_RUNS, *nlp.Defaults.suffixes]).search
    for form in [*ABBREVIATIONS, *UNSPLIT_DOTS]:
        tokenizer.add_special_case(form, [{ORTH: form}])
    return nlp


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, help="folder of the blank pipeline")
    arguments = parser.parse_args()
    blank().to_disk(arguments.output)


if __name__ == "__main__":
    main()

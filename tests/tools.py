"""The real language model, gazetteers and codebook, loaded once for all tests that need them."""

from functools import cache
from typing import TypedDict

from flows.paths import seeds_folder
from flows.seeds import load_annotator, read_codebook
from transforms.annotate import Annotator
from transforms.codebook import Codebook


class Tools(TypedDict):
    annotator: Annotator
    codebook: Codebook


@cache
def coding_tools() -> Tools:
    return {"annotator": load_annotator(seeds_folder()), "codebook": read_codebook(seeds_folder())}

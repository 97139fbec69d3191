"""The real language model, gazetteers and codebook, loaded once for all tests that need them, and for batches that are annotated in this process."""

from functools import cache
from typing import TypedDict

from flows.paths import seeds_folder
from flows.seeds import read_codebook
from flows.worker import annotator
from transforms.annotate import Annotator
from transforms.codebook import Codebook


class Tools(TypedDict):
    annotator: Annotator
    codebook: Codebook


@cache
def coding_tools() -> Tools:
    return {"annotator": annotator(seeds_folder()), "codebook": read_codebook(seeds_folder())}

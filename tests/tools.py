"""The real language model, gazetteers and codebook, loaded once for all tests that need them, and for batches that are annotated in this process."""

import json
from functools import cache
from typing import Any, TypedDict

from flows.coding import code_lines
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


def coded_line(text: str) -> dict[str, Any]:
    """What `dateline code` answers to one text of 7 May 2024."""
    line = json.dumps({"id": "x", "text": text, "date": "2024-05-07"})
    answer: dict[str, Any] = json.loads(next(iter(code_lines([line], **coding_tools()))))
    return answer

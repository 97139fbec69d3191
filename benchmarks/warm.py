"""What every short run loads first, loaded once: a fork server imports this, and the runs are forked from it.

Nothing here may start threads, which a fork would lose; polars does when it is imported.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import courlan  # noqa: F401
import datasketch  # noqa: F401
import spacy
import trafilatura  # noqa: F401
import urllib3  # noqa: F401
from py3langid.langid import MODEL_FILE, LanguageIdentifier

PIPELINE = spacy.load(Path(__file__).parents[1] / "seeds" / "model" / "pipeline")
IDENTIFIER = LanguageIdentifier.from_pickled_model(MODEL_FILE)


def run(home: Path, sources: Path, moment: str, gazetteer: Path) -> None:
    """One run as `tests.killable` makes it, with what is loaded already."""
    import pickle
    from datetime import datetime

    import flows.seeds
    from flows.seeds import model_version
    from tests.killable import go, resolve_examples
    from transforms.articles import Extraction
    from transforms.language import LanguageModel

    def ready(seeds: Path) -> LanguageModel:
        import json

        lemmas = json.loads((seeds / "model" / "lemmas.json").read_text(encoding="utf-8"))
        return LanguageModel(pipeline=PIPELINE, lemmas=lemmas, version=model_version(seeds))

    identified: Any = property(lambda extraction: IDENTIFIER)
    Extraction.identifier = identified
    flows.seeds.load_pipeline = ready
    flows.seeds.read_gazetteer = lambda seeds: pickle.loads(gazetteer.read_bytes())
    resolve_examples()
    go(home, sources, datetime.fromisoformat(moment))

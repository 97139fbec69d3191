"""Put the trained parts together as the pipeline that ships: last step of `make train`.

The tagger and parser share one tok2vec, the name finder has its own. Training state that is of no use at run time is
left out, so that the folder stays small.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import spacy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("syntax", type=Path, help="trained tagger and parser")
    parser.add_argument("names", type=Path, help="trained name finder")
    parser.add_argument("output", type=Path)
    parser.add_argument("--version", required=True, help="version of the model, YYYY.MM.N")
    arguments = parser.parse_args()
    nlp, names = spacy.load(arguments.syntax), spacy.load(arguments.names)
    nlp.add_pipe("ner", source=names)
    nlp.meta.update(
        name="dateline_news",
        version=arguments.version,
        description="Tags, dependencies, sentence boundaries and names for English news; small convolutional networks",
        license="CC BY-SA 4.0",
        author="dateline",
        performance={},
    )
    nlp.to_disk(arguments.output)
    # what only a further training run would read
    for unused in ("vocab/lookups.bin", "vocab/vectors", "vocab/vectors.cfg", "vocab/key2row"):
        path = arguments.output / unused
        if path.is_file() and unused == "vocab/lookups.bin":
            path.unlink()


if __name__ == "__main__":
    main()

"""Articles a second of coding from stored annotations, as `dateline recode` does it, on our own articles repeated to one large call.

    POLARS_MAX_THREADS=1 taskset -c 0 python -m benchmarks.coding [--copies 36] [--calls 6]

Prints the best and the median of the calls after the first, by CPU seconds. Memory is kept as in a run. Our articles report thrice the
events of ordinary news, so that they code more slowly.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import median

from flows.environment import keep_memory

ARTICLES = Path("training/articles")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=36)
    parser.add_argument("--calls", type=int, default=6)
    given = parser.parse_args()
    keep_memory()  # before polars is imported
    seconds, articles, events = measured(given.copies, given.calls)
    rates = f"{articles / min(seconds):,.0f} at best, {articles / median(seconds):,.0f} in the median"
    print(f"{articles:,} articles, {events:,} events a call: {rates} articles/s of CPU time")


def measured(copies: int, calls: int) -> tuple[list[float], int, int]:
    """CPU seconds of each call after the first, articles and events of a call."""
    from benchmarks.__main__ import repeated
    from flows.coding import read_line
    from flows.paths import seeds_folder
    from flows.seeds import load_annotator, read_codebook
    from transforms import schemas
    from transforms.annotate import annotate
    from transforms.coding import READ, code
    from transforms.resolve import resolve

    annotator, codebook = load_annotator(seeds_folder()), read_codebook(seeds_folder())
    lines = [line for path in sorted(ARTICLES.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    few = schemas.frame(schemas.ARTICLES, [row for number, line in enumerate(lines) if (row := read_line(line, number).article)])
    annotated = annotate(few, annotator=annotator)
    resolved = resolve(annotated["annotated_mentions"], few, gazetteer=annotator.gazetteer, quotes=annotated["quotes"])
    annotations = {name: repeated(annotated[name], copies) for name in READ}
    mentions, articles = repeated(resolved["mentions"], copies), repeated(few, copies)
    seconds, events = [], 0
    for _ in range(calls + 1):
        start = time.process_time()
        events = code(annotations, mentions, articles, codebook=codebook)["events"].height
        seconds.append(time.process_time() - start)
    return seconds[1:], articles.height, events


if __name__ == "__main__":
    main()

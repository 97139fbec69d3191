"""Trees are written so that the same come back, and what is no tree is told from one."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "training"))

from treebanks import Sentence, is_tree, read_conllu, write_conllu


def test_trees_come_back_as_they_were_written(tmp_path):
    tree = Sentence(
        "silver-7",
        words=["Lisbon", "protested", "."],
        spaces=[True, False, True],
        lemmas=["lisbon", "protested", "."],
        upos=["X"] * 3,
        tags=["NNP", "VBD", "."],
        heads=[1, 1, 1],
        deps=["nsubj", "ROOT", "punct"],
        misc=["Name=B-LOC", "SpaceAfter=No", "_"],
    )
    write_conllu(tmp_path / "trees.conllu.gz", [tree])
    [found] = read_conllu(tmp_path / "trees.conllu.gz")
    assert vars(found) == vars(tree)


def test_a_tree_has_one_root_above_all_words():
    assert is_tree([2, 0, 2])
    assert not is_tree([2, 0, 0])  # two roots
    assert not is_tree([0, 3, 2])  # a circle

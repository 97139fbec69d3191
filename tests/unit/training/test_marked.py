"""Our own texts with marked names."""

import pytest

from training import marked


def test_a_passage_is_cut_at_its_names(tmp_path):
    (tmp_path / "a.txt").write_text("[P:Amina Diallo] left [L:Conakry].\nNobody stayed.\n", encoding="utf-8")
    first, second = marked.passages(tmp_path)
    assert first == ("a-1", ["Amina Diallo", " left ", "Conakry", "."], [(0, 1, "PER"), (2, 3, "LOC")])
    assert second == ("a-2", ["Nobody stayed."], [])


@pytest.mark.parametrize("line", ["[X:Conakry] is a town.", "[P:Amina left.", ""])
def test_a_passage_that_cannot_be_read_is_named(tmp_path, line):
    (tmp_path / "a.txt").write_text(f"It rained.\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt, line 2"):
        list(marked.passages(tmp_path))


def test_all_our_passages_can_be_read():
    kinds = {kind for _, pieces, names in marked.passages() for first, last, kind in names if pieces[first:last]}
    assert kinds == {"PER", "ORG", "LOC"}

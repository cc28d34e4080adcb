import pytest

from robotrace.data.split import parts
from robotrace.errors import OptionError


def sizes(rows, split=None, seed=0):
    found = parts(rows, split, seed)
    together = [*found.train, *found.validation, *found.heldout]
    assert len(set(together)) == len(together)
    return len(found.train), len(found.validation), len(found.heldout)


@pytest.mark.parametrize(
    ("rows", "split", "counts"),
    [
        (1, None, (1, 0, 0)),
        (4, None, (4, 0, 0)),
        (10, None, (8, 0, 2)),
        (20, None, (12, 4, 4)),
        (10, (0.5, 0.25, 0.25), (6, 2, 2)),
        (10, (0.5, 0, 0.2), (5, 0, 2)),
        (10, (5, 2, 3), (5, 2, 3)),
        (10, (1, 0, 0), (10, 0, 0)),
    ],
)
def test_how_many_rows_each_part_has(rows, split, counts):
    assert sizes(rows, split) == counts


def test_the_same_seed_deals_the_same_and_another_one_other_rows():
    assert parts(30, None, 1) == parts(30, None, 1)
    assert parts(30, None, 1) != parts(30, None, 2)
    assert parts(5, None, 0).heldout == (1,)


def test_rows_that_say_their_part_keep_their_order():
    dealt = parts(5, ["train", "heldout", "train", "validation", "heldout"], 7)
    assert (dealt.train, dealt.validation, dealt.heldout) == ((0, 2), (3,), (1, 4))


@pytest.mark.parametrize(
    ("split", "words"),
    [
        (["train", "test"], "train, validation, heldout as the name of each row's part, found 'test'"),
        (["train"], "train, validation, heldout as the name of each row's part, found 1 for 2 rows"),
        (["heldout", "heldout"], "expected a row to train on, found none whose part is 'train'"),
    ],
)
def test_parts_that_are_none_are_one_line(split, words):
    with pytest.raises(OptionError, match=words):
        parts(2, split, 0)


@pytest.mark.parametrize(
    ("split", "seed"),
    [((0.5, 0.5), 0), ("all", 0), ((9, 1, 1), 0), ((0.9, 0.2, 0), 0), ((0, 5, 5), 0), (None, -1), (None, 1.5)],
)
def test_what_is_no_split_is_one_line(split, seed):
    with pytest.raises(OptionError, match=r"^(split|seed): expected ") as caught:
        parts(10, split, seed)
    assert "\n" not in str(caught.value)

import numpy as np

from robotrace.optimizers.induce.features import Words, tabulate
from robotrace.optimizers.induce.tree import Leaf, Split, grow, leaves, predict


def fit(labels, price=0.5, **numbers):
    """A tree for one label a row, from named columns."""
    features = tabulate({}, {}, {name: np.array(column, dtype=float) for name, column in numbers.items()})
    fits = np.array([np.array(labels) == kind for kind in range(max(labels) + 1)])
    return grow(features, fits, np.where(fits, 0.0, 1.0), leaf_price=price), features


def test_one_threshold_in_the_middle_of_the_gap():
    tree, features = fit([0, 0, 1, 1], a=[0.0, 0.1, 0.3, 0.4])
    assert tree == Split(0, 0.2, Leaf(1), Leaf(0))
    assert predict(tree, features.values).tolist() == [0, 0, 1, 1]


def test_a_split_that_gains_nothing_alone_can_still_be_found_by_two():
    tree, features = fit([0, 1, 1, 0, 0], a=[0, 0, 1, 1, 0.1], b=[0, 1, 0, 1, 0.1])
    assert predict(tree, features.values).tolist() == [0, 1, 1, 0, 0]


def test_a_leaf_that_does_not_save_its_price_is_pruned():
    column = list(range(10))
    labels = [0] * 9 + [1]
    assert leaves(fit(labels, price=0.5, a=column)[0]) == 2
    assert fit(labels, price=2.0, a=column)[0] == Leaf(0)


def test_rows_that_several_answers_suit_do_not_ask_for_a_split():
    features = tabulate({}, {}, {"a": np.array([0.0, 1.0, 2.0])})
    fits = np.array([[True, True, False], [False, True, True], [True, True, True]])
    assert grow(features, fits, np.where(fits, 0.0, 1.0), leaf_price=0.5) == Leaf(2)


def test_between_equal_tests_the_simpler_one():
    near = np.array([0.01, 0.02, 0.3, 0.4])
    positions = {"hand_pos": np.zeros((4, 3)), "puck_pos": np.stack([near, 0 * near, 0 * near], axis=1)}
    features = tabulate(positions, {}, {})
    fits = np.array([near < 0.1, near > 0.1])
    tree = grow(features, fits, np.where(fits, 0.0, 1.0), leaf_price=0.5)
    assert isinstance(tree, Split)
    assert features.items[tree.feature].code == "np.linalg.norm(hand_pos[:2] - puck_pos[:2])"


def test_nothing_to_ask():
    assert fit([0, 1, 0], a=[1.0, 1.0, 1.0])[0] == Leaf(0)


def test_features_equal_on_every_row_are_listed_once():
    generator = np.random.default_rng(0)
    hand = generator.uniform(0, 1, (20, 3))
    features = tabulate({"hand_pos": hand, "goal_pos": np.zeros((20, 3))}, {"copy": np.zeros((20, 3))}, {})
    assert len({column.tobytes() for column in features.values}) == len(features.items)
    assert not any("copy" in item.code for item in features.items)


def test_a_negative_difference_is_said_the_other_way_round():
    words = Words(
        "it is more than {} above that",
        "it is at most {} above that",
        "it is at most {} below that",
        "it is more than {} below that",
    )
    assert words.say(-0.06, above=True, length=True) == "it is at most 6 cm below that"
    assert words.say(-0.06, above=False, length=True) == "it is more than 6 cm below that"
    assert words.say(0.005, above=True, length=True) == "it is more than 5 mm above that"
    assert words.say(0.0, above=True, length=True) == "it is above that"
    assert words.say(0.0, above=False, length=True) == "it is not above that"


def test_a_number_without_a_unit():
    assert Words("a is above {}", "a is at most {}").say(0.73, above=False, length=False) == "a is at most 0.73"

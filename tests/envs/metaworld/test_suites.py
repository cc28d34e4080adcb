"""Our table of Meta-World's benchmarks is Meta-World's."""

import metaworld.env_dict as theirs
import pytest
from robotrace.envs.metaworld import NAMES, SUITES

OURS = {suite.name: suite for suite in SUITES}


def names(tasks):
    return [task.removeprefix("metaworld/") for task in tasks]


@pytest.mark.parametrize("name", ["MT10", "MT25", "MT50"])
def test_a_multi_task_benchmark_has_the_tasks_of_metaworld_in_their_order(name):
    assert names(OURS[name].tasks) == list(getattr(theirs, f"{name}_V3"))
    assert OURS[name].test == ()


@pytest.mark.parametrize("name", ["ML10", "ML45"])
def test_a_meta_learning_benchmark_has_the_classes_of_metaworld(name):
    both = getattr(theirs, f"{name}_V3")
    assert (names(OURS[name].tasks), names(OURS[name].test)) == (list(both["train"]), list(both["test"]))


@pytest.mark.parametrize("name", ["MT1", "ML1"])
def test_a_benchmark_of_one_task_may_be_any_of_the_50(name):
    assert OURS[name].one_of
    assert sorted(names(OURS[name].tasks)) == sorted(NAMES) == sorted(theirs.ML1_V3["test"])


def test_the_one_that_is_left_out_has_a_task_in_both_classes():
    assert set(theirs.ML25_V3["train"]) & set(theirs.ML25_V3["test"]) == {"basketball-v3"}

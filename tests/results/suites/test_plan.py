from pathlib import Path

import pytest

from robotrace.errors import OptionError, RunError
from robotrace.results.suites.folder import SuiteFolder
from robotrace.results.suites.plan import Member, SuitePlan

REACH, PUSH = Member("reach-v3", "metaworld/reach-v3"), Member("push-v3", "metaworld/push-v3", "")


def plan(**other):
    return SuitePlan(
        **{"name": "TWO", "members": (REACH, PUSH), "optimizers": ("induce", "tune"), "seeds": (0, 1), **other}
    )


def test_runs_are_tasks_by_optimizers_by_seeds_each_in_a_folder_of_its_own():
    made = plan()
    folder = SuiteFolder(Path("out"))
    assert [str(folder.run(made, cell).path) for cell in made.cells] == [
        f"out/{task}/{optimizer}/seed-{seed}"
        for task in ("reach-v3", "push-v3")
        for optimizer in ("induce", "tune")
        for seed in (0, 1)
    ]
    assert str(made.cells[1]) == "reach-v3, induce, seed 1"


def test_tasks_that_are_called_alike_have_their_family_in_their_folders():
    made = plan(members=(REACH, Member("./mine.py:make", "mine/reach-v3")), optimizers=("/home/me/own.py:Mine",))
    assert made.tasks_folders == {"metaworld/reach-v3": "metaworld-reach-v3", "mine/reach-v3": "mine-reach-v3"}
    assert made.optimizers_folders == {"/home/me/own.py:Mine": "own.py-Mine"}
    assert made.places == ("./mine.py:make", "/home/me/own.py:Mine")


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"seeds": (0, 0)}, "seeds: 0 is there twice: name each once."),
        ({"members": (REACH, REACH)}, "tasks: metaworld/reach-v3 is there twice: name each once."),
        ({"optimizers": ()}, "optimizers: expected one or more, found none."),
        (
            {"optimizers": ("a/own.py:M", "b/own.py:M")},
            "a/own.py:M and b/own.py:M would have the same folder, 'own.py-M': rename one of them.",
        ),
    ],
)
def test_what_is_no_plan(other, words):
    with pytest.raises(OptionError) as error:
        plan(**other)
    assert str(error.value) == words


def test_a_plan_is_read_back():
    made = plan(settings={"iterations": 3, "option": {"population": 8}}, members=(REACH, Member("x", "x/y", "test")))
    assert SuitePlan.from_json(made.to_json().encode(), source=Path("suite.json")) == made


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "Invalid JSON"),
        ('{"suite": "A", "tasks": [], "optimizers": ["x"], "seeds": [0], "settings": {}}', "tasks: expected one or more"),
        ('{"suite": "A", "tasks": [], "optimizers": ["x"], "seeds": ["0"], "settings": {}}', r"seeds.0: Input should be"),
        ('{"suite": "A", "tasks": [], "optimizers": [], "seeds": [], "settings": {}, "run": "rm"}', "run: Extra inputs"),
    ],
)
def test_a_strangers_plan_is_checked(text, words):
    with pytest.raises(RunError, match=rf"^'a/suite.json' is no plan of a suite \(.*{words}.*restore it from a copy"):
        SuitePlan.from_json(text.encode(), source=Path("a/suite.json"))


def test_differences_are_named():
    assert plan(settings={"iterations": 3}).differences(plan(seeds=(0,), settings={"goals": 2})) == [
        "seeds [0, 1], found [0]",
        "iterations 3, found at its default",
        "goals at its default, found 2",
    ]
    assert plan().differences(plan()) == []


def test_a_folder_that_holds_something_else(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(RunError, match=r"holds 'thesis.txt', which is not a suite's: give another --out"):
        SuiteFolder(tmp_path).create()
    with pytest.raises(RunError, match="is no suite's folder: its suite.json cannot be read"):
        SuiteFolder(tmp_path).plan()

import sys
from importlib.metadata import EntryPoint

import pytest

from robotrace import plugins
from robotrace.episodes.families import task_names
from robotrace.episodes.registry import make, recipe_of
from robotrace.errors import OptionError, UnknownNameError

OWN = """
from __future__ import annotations
from dataclasses import dataclass

@dataclass
class Own:
    seed: int
    size: int
    name: str = "own"
    options = {}
    control = "macro"
    horizon = 1
    instruction = ""
    fields = ()
    action = None
    levels = ()
    def goals(self, split): return 1
    def reset(self, goal, split="train"): return {}
    def step(self, action): ...
    def hint(self): return None
    def feedback(self, episode, level): return ""
    def close(self): ...

def make_task(*, seed=0, size=1):
    return Own(seed, size)

def make_number(*, seed=0):
    return 3
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.py"
    path.write_text(OWN)
    return path


@pytest.mark.parametrize("name", ["metaworld/reach-v3", "reach-v3"])
def test_a_bundled_task_is_made_with_or_without_its_family(name):
    task = make(name, seed=3, horizon=7)
    assert (task.name, task.seed, task.horizon) == ("metaworld/reach-v3", 3, 7)


@pytest.mark.parametrize(
    ("name", "near"),
    [("pick-plce-v3", "pick-place-v3"), ("metaworld/pick-place-v2", "metaworld/pick-place-v3"), ("reach", "reach-v3")],
)
def test_an_unknown_name_is_answered_with_near_ones(name, near):
    with pytest.raises(UnknownNameError) as caught:
        make(name)
    assert near in caught.value.near


def test_an_unknown_option_is_answered_with_the_nearest_and_all():
    with pytest.raises(
        OptionError, match=r"no option 'horzon'. Did you mean horizon\? Known: control, gain, goal, hold"
    ):
        make("reach-v3", horzon=3)


def test_an_option_of_a_bad_value_is_named():
    with pytest.raises(OptionError, match="hold"):
        make("reach-v3", hold=-1)


def test_a_task_of_ones_own_is_made_by_path(own):
    assert make(str(own), seed=4).seed == 4
    assert make(f"{own}:make_task", size=9).size == 9


def test_a_file_is_read_again_each_time(own):
    make(str(own))
    own.write_text(OWN.replace("size=1", "size=2"))
    assert make(str(own)).size == 2


def test_an_unknown_option_of_ones_own_task_is_refused(own):
    with pytest.raises(OptionError, match=r"no option 'sise'. Did you mean size\?"):
        make(str(own), sise=3)


def test_a_missing_file_or_function_is_named(own, tmp_path):
    with pytest.raises(OptionError, match=r"no file .*absent\.py"):
        make(str(tmp_path / "absent.py"))
    with pytest.raises(UnknownNameError, match=r"make_tsk.*make_task"):
        make(f"{own}:make_tsk")


def test_what_is_not_a_task_says_what_it_lacks(own):
    with pytest.raises(OptionError, match=r"found int, which lacks action, .*step"):
        make(f"{own}:make_number")


def test_a_task_knows_how_it_was_made(own, monkeypatch):
    monkeypatch.chdir(own.parent)
    recipe = recipe_of(make("./own.py", seed=4, size=2))
    assert (recipe.name, recipe.seed, recipe.options) == (f"{own}:make_task", 4, {"size": 2})
    again = recipe.make()
    assert (again.seed, again.size) == (4, 2)


def test_a_wrapped_task_is_not_taken_for_the_one_inside(own):
    class Wrapper:
        def __init__(self, task):
            self.task = task

        def __getattr__(self, name):
            return getattr(self.task, name)

    with pytest.raises(OptionError, match="own cannot be made anew in another process"):
        recipe_of(Wrapper(make(str(own))))


def test_a_file_can_import_its_neighbour_and_a_broken_one_is_one_line(own, tmp_path):
    (tmp_path / "sizes_of_mine.py").write_text("SIZE = 7\n")
    own.write_text(
        OWN.replace("from dataclasses", "from sizes_of_mine import SIZE\nfrom dataclasses").replace(
            "size=1", "size=SIZE"
        )
    )
    assert make(str(own)).size == 7
    own.write_text("import no_such_neighbour\n")
    with pytest.raises(OptionError) as refused:
        make(str(own))
    assert str(refused.value) == (
        f"The task's file cannot be imported: {own}, line 1: ModuleNotFoundError: No module named 'no_such_neighbour'"
    )


@pytest.fixture
def announced(own, monkeypatch):
    monkeypatch.syspath_prepend(own.parent)
    entries = {
        name: EntryPoint(name, value, "robotrace.tasks")
        for name, value in (
            ("lab/own", "own:make_task"),
            ("lab/number", "own:make_number"),
            ("lab/lost", "own:nothing"),
        )
    }
    monkeypatch.setattr(plugins, "installed", lambda group: entries if group == "robotrace.tasks" else {})
    yield
    sys.modules.pop("own", None)


def test_an_installed_package_announces_tasks(announced):
    assert {"lab/own", "lab/lost", "metaworld/reach-v3"} <= set(task_names())
    task = make("lab/own", seed=2, size=4)
    assert (task.seed, task.size) == (2, 4)
    assert recipe_of(task).make().size == 4
    with pytest.raises(OptionError, match=r"Task lab/own has no option 'sise'. Did you mean size\?"):
        make("lab/own", sise=3)
    with pytest.raises(OptionError, match="lab/number did not make a task"):
        make("lab/number")
    with pytest.raises(OptionError, match="'lab/lost', announced as own:nothing, cannot be imported: AttributeError"):
        make("lab/lost")


def test_a_name_that_nothing_is_near_lists_few_and_the_command_for_all():
    with pytest.raises(UnknownNameError) as refused:
        make("qqqqq")
    words = str(refused.value)
    assert words.startswith("Unknown task 'qqqqq'. Known: ")
    assert words.endswith("more; `robotrace tasks` lists them.")
    assert len(words) < 300

import pkgutil
import sys
import types
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest

from robotrace import plugins
from robotrace.episodes import families
from robotrace.episodes.families import Listing, listed, task_names
from robotrace.episodes.registry import make
from robotrace.show.listing import summary


@pytest.fixture
def gymnasium(monkeypatch):
    """A family beside the bundled ones, which tells nothing of its tasks."""
    module = types.ModuleType("robotrace.envs.gymnasium_box2d")
    module.FAMILY, module.NAMES, module.make = "gymnasium", ("walker",), lambda name, *, seed: None
    monkeypatch.setitem(sys.modules, module.__name__, module)
    found = [*pkgutil.iter_modules(sys.modules["robotrace.envs"].__path__), SimpleNamespace(name="gymnasium_box2d")]
    monkeypatch.setattr(pkgutil, "iter_modules", lambda path: found)
    for found_once in ("_modules", "families"):
        monkeypatch.setattr(families, found_once, getattr(families, found_once).__wrapped__)
    return module


@pytest.fixture
def announced(monkeypatch):
    """An installed package's tasks, one of them under the name of a bundled one."""
    entries = {name: EntryPoint(name, "lab:nothing", "robotrace.tasks") for name in ("lab/arm", "metaworld/push-v3")}
    monkeypatch.setattr(plugins, "installed", lambda group: entries if group == "robotrace.tasks" else {})


def test_the_bundled_tasks_are_listed_with_their_family():
    names = task_names()
    assert "metaworld/pick-place-v3" in names
    assert len([name for name in names if name.startswith("metaworld/")]) == 50
    assert list(names) == sorted(names)


def test_every_module_and_package_beside_the_families_may_be_one(gymnasium):
    """No name is special: a family is what defines FAMILY, an underscore or not."""
    assert "gymnasium/walker" in task_names()


@pytest.mark.parametrize("name", [name for name in task_names() if name.split("/")[0] in ("metaworld", "shifted")])
def test_a_listing_says_what_the_task_itself_says(name):
    task = make(name)
    assert listed(name) == Listing(task.name, summary(task.instruction), task.horizon, task.levels)


def test_a_listing():
    words = "move the fingertips to the goal, which is in the air."
    assert listed("metaworld/reach-v3") == ("metaworld/reach-v3", words, 50, ("score", "facts", "hints"))
    assert listed("shifted/reach-v3@SHIFT10") == (
        "shifted/reach-v3@SHIFT10",
        words,
        50,
        ("score", "facts", "hints"),
    )


def test_a_family_may_tell_nothing_of_its_tasks_or_all(gymnasium):
    assert listed("gymnasium/walker") is None
    gymnasium.listed = lambda name: Listing(f"gymnasium/{name}", "walk.", 300, ("score",))
    assert listed("gymnasium/walker").description == "walk."
    assert listed("gymnasium/hopper") is None


def test_what_an_installed_package_announces_has_to_be_made(announced):
    assert {"lab/arm", "metaworld/push-v3", "metaworld/reach-v3"} <= set(task_names())
    assert listed("lab/arm") is None
    assert listed("metaworld/push-v3") is None  # it hides the bundled one, as it does for `make`
    assert listed("shifted/push-v3@SHIFT10") is None
    assert listed("metaworld/reach-v3").horizon == 50

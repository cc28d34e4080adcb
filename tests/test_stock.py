"""`tests/studies/stock.py` reads runs as they are, and plays them as their tasks do."""

import ast
import importlib.util
import re
import sys
from pathlib import Path

import metaworld
import numpy as np
import pytest

import robotrace

SCRIPT = Path(__file__).parent / "studies" / "stock.py"
REACH = "def controller(observation):\n    return [*observation['goal_pos'], 0.0]\n"


@pytest.fixture(scope="module")
def stock():
    spec = importlib.util.spec_from_file_location("stock", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules["stock"] = module
    spec.loader.exec_module(module)
    return module


def record(stock, **changed):
    options = {"control": "macro", "horizon": 50, "reward_version": "v2", "success": "last", "hold": 10, "gain": 10.0}
    fields = {"hand_pos": 3, "gripper_opening": 1, "goal_pos": 3}
    limits = [[-0.6, 0.3, -0.05, -1.0], [0.6, 1.1, 0.6, 1.0]]
    given = {"options": options, "fields": fields, "limits": limits, "any_step": (True,), "last_step": (True,)}
    return stock.Record(**{"name": "r", "code": REACH, "task": "reach-v3", "seed": 0, **given, **changed})


def test_nothing_of_robotrace_is_imported():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = [alias.name for part in ast.walk(tree) if isinstance(part, ast.Import) for alias in part.names]
    names += [part.module for part in ast.walk(tree) if isinstance(part, ast.ImportFrom)]
    assert "metaworld" in names
    assert not [name for name in names if name.split(".")[0] in ("robotrace", "envs", "policies")]


def test_fields_and_limits_of_all_tasks_are_found_in_their_text(stock):
    assert len(metaworld.ALL_V3_ENVIRONMENTS) == 50
    for name in metaworld.ALL_V3_ENVIRONMENTS:
        task = robotrace.make(f"metaworld/{name}")
        written = re.search(r"fields = (\{.*?\n    \})", task.standalone("play"), re.DOTALL)[1]
        places = {field: at for field, (at, _) in ast.literal_eval(written).items()}
        assert stock.layout(name, stock.fields_of(task.instruction)) == places
        assert stock.limits_of(task.instruction, "macro") == [list(task.action.low), list(task.action.high)]
    raw = robotrace.make("metaworld/push-v3", control="raw")
    assert stock.limits_of(raw.instruction, "raw") == [list(raw.action.low), list(raw.action.high)]


@pytest.mark.slow  # MT1 settles the arm for each of its 50 goals
def test_a_controller_is_played_by_meta_world_alone(stock):
    assert stock.replay(record(stock), None) == ([True], [True])


class Solved:
    """An environment of stock Meta-World's form that is solved by its first step, and loses it again by its third."""

    def reset(self):
        self.at = 0
        return np.zeros(39), {}

    def step(self, action):
        self.at += 1
        return np.zeros(39), 0.0, False, False, {"success": float(self.at < 3)}


def test_an_episode_ends_as_the_run_says(stock):
    both, ever = record(stock), record(stock, last_step=())
    goal = stock.layout("reach-v3", both.fields)
    assert stock.episode(Solved(), stock.loaded(REACH), both, goal) == (True, False)
    assert stock.episode(Solved(), stock.loaded(REACH), ever, goal)[0]
    once = "def controller(observation, memory):\n    return memory.setdefault('a', [0, 0, 0, 0]) if not memory else None\n"
    assert stock.episode(Solved(), stock.loaded(once), both, goal) == (True, False)


def test_goals_that_come_out_otherwise_are_named(stock):
    said = record(stock, any_step=(True, True, False), last_step=(True, False, False))
    found = stock.row_of(said, [True, True, True], [True, True, False])
    assert (found["otherwise"], found["any_recorded"], found["any_stock"], found["last_stock"]) == ("1 2", 2, 3, 2)
    unsaid = stock.row_of(record(stock, any_step=(True,), last_step=()), [True], [False])
    assert (unsaid["otherwise"], unsaid["last_stock"]) == ("", "")


def test_an_option_that_it_does_not_know_is_refused(stock):
    strange = record(stock, options={**record(stock).options, "wind": 2})
    with pytest.raises(SystemExit, match="r: the option 'wind' is none that this script knows: control, gain"):
        stock.replay(strange, None)

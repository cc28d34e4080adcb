"""What the tests of pools share: the toy task as workers can make it, controllers, and a comparison field by field."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import toy

from robotrace.episodes import RolloutProblem, find_controller, make
from robotrace.opto import Case, Job

TIMES = ("seconds", "policy_seconds", "outputs", "graph", "artifacts")
GOOD = (
    "import numpy as np\n\n\ndef controller(observation):\n"
    "    x, y, z = observation['goal_pos']\n    return np.array([x, y, max(z, 0.0), 0.5])\n"
)


def point_task(**options):
    return make(f"{Path(toy.__file__).resolve()}:PointTask", **options)


def point_problem(level="hints"):
    return RolloutProblem(find_controller("blank"), point_task(seed=3), level=level)


def jobs(problem, count=6, *, text=GOOD, traced=True):
    candidate = problem.candidate({"controller": text})
    return [Job(candidate, Case("train", index), traced) for index in range(count)]


def assert_same(first, second):
    """Equal in type and value, bit for bit."""
    assert type(first) is type(second), (first, second)
    if isinstance(first, np.ndarray | np.generic):
        assert (first.dtype, first.shape) == (second.dtype, second.shape)
        assert first.tobytes() == second.tobytes()
    elif isinstance(first, dict):
        assert list(first) == list(second)
        for key in first:
            assert_same(first[key], second[key])
    elif isinstance(first, list | tuple):
        assert len(first) == len(second)
        for one, other in zip(first, second, strict=True):
            assert_same(one, other)
    else:
        assert first == second or (first != first and second != second)


def plain(record):
    """An outcome or an episode without its times, its graph as records."""
    found = {field.name: getattr(record, field.name) for field in fields(record) if field.name not in TIMES}
    return found | {"graph": None if record.graph is None else record.graph.to_records()}

"""Tiny Gymnasium environments, registered under ids that tests name: one for each kind of space, and some that misbehave."""

import sys
from typing import Any, ClassVar

import gymnasium
import numpy as np
from gymnasium import spaces

KINDS = {
    "box": (
        spaces.Box(-1, 1, (2,), np.float64),
        spaces.Box(np.array([-2, 0], np.float32), np.array([2, 1], np.float32)),
    ),
    "discrete": (spaces.Discrete(5, start=1), spaces.Discrete(3, start=-1)),
    "multi": (spaces.MultiDiscrete([2, 4]), spaces.MultiDiscrete([3, 2])),
    "binary": (spaces.MultiBinary(3), spaces.MultiBinary(2)),
    "dict": (
        spaces.Dict({"arm": spaces.Dict({"angle": spaces.Box(-4, 4, ())}), "goal": spaces.Box(-1, 1, (3,))}),
        spaces.Dict({"grip": spaces.Discrete(2), "push": spaces.Box(-1, 1, (2,))}),
    ),
    "tuple": (
        spaces.Tuple((spaces.Discrete(3), spaces.Box(0, 1, (2,)))),
        spaces.Tuple((spaces.Discrete(2), spaces.Discrete(4))),
    ),
    "grid": (spaces.Box(0, 3, (4, 4), np.uint8), spaces.Discrete(2)),
    "wide": (spaces.Box(-np.inf, np.inf, (100,)), spaces.Discrete(2)),
    "picture": (spaces.Box(0, 255, (64, 64, 3), np.uint8), spaces.Discrete(2)),
    "text": (spaces.Text(5), spaces.Discrete(2)),
    "sequence": (spaces.Box(0, 1, (1,)), spaces.Sequence(spaces.Discrete(2))),
    "graph": (spaces.Graph(spaces.Box(0, 1, (2,)), None), spaces.Discrete(2)),
    "nothing": (spaces.Box(0, 1, (1,)), spaces.Discrete(1)),
}


FAULTS = ("reset", "step", "nan", "seed", "word", "nothing", "longer", "missing", "prints", "horizon")


SEEN = {
    "nothing": lambda seen: np.nan * seen,
    "longer": lambda seen: np.append(seen, 1.0),
    "missing": lambda seen: None,
}
"""What some of them make of an observation in the middle of an episode."""


class Tiny(gymnasium.Env):
    """Returns what its spaces hold, drawn from its seed; ends itself after `ends` actions.

    Whatever is done is kept in `done`.
    """

    def __init__(self, kind="box", says=False, fault="", ends=4):
        self.observation_space, self.action_space = KINDS[kind]
        self.says, self.fault, self.ends = says, fault, ends
        self.done, self.steps, self.episodes = [], 0, 0

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        if self.fault == "reset":
            raise RuntimeError("no start")
        self.observation_space.seed(None if self.fault == "seed" else seed)
        self.done, self.steps = [], 0
        return self.observation_space.sample(), {}

    def step(self, action):
        if self.fault == "step":
            raise RuntimeError("broken gear")
        if self.fault == "prints":
            sys.stdout.write("so far so good")
        assert self.action_space.contains(action), f"{action!r} is not of {self.action_space}"
        self.done.append(action)
        self.steps += 1
        info = {"reward_forward": 0.5 * self.steps, "reward_ctrl": -0.1, "other": "x"}
        if self.says:
            info["is_success"] = np.bool_(self.steps >= 3)
        reward = {"nan": float("nan"), "word": "good"}.get(self.fault, 1.0)
        seen = self.observation_space.sample()
        if self.steps == 2 and self.fault in SEEN:
            seen = SEEN[self.fault](seen)
        self.episodes += 1
        over = self.fault == "horizon" and self.steps >= 1 + self.episodes % 3
        return seen, reward, self.steps >= self.ends, over, info


class Window(Tiny):
    """Would open a window."""

    metadata: ClassVar[dict[str, Any]] = {"render_modes": ["human"], "render_fps": 10}

    def __init__(self, render_mode=None):
        super().__init__()
        assert render_mode != "human", "a window opens"


class Pictured(Tiny):
    metadata: ClassVar[dict[str, Any]] = {"render_modes": ["rgb_array"], "render_fps": 10}

    def __init__(self, render_mode=None):
        super().__init__()
        self.render_mode = render_mode

    def render(self):
        sys.stdout.write("welcome")
        return np.full((4, 6, 3), 10 * self.steps, dtype=np.uint8)


def register():
    for kind in KINDS:
        gymnasium.register(f"tiny/{kind}-v0", Tiny, max_episode_steps=8, kwargs={"kind": kind})
    gymnasium.register("tiny/threshold-v0", Tiny, max_episode_steps=8, reward_threshold=4)
    gymnasium.register("tiny/says-v0", Tiny, max_episode_steps=8, kwargs={"says": True})
    gymnasium.register("tiny/pictured-v0", Pictured, max_episode_steps=8)
    gymnasium.register("tiny/window-v0", Window, max_episode_steps=8, kwargs={"render_mode": "human"})
    for fault in FAULTS:
        gymnasium.register(f"tiny/{fault}-fault-v0", Tiny, max_episode_steps=8, kwargs={"fault": fault})


register()

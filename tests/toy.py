"""A small task without a simulator: a point moves towards where it is sent, at most 0.1 m a step on each axis."""

import numpy as np

from robotrace.episodes import ActionSpec, Field, Transition
from robotrace.errors import ActionError, OptionError


class PointTask:
    """Bring the point to the goal; solved within 1 cm."""

    name, control, horizon = "toy/point", "macro", 8
    instruction = "Bring the point to the goal."
    fields = (
        Field("hand_pos", (3,), "m", "The point.", "hand"),
        Field("goal_pos", (3,), "m", "Where the point is to be.", "goal"),
        Field("gripper_opening", (), "1", "Always open.", "gripper"),
    )
    action = ActionSpec(
        ("x", "y", "z", "grip"), (-1, -1, -1, -1), (1, 1, 1, 1), "where to go, in metres, and a gripper"
    )

    def __init__(self, *, seed=0, expert=True):
        self.seed, self.expert, self.options = seed, expert, {}
        self.levels = ("score", "facts", "hints") if expert else ("score", "facts")

    def goals(self, split):
        return 12

    def reset(self, goal, split="train"):
        if not 0 <= goal < self.goals(split):
            raise OptionError(f"goal: expected 0 to {self.goals(split) - 1}, found {goal}.")
        rng = np.random.default_rng([self.seed, goal, split == "heldout"])
        self.hand, self.goal, self.time = np.zeros(3), rng.uniform(-0.5, 0.5, 3), 0
        return self._observe()

    def _observe(self):
        return {"hand_pos": self.hand.copy(), "goal_pos": self.goal.copy(), "gripper_opening": np.array(1.0)}

    def step(self, action):
        action = np.asarray(action, dtype=float)
        if action.shape != (4,):
            raise ActionError(f"Action of shape {action.shape}; expected (4,).")
        if not np.isfinite(action).all():
            raise ActionError(f"Action {action.tolist()} is not finite.")
        clipped = np.clip(action, -1, 1)
        self.hand = self.hand + np.clip(clipped[:3] - self.hand, -0.1, 0.1)
        self.time += 1
        distance = float(np.linalg.norm(self.hand - self.goal))
        info = {
            "success": distance < 0.01,
            "success_now": distance < 0.01,
            "saturated": bool((clipped != action).any()),
            "sim_steps": 10,
        }
        return Transition(self._observe(), -distance, False, self.time == self.horizon, info)

    def hint(self):
        return np.array([*self.goal, 0.0]) if self.expert else None

    def feedback(self, episode, level):
        return f"{level}: {'solved' if episode.success else 'not solved'} in {len(episode)} actions"

    def close(self):
        pass

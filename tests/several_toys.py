"""Two small tasks of one action whose fields differ, and both of them as one."""

from toy import PointTask

from robotrace.episodes import Field
from robotrace.episodes.several import SeveralTasks


class ButtonTask(PointTask):
    """Bring the point 10 cm above the button; solved within 1 cm."""

    name = "toy/button-v2"
    instruction = "Bring the point above the button.\nIt is 10 cm above."
    fields = (
        Field("hand_pos", (3,), "m", "The point.", "hand"),
        Field("button_pos", (3,), "m", "The button.", "object"),
    )

    def reset(self, goal, split="train"):
        super().reset(goal, split)
        self.button, self.goal = self.goal, self.goal + [0.0, 0.0, 0.1]
        return self._observe()

    def _observe(self):
        button = getattr(self, "button", self.goal)
        return {"hand_pos": self.hand.copy(), "button_pos": button.copy()}


class OtherAction(PointTask):
    """Moved by other numbers."""

    name = "toy/other"
    action = PointTask.action.__class__(("dx", "dy"), (-1, -1), (1, 1), "a step")


def two(seed=0, name="TOY2"):
    return SeveralTasks(name, [lambda: PointTask(seed=seed), lambda: ButtonTask(seed=seed)])


CONTROLLER = """import numpy as np


def controller(observation):
    if observation["task"] == "point":
        return np.array([*observation["goal_pos"], 0.0])
    return np.array([*observation["button_pos"], 0.0])
"""

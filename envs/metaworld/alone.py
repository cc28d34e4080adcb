"""A function's source that plays an episode in Meta-World's own simulator, without robotrace: the same bits, if slower."""

from __future__ import annotations

import json
from string import Template

from robotrace.episodes.task import Task

PLAY = Template('''\
def $play(act, goal, split):
    """Play one episode of Meta-World's $name: whether it was solved at $when, and the sum of the rewards."""
    try:
        import metaworld
    except ImportError:
        words = "An episode needs Meta-World: pip install metaworld==3.1.1. The controller itself does not."
        raise SystemExit(words) from None
    import numpy as np

    fields = $fields  # where each stands among Meta-World's numbers, and its shape
    low, high = np.array($low), np.array($high)
    goals = metaworld.MT1($name_text, seed=$seed + (split == "heldout"))
    env = goals.train_classes[$name_text](reward_function_version=$reward_version)
    env.max_path_length = max(500, $hold * $horizon)
    env.set_task(goals.train_tasks[goal])
    numbers, _ = env.reset()
    total = 0.0$begun
    for _ in range($horizon):
        seen = {name: np.reshape(numbers[at], shape) for name, (at, shape) in fields.items()}$told
        command = np.clip(np.asarray(act(seen), dtype=np.float64), low, high)
        rewards, solved = 0.0, False
$steps
        total += rewards / $hold$earned
$end
''')
END = {
    "any": """\
        if solved:
            return True, total
    return False, total""",
    "last": """\
    return bool(info["success"]), total""",
}
"""How an episode ends, by the success that counts."""
MACRO = """\
        target = command[:3].copy()
        for _ in range($hold):  # the hand is sent on to its target by a proportional controller
            command[:3] = np.clip($gain * (target - numbers[:3]), -1, 1)
            numbers, reward, _, _, info = env.step(command)
            rewards += float(reward)
            solved = solved or bool(info["success"])"""
RAW = """\
        numbers, rewards, _, _, info = env.step(command)
        solved = bool(info["success"])"""


def source(
    task: Task, name: str, places: dict[str, tuple[list[int], tuple[int, ...]]], *, reward: str | None = None
) -> str:
    """The source of the function `name(act, goal, split)`.

    Args:
        task: The task, whose settings are written into it.
        name: The function's name.
        places: Where each field stands among Meta-World's numbers, and its shape.
        reward: The field that holds the previous action's reward, where there is one.
    """
    options = task.options
    hold = options.get("hold", 1)
    steps = RAW if task.control == "raw" else Template(MACRO).substitute(hold=hold, gain=repr(options["gain"]))
    short = task.name.split("/")[-1]
    fields = "".join(f"        {json.dumps(field)}: {place!r},\n" for field, place in places.items())
    return PLAY.substitute(
        play=name,
        name=short,
        name_text=json.dumps(short),
        fields=f"{{\n{fields}    }}",
        low=repr(list(task.action.low)),
        high=repr(list(task.action.high)),
        seed=task.seed,
        reward_version=json.dumps(options["reward_version"]),
        hold=hold,
        horizon=task.horizon,
        steps=steps,
        begun="" if reward is None else "\n    earned = 0.0",
        told="" if reward is None else f"\n        seen[{json.dumps(reward)}] = np.array(earned)",
        earned="" if reward is None else f"\n        earned = float(rewards) / {hold}",
        when="any simulator step" if options["success"] == "any" else "the last simulator step",
        end=END[options["success"]],
    )

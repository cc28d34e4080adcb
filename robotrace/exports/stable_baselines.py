"""The format "sb3": a controller as Stable-Baselines3 calls a policy, without needing it.

The method is that of `stable_baselines3.common.base_class.BaseAlgorithm.predict`, so that `evaluate_policy` takes it for a model.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import Template

from robotrace.adapters import Layout
from robotrace.episodes import Task
from robotrace.exports.head import UNREAD, about_needs, about_result, about_run, about_setting, head, literal
from robotrace.exports.subject import controller_of, free
from robotrace.results import Run

POLICY = Template('''\
class $Policy:
    """The controller as Stable-Baselines3 calls a policy, over flat observations: the fields one behind the other."""

    FIELDS = $fields
    LOW = $low
    HIGH = $high

    def predict(self, observation, state=None, episode_start=None, deterministic=False):
        """What to do, and what each environment's controller remembers.

        Args:
            observation: ($size,) one flat observation, or (N, $size) those of N environments.
            state: What the last call returned; None for a new beginning.
            episode_start: (N,) whether an episode begins, of each environment.
            deterministic: As Stable-Baselines3 passes it; a controller decides alike in either case.

        Returns:
            The action, ($actions,) or (N, $actions), within its bounds; and the state for the next call.
        """
        import inspect

        import numpy as np

        rows = np.asarray(observation, dtype=np.float64)
        if rows.shape[-1:] != ($size,) or rows.ndim > 2:
            raise ValueError(f"Expected a flat observation ($size,) or several (N, $size), found the shape {rows.shape}.")
        batch = rows.reshape(-1, $size)
        begins = np.broadcast_to(False if episode_start is None else episode_start, len(batch))
        if state is None or len(state) != len(batch):
            state = [{} for _ in batch]
        state = tuple({} if begun else memory for memory, begun in zip(state, begins, strict=True))
        remembers = "memory" in inspect.signature(controller).parameters
        actions = []
        for row, memory in zip(batch, state, strict=True):
            seen, at = {}, 0
            for name, shape in self.FIELDS:
                count = int(np.prod(shape))
                seen[name] = row[at : at + count].reshape(shape).copy()
                at += count
            action = controller(seen, memory=memory) if remembers else controller(seen)
            actions.append(np.clip(np.asarray(action, dtype=np.float64), self.LOW, self.HIGH))
        return (actions[0] if rows.ndim == 1 else np.array(actions)), state
''')


def text(run: Run, task: Task) -> str:
    """The file of a run's best controller as a policy.

    Raises:
        ProgramError: It cannot be written without robotrace.
    """
    controller, layout = controller_of(run), Layout.of(task)
    name = free("Policy", controller)
    about = head(
        [
            about_run(run),
            about_setting(task),
            about_result(run),
            about_needs(controller),
            f"With Stable-Baselines3: evaluate_policy({name}(), env), where env is robotrace.as_gymnasium of this task.",
            UNREAD,
        ]
    )
    policy = POLICY.substitute(
        Policy=name,
        fields=_lines(f"({literal(field)}, {shape!r})" for field, shape in layout.shapes.items()),
        low=repr(tuple(float(low) for low in task.action.low)),
        high=repr(tuple(float(high) for high in task.action.high)),
        size=layout.size,
        actions=len(task.action.names),
    )
    return f"{about}\n{controller}\n\n\n{policy}"


def _lines(items: Iterable[str]) -> str:
    """A tuple of items, one a line."""
    return "(\n" + "".join(f"        {item},\n" for item in items) + "    )"

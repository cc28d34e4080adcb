"""What makes the figures of an evaluation doubtful, beside what the episodes themselves show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from robotrace.results import Run

NEAR = 0.001  # metres
MANY = 0.1  # of the goals
MEANS = {"macro": "takes absolute targets of the hand in metres", "raw": "takes small steps of the hand"}


@dataclass(frozen=True, slots=True)
class Overlap:
    """How the goals of an evaluation lie to those of training.

    Attributes:
        seen: The number of the evaluation's goals that are training goals of the run; 0 where that is not known.
        notes: The reasons to doubt the figures, a sentence each.
    """

    seen: int = 0
    notes: tuple[str, ...] = ()


def control_notes(task: Any, before: Run | None, policy: str) -> Iterator[str]:
    """That a controller was made for another control than it is tried under: its actions mean something else there, or were carried
    over.
    """
    control: str = task.control
    from robotrace.episodes.library import policy_names

    if before is not None:
        made_for, words = before.config.get("control"), "This controller was trained under"
    else:
        name = policy.replace("-", "_")
        bundled = name in policy_names() and name != getattr(task, "starter", None)
        made_for, words = ("macro" if bundled else None), "The bundled controllers are written for"
    if made_for is None or made_for == control:
        return
    if before is not None and hasattr(task, "carried"):
        yield (
            f"{words} {made_for} control, and is carried over to {control} control: a few lines behind it do what {made_for} "
            "control does."
        )
        return
    then, now = (MEANS.get(name, "takes actions of its own kind") for name in (made_for, control))
    yield (
        f"{words} {made_for} control, which {then}; {control} control, under which it was tried here, {now}: its actions mean "
        "something else here, which is the likely reason where it fails."
    )


def overlap_with_training(task: Any, trained: int | None, split: str, goals: int) -> Overlap:
    """Whether the goals of an evaluation are, or lie beside, training goals.

    Args:
        task: The task that is evaluated on; where it has `starts`, they are compared.
        trained: The seed that the run was trained with; by default the task's own.
        split: The split of the goals that are evaluated.
        goals: The number of these goals.
    """
    starts = getattr(task, "starts", None)
    if starts is None or split != "heldout":
        return Overlap()
    import numpy as np

    other = task.seed if trained is None else trained
    tried, known = starts("heldout")[:goals], starts("train", seed=other)
    nearest = np.linalg.norm(tried[:, None, :] - known[None, :, :], axis=2).min(axis=1)
    seen = int((nearest == 0.0).sum())
    if seen:
        words = "all" if seen == len(tried) else f"{seen}"
        return Overlap(
            seen,
            (
                f"Not held out: {words} of these {len(tried)} goals are training goals of seed {other}, with which this run was "
                "trained. Take another --seed.",
            ),
        )
    near = int((nearest < NEAR).sum())
    if near < MANY * len(tried):
        return Overlap()
    return Overlap(
        0,
        (
            f"{near} of these {len(tried)} held-out goals lie within {1000 * NEAR:g} mm of a training goal: this task's goals "
            "vary so little that held-out success says little about other places.",
        ),
    )

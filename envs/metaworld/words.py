"""A task in words: what success is, what is observed, frames, units and what an action does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from robotrace.episodes.episode import Counted
from robotrace.episodes.task import ActionSpec, Field

from .entries import Entry
from .hidden import hiding
from .settings import Settings


def instruction(entry: Entry, fields: Sequence[Field], action: ActionSpec, settings: Settings) -> str:
    """The task in words.

    Args:
        entry: The task.
        fields: What its controller observes.
        action: What its controller returns.
        settings: Its settings.
    """
    seen = "\n".join(f"- {field.name} {_form(field)}: {field.description}" for field in fields)
    is_hidden = settings.goal == "hidden"
    return (
        f"{entry.scene}\n"
        f"Task: {entry.task}\n"
        f"Success: {entry.success} {_WHEN[settings.success]}\n\n"
        f"{f'{hiding(entry)}{_LINE}' if is_hidden else ''}{_FRAME}\n\n"
        f"The controller is called once an action, {settings.horizon} times an episode, with the observation, a dict of"
        f" numpy arrays, and {_MEMORY if is_hidden else _NONE}\n{seen}\n\n"
        f"{action.description}\n"
        f"The episode ends after {settings.horizon} actions; there is no other reset."
    )


def _form(field: Field) -> str:
    shape = "scalar" if field.shape == () else f"{field.shape}"
    return shape if field.unit == "1" else f"{shape} in {field.unit}"


_LINE = "\n\n"
_NONE = (
    "decides from it alone, and from what it kept in its second argument `memory`, a dict of the episode's own, if it has one:"
    " nothing else is kept from one call to the next."
)
_MEMORY = (
    "with `memory`, a dict that is empty at the beginning of each episode and in which it keeps what it wants to know at"
    " the next call, as in `def controller(observation, memory)`. Nothing is kept from one episode to the next."
)
_WHEN: Mapping[Counted, str] = {
    "any": "It counts at any simulator step of the episode.",
    "last": "It counts at the last simulator step of the episode: what is solved is to stay solved until then.",
}
_FRAME = (
    "Positions are in metres in the robot's frame: x to the right, y away from the robot's base, z up; the table's"
    " top is"
    " at z = 0 unless said otherwise. The gripper points down; its two fingers close along y, and the point between the"
    " fingertips is 4.5 cm below hand_pos."
)

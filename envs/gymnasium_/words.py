"""An environment in words: what is to be done, what is rewarded, what is observed and what an action does."""

from __future__ import annotations

from collections.abc import Sequence

from robotrace.episodes.task import ActionSpec, Field

from .documented import Documented


def instruction(
    about: str, known: Documented | None, fields: Sequence[Field], action: ActionSpec, *, horizon: int, solved: str
) -> str:
    """The task in words.

    Args:
        about: What the environment is, where nobody has documented it.
        known: What is documented of it.
        fields: What a controller observes.
        action: What a controller returns.
        horizon: The most actions of an episode.
        solved: When an episode is solved; "" where nothing says.
    """
    seen = "\n".join(f"- {one.name} {_form(one)}: {one.description}" for one in fields)
    ends = zip(action.names, action.low, action.high, strict=True)
    bounds = ", ".join(f"{name} {low:g} to {high:g}" for name, low, high in ends)
    rewarded = f"The reward of an action: {known.reward}. " if known else ""
    return (
        f"{known.about if known else about}\n{rewarded}What counts is the return, the sum of an episode's rewards.{solved}\n\n"
        f"The controller is called once an action, at most {horizon} times an episode, with the observation, a dict of numpy "
        "arrays, and decides from it alone, and from what it kept in its second argument `memory`, a dict of the episode's own, "
        f"if it has one:\n{seen}\n\nAn action is [{', '.join(action.names)}]: {action.description}. It is clipped to {bounds}."
    )


def _form(field: Field) -> str:
    shape = "scalar" if field.shape == () else f"{field.shape}"
    return shape if field.unit == "1" else f"{shape} in {field.unit}"

"""Episodes of the toy task for the player: a solved and a failing goal, with pictures and a line for each timestep."""

from dataclasses import replace

from filmed import FilmedPoint

from robotrace.episodes import rollout
from robotrace.playback.frames import frames
from robotrace.playback.lines import Lines
from robotrace.playback.plays import Play, webp


def toy_plays(trial, code, returned, *, feedback, goals=(0, 1)):
    """Two held-out goals, the one solved and the other not; the first line of `returned` acts twice, then the other one."""
    task, found = FilmedPoint(), []
    for goal, to in zip(goals, ("goal", "rest"), strict=True):
        episode = rollout(
            lambda seen, to=to: [*(seen["goal_pos"] if to == "goal" else (0.5, 0, 0)), 0],
            task,
            goal=goal,
            split="heldout",
        )
        first, then = returned
        lines = Lines(code, (first,) * 2 + (then,) * (len(episode) - 2), {})
        pictures = tuple((t, webp(image)) for t, image in frames(episode, task))
        found.append(Play(trial, replace(episode, feedback=feedback, graph=None, outputs={}), lines, pictures))
    return found

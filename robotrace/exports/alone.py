"""The format "file": a controller without robotrace, which plays an episode when it is run."""

from __future__ import annotations

from string import Template
from typing import Any

from robotrace.episodes import Task
from robotrace.episodes.registry import recipe_of
from robotrace.exports.head import (
    UNREAD,
    about_call,
    about_needs,
    about_result,
    about_run,
    about_setting,
    head,
    keywords,
    literal,
)
from robotrace.exports.subject import controller_of, free
from robotrace.results import Run

WITH_ROBOTRACE = Template('''\
def $play(act, goal, split):
    """Play one episode with robotrace: whether it was solved, and the sum of the rewards."""
    try:
        import robotrace
    except ImportError:
        raise SystemExit("An episode of this task needs robotrace. The controller itself does not.") from None
    task = robotrace.make($name, seed=$seed$options)
    episode = robotrace.rollout(act, task, goal=goal, split=split, traced=False)
    return episode.success, episode.episode_return
''')
"""Where the task itself has no `standalone`."""
MAIN = Template('''\
def $main():
    """Play one episode, and say how it went."""
    import argparse
    import inspect

    goals = {"train": $train, "heldout": $heldout}
    parser = argparse.ArgumentParser(description="Play one episode, and say how it went.")
    parser.add_argument("goal", nargs="?", type=int, default=0, help="from 0 on")
    parser.add_argument("split", nargs="?", choices=goals, default="heldout")
    asked = parser.parse_args()
    if not 0 <= asked.goal < goals[asked.split]:
        parser.error(f"goal: expected 0 to {goals[asked.split] - 1}, found {asked.goal}")
    memory = {} if "memory" in inspect.signature(controller).parameters else None

    def act(observation):
        return controller(observation) if memory is None else controller(observation, memory=memory)

    solved, total = $play(act, asked.goal, asked.split)
    print(f"{asked.split} goal {asked.goal}: {'solved' if solved else 'not solved'}, return {total:.4g}")


if __name__ == "__main__":
    $main()
''')


def text(run: Run, task: Task) -> str:
    """The file of a run's best controller.

    Raises:
        ProgramError: It cannot be written without robotrace.
        OptionError: The task cannot be made anew by its name.
    """
    controller = controller_of(run)
    names = {name: free(name, controller) for name in ("play", "main")}
    about = head(
        [
            about_run(run),
            about_setting(task),
            about_result(run),
            about_needs(controller),
            *about_call(task, controller),
            "Run as a script, the file plays an episode: python FILE.py [GOAL] [train|heldout].",
            UNREAD,
        ]
    )
    main = MAIN.substitute(names, train=task.goals("train"), heldout=task.goals("heldout"))
    return "\n\n\n".join((f"{about}\n{controller}", _played(task, names["play"]).rstrip("\n"), main))


def _played(task: Task, name: str) -> str:
    """The source of a function that plays an episode, by the task's own means if it has some."""
    own: Any = getattr(task, "standalone", None)
    if own is not None:
        return str(own(name))
    recipe = recipe_of(task)
    return WITH_ROBOTRACE.substitute(
        play=name, name=literal(recipe.name), seed=recipe.seed or 0, options=keywords(task.options)
    )

"""The format "gymnasium": a run's task, which importing the file puts into Gymnasium's registry; no controller is in it."""

from __future__ import annotations

from string import Template

from robotrace.adapters import registered_id
from robotrace.episodes import Task
from robotrace.episodes.registry import recipe_of
from robotrace.exports.head import about_result, about_run, about_setting, head, keywords, literal
from robotrace.results import Run

REGISTERED = Template("""\
try:
    import robotrace.adapters
except ImportError as error:
    raise ImportError("This environment needs robotrace: its simulator, its goals and its actions.") from error

ID = robotrace.adapters.register(
    robotrace.make($name, seed=$seed$options),
    id=$id,
)
""")


def text(run: Run, task: Task) -> str:
    """The file that registers a run's task.

    Raises:
        OptionError: The task cannot be made anew by its name.
    """
    recipe, made = recipe_of(task), registered_id(task)
    about = head(
        [
            f"The task of the run {run.folder.name} as a Gymnasium environment: importing this file registers it.",
            f"ID is {made!r}. gymnasium.make(ID) is on training goals, gymnasium.make(ID, split='heldout') on held-out ones, which "
            "are for measuring alone.",
            about_setting(task),
            f"What there is to beat. {about_run(run)} {about_result(run)}",
        ]
    )
    options = keywords(task.options)
    body = REGISTERED.substitute(name=literal(recipe.name), seed=recipe.seed or 0, options=options, id=literal(made))
    return f"{about}\n{body}"

"""Guides: short texts that show one thing each by a whole example. `robotrace guide NAME` shows one.

A test does all that they tell a reader to do, and sees what they say is to be seen.

.. include:: first-controller.md
.. include:: own-task.md
.. include:: own-problem.md
.. include:: own-client.md
.. include:: agent.md
.. include:: own-optimizer.md
.. include:: pytorch.md
.. include:: trace-opt.md
.. include:: reading-a-prompt.md
.. include:: cluster.md
.. include:: suite.md
.. include:: several-tasks.md
.. include:: hidden-goals.md
.. include:: gymnasium.md
.. include:: numerical.md
.. include:: traffic.md
.. include:: debug.md
.. include:: battleship.md
.. include:: prompts.md
.. include:: elsewhere.md
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from robotrace.errors import UnknownNameError

NAMES = (
    "first-controller",
    "own-task",
    "own-problem",
    "own-client",
    "agent",
    "own-optimizer",
    "pytorch",
    "trace-opt",
    "reading-a-prompt",
    "cluster",
    "suite",
    "several-tasks",
    "hidden-goals",
    "gymnasium",
    "numerical",
    "traffic",
    "debug",
    "battleship",
    "prompts",
    "elsewhere",
)
"""In the order in which a newcomer may want them."""


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide.

    Attributes:
        name: The name that it is asked for by.
        text: The whole guide, in Markdown.
    """

    name: str
    text: str

    @property
    def title(self) -> str:
        """Its first line."""
        return self.text.splitlines()[0].removeprefix("# ")


def guide(name: str) -> Guide:
    """The guide of a name.

    Raises:
        UnknownNameError: There is none.
    """
    if name not in NAMES:
        raise UnknownNameError("guide", name, NAMES, listing="robotrace guide")
    return Guide(name, files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8"))

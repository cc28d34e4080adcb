import io

import pytest
from rich.console import Console

from robotrace.episodes.families import Listing
from robotrace.guides import Guide
from robotrace.show.listing import guides_table, summary, tasks_table


def text(table):
    console = Console(file=io.StringIO(), width=100)
    console.print(table)
    return console.file.getvalue()


def test_the_tasks_are_listed_with_their_horizon():
    shown = text(tasks_table([Listing("metaworld/reach-v3", "bring the hand to the goal.", 50, ("score",))]))
    assert shown.splitlines()[1].split() == [
        "metaworld/reach-v3",
        "50",
        *["bring", "the", "hand", "to", "the", "goal."],
    ]


@pytest.mark.parametrize(
    ("instruction", "words"),
    [
        ("A table.\nTask: push the puck.\nSuccess: near.", "push the puck."),
        ("\nBalance the pole.\nMore.", "Balance the pole."),
        ("", ""),
    ],
)
def test_a_task_in_one_line(instruction, words):
    assert summary(instruction) == words


def test_guides_are_listed_with_their_titles():
    shown = text(guides_table([Guide("agent", "# An agent\n\nIt asks.")]))
    assert [line.split() for line in shown.splitlines()] == [["guide", "what", "it", "shows"], ["agent", "An", "agent"]]

import pytest

from robotrace.errors import ProgramError
from robotrace.opto import Program
from robotrace.opto.entry import arguments_of

AGENT = """
class Base:
    def __call__(self, x, *, tone="dry"):
        return x

class Agent(Base):
    def act(self, question, hint):
        return question
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def controller(a, b=1, *, c, d=2):\n    return a\n", "a, c, b=..., d=..."),
        ("def solve(x):\n    return x\n\ncontroller = solve\n", "x"),
        (f"{AGENT}\ncontroller = Agent()\n", "x, tone=..."),
        (f"{AGENT}\ncontroller = Agent.__new__(Agent)\n", "x, tone=..."),
        ("class A(rt.Module):\n    def forward(self, z):\n        return z\n\ncontroller = A()\n", "z"),
        (f"{AGENT}\nclass B(Agent):\n    def forward(self, z):\n        return z\n\ncontroller = B()\n", "x, tone=..."),
        (f"{AGENT}\nagent = Agent()\ncontroller = agent.act\n", "question, hint"),
    ],
)
def test_what_a_program_is_called_with(text, words):
    assert str(arguments_of(Program.parse(text))) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def controller(*rows):\n    return rows\n", r"controller, line 1: a row's inputs are given by name"),
        (
            "class A:\n    pass\n\ncontroller = A()\n",
            r"'controller' has no method __call__\(self, \.\.\.\) or forward\(self, \.\.\.\)",
        ),
        ("import math\n\ncontroller = math.sqrt\n", "makes no object 'math'"),
    ],
)
def test_a_program_whose_arguments_have_no_names_is_refused(text, words):
    with pytest.raises(ProgramError, match=words):
        arguments_of(Program.parse(text))

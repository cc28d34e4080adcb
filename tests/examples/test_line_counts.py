"""Each example is at most as long as the one of trace-opt that its description is from.

Lines are counted without blank ones and comments, in the original (Trace's documentation, cells with installation and keys left
out) and here alike.
"""

from __future__ import annotations

import io
import tokenize
from pathlib import Path

import pytest

from robotrace.guides import guide

PROGRAMS = Path(__file__).with_name("programs")
ORIGINALS = {
    "greeting": 52,  # docs/examples/basic/greeting.ipynb
    "strange_sort_list": 43,  # docs/quickstart/quick_start.ipynb, its first half
    "minibatch": 89,  # docs/tutorials/minibatch.ipynb, the regression and the lists
    "error_handling": 47,  # docs/tutorials/error_handling_tutorial.ipynb, both of its programs
    "coder_and_verifier": 73,  # docs/quickstart/quick_start.ipynb, its second half
    "traffic": 131,  # docs/examples/numerical/numerical_optimization.ipynb; it uses uxsim
    "battleship": 210,  # docs/examples/game/battleship.ipynb, with its board
    "custom_optimizer": 39,  # docs/tutorials/custom_optimizers.ipynb, version 1; it uses torch
}
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def lines_of(source: str) -> int:
    """The number of lines that hold code or a docstring."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    spans = (range(token.start[0], token.end[0] + 1) for token in tokens if token.type not in NO_CODE)
    texts = source.splitlines()
    return len({number for span in spans for number in span if texts[number - 1].strip()})


def test_blank_lines_and_comments_do_not_count():
    assert lines_of('"""A\n\nB"""\n\n# C\nx = 1  # D\n') == 3


@pytest.mark.parametrize("name", ORIGINALS)
def test_an_example_is_at_most_as_long_as_the_original(name):
    assert lines_of((PROGRAMS / f"{name}.py").read_text()) <= ORIGINALS[name]


def test_no_example_trusts_what_a_model_wrote():
    sources = [path.read_text() for path in sorted(PROGRAMS.glob("*.py"))]
    assert len(sources) == 8
    assert not any("trust" in source for source in sources)


def test_the_guide_tells_the_lengths():
    table = guide("trace-opt").text
    for name, original in ORIGINALS.items():
        ours = lines_of((PROGRAMS / f"{name}.py").read_text(encoding="utf-8"))
        assert f"`{name}` {ours} and {original}" in table

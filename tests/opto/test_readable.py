"""Texts that are too deep, too long or no Python: one bounded line, whatever the parser makes of them."""

import pytest

from robotrace.episodes.controller import load
from robotrace.errors import ParameterError, PolicyFailure, ProgramError, TraceError
from robotrace.opto import Program
from robotrace.sandbox import Sandbox, level
from robotrace.trace.source import _parsed

pytestmark = pytest.mark.slow

HEAD = "import robotrace as rt\n\n@rt.bundle(trainable=True)\ndef controller(o):\n    return "
DEEP = {
    "attributes": HEAD + "a" + ".a" * 60_000,
    "parentheses": HEAD + "(" * 60_000 + "1" + ")" * 60_000,
    "signs": HEAD + "-" * 60_000 + "1",
    "terms": HEAD + "+".join(["1"] * 60_000),
    "powers": HEAD + "**".join(["1"] * 60_000),
    "indices": HEAD + "a" + "[0]" * 60_000,
    "calls": HEAD + "f" + "()" * 60_000,
    "lambdas": HEAD + "lambda: " * 20_000 + "1",
    "conditions": HEAD + "1 if a else " * 20_000 + "1",
    "negations": HEAD + "not " * 60_000 + "a",
    "lists": HEAD + "[" * 5_000 + "]" * 5_000,
    "dicts": HEAD + "{1: " * 5_000 + "1" + "}" * 5_000,
    "blocks": HEAD + "1\n" + "".join(" " * i + "if 1:\n" for i in range(150)) + " " * 150 + "pass\n",
    "a number of 10,000 digits": HEAD + "1" * 10_000,
    "a long line that is none": HEAD + "x " * 50_000,
    "an open bracket after a long line": HEAD + "é " * 5_000 + "(",
    "a null": HEAD + "'\0'",
    "half a pair": "x = '\ud800'\n" + HEAD + "1",
    "a signed literal": f"import robotrace as rt\ng = rt.node({'-' * 20_000}1, name='g', trainable=True)\n{HEAD}1",
    "a key that is a list": f"import robotrace as rt\ng = rt.node({{[]: 1}}, name='g', trainable=True)\n{HEAD}1",
    "a default": HEAD.replace("(o)", "(o, a=a" + ".a" * 60_000 + ")") + "1",
    "bounds": f"import robotrace as rt\ng = rt.node(1, bounds=a{'.a' * 60_000}, name='g', trainable=True)\n{HEAD}1",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_a_users_file_is_refused_in_one_bounded_line(text):
    with pytest.raises(ProgramError) as caught:
        Program.parse(text, origin="mine.py").bare({})
    words = str(caught.value)
    assert words.startswith("mine.py")
    assert len(words) < 500
    assert "\n" not in words


def test_the_line_says_what_to_do():
    with pytest.raises(
        ProgramError, match=r"^mine\.py is nested too deep for Python to read: write it in shorter expressions\.$"
    ):
        Program.parse(DEEP["attributes"], origin="mine.py")


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_a_trusted_program_is_refused_in_one_bounded_line(text):
    with pytest.raises((ProgramError, ParameterError)) as caught:
        load(text + "\nraise ValueError('not even this')")
    assert len(str(caught.value)) < 2500


@pytest.mark.skipif(level() not in ("full", "strong"), reason="this kernel has no seccomp")
def test_a_program_in_the_sandbox_is_refused_in_bounded_words():
    with Sandbox() as sandbox:
        for text in DEEP.values():
            with pytest.raises(PolicyFailure) as caught:
                sandbox.load(text + "\nraise ValueError('not even this')")
            assert len(str(caught.value)) < 2500


def test_a_function_in_a_file_that_is_too_deep_for_a_tree_is_refused():
    with pytest.raises(TraceError, match="nested too deep"):
        _parsed(DEEP["terms"])

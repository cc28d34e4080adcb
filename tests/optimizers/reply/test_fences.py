from __future__ import annotations

import pytest

from robotrace.optimizers.reply.fences import Fence, fenced, fences, labels


def test_a_block_has_text_label_language_and_line():
    text = "Some words.\n\n### variable: controller\n\n```python\ndef controller():\n    pass\n```\nmore"
    assert fences(text) == [Fence("def controller():\n    pass", "controller", "python", 5, closed=True)]


@pytest.mark.parametrize(
    "line",
    [
        "### variable: gain",
        "variable: gain",
        "**variable: gain**",
        "**Variable:** `gain`",
        "- Variable: gain:",
        "#### Variable: `gain`",
        "variable: 'gain'",
        "> variable:gain",
    ],
)
def test_a_label_may_be_decorated(line):
    assert fences(f"{line}\n```\n1\n```")[0].label == "gain"


@pytest.mark.parametrize("info", ["python name=gain", "python variable=gain", 'py name="gain"', "name: gain"])
def test_a_label_may_stand_on_the_fence(info):
    assert fences(f"```{info}\n1\n```")[0].label == "gain"


@pytest.mark.parametrize("line", ["The variable gain:", "a variable: gain that grows", "variable:", "gain"])
def test_a_sentence_is_no_label(line):
    assert fences(f"{line}\n```\n1\n```")[0].label is None


def test_a_label_counts_for_the_next_line_with_words_only():
    assert fences("variable: a\nThe code is now\n```\n1\n```")[0].label is None


def test_names_may_have_dots_and_brackets():
    assert fences("variable: Player.act[0]\n```\n1\n```")[0].label == "Player.act[0]"


def test_a_longer_fence_holds_shorter_ones():
    assert fences("````\nuse\n```\nx\n```\n````")[0].text == "use\n```\nx\n```"


def test_what_fenced_wraps_comes_back_whole():
    text = "a\n````\nb\n```"
    assert fences(fenced(text))[0].text == text


def test_an_open_block_runs_to_the_end():
    block = fences("```python\nx = 1")[0]
    assert (block.text, block.closed) == ("x = 1", False)


def test_windows_line_ends_and_indented_fences_are_read():
    assert fences("  ```\r\n  a\r\n   b\r\n  ```\r\n")[0].text == "a\n b"


def test_tildes_are_fences_too():
    assert fences("~~~\n```\n~~~")[0].text == "```"


def test_labels_are_found_without_a_fence():
    assert labels("variable: a\nwords\n### variable: b") == ["a", "b"]

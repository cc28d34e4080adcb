from __future__ import annotations

import numpy as np
import pytest

from robotrace.errors import ProposalError
from robotrace.optimizers.reply.parse import parse_reply, reason_of
from robotrace.opto import Variable

CODE = Variable("controller", "code", "def controller(observation):\n    return [0, 0, 0, 0]\n")
GAIN = Variable("gain", "number", 3.0)
COUNT = Variable("count", "number", 3)
WORDS = Variable("words", "text", "hello")
NEW = 'def controller(observation):\n    """Go to the puck."""\n    return [*observation["puck"], 1.0]'


def block(name: str, value: str) -> str:
    return f"### variable: {name}\n```\n{value}\n```\n"


def refusal(text: str, *variables: Variable) -> str:
    with pytest.raises(ProposalError) as caught:
        parse_reply(text, variables)
    return str(caught.value)


def test_a_labelled_block_is_the_new_code():
    reply = f"The hand never moved.\n\n### variable: controller\n```python\n{NEW}\n```\nThat should do."
    assert parse_reply(reply, [CODE]) == {"controller": NEW}


def test_several_variables_come_at_once():
    reply = block("gain", "5") + block("words", "two\n\nlines ") + block("count", "-4")
    assert parse_reply(reply, [CODE, GAIN, COUNT, WORDS]) == {"gain": 5.0, "words": "two\n\nlines ", "count": -4}


def test_code_may_hold_imports_and_helpers():
    code = "import numpy as np\n\ndef near(a, b):\n    return np.linalg.norm(a - b) < 0.02\n\n" + NEW
    assert parse_reply(block("controller", code), [CODE]) == {"controller": code}


def test_a_snippet_without_a_label_beside_a_labelled_block_is_words():
    reply = "Now it says\n```python\nreturn [0, 0, 0, 0]\n```\nwhich is wrong.\n" + block("controller", NEW)
    assert parse_reply(reply, [CODE]) == {"controller": NEW}


def test_one_block_without_a_label_is_taken_where_only_one_function_can_be_meant():
    assert parse_reply(f"Here:\n```python\n{NEW}\n```", [CODE, GAIN]) == {"controller": NEW}


@pytest.mark.parametrize(
    ("reply", "variables"),
    [
        ("```python\ndef other(observation):\n    return 1\n```", [CODE]),
        (f"```python\n{NEW}\n```\nor\n```python\n{NEW}\n```", [CODE]),
        (f"```python\n{NEW}\n```", [CODE, Variable("helper", "code", "def helper():\n    pass")]),
        (f"```json\n{NEW}\n```", [CODE]),
        ("```\n5\n```", [GAIN, COUNT]),
        ("```\n5\n```\n```\n6\n```", [GAIN]),
    ],
)
def test_blocks_without_a_label_are_not_guessed_at(reply, variables):
    message = refusal(reply, *variables)
    assert "no label" in message
    assert "'### variable: NAME'" in message


@pytest.mark.parametrize(
    ("reply", "variable", "value"),
    [
        ("Five:\n```\n5\n```", GAIN, 5.0),
        ("```text\nhi\n```", WORDS, "hi"),
        ("```python\n[1]\n```", Variable("v", "value", [0]), [1]),
    ],
)
def test_one_block_without_a_label_is_taken_where_there_is_one_variable(reply, variable, value):
    assert parse_reply(reply, [variable]) == {variable.name: value}


def test_words_like_terminate_and_null_have_no_magic():
    assert parse_reply("TERMINATE? null? No.\n" + block("words", "TERMINATE"), [WORDS]) == {"words": "TERMINATE"}


def test_false_is_no_true_and_a_list_is_a_list():
    flag, pair = Variable("flag", "value", True), Variable("pair", "value", [1, 2])
    assert parse_reply(block("flag", "False") + block("pair", "[3, 4]"), [flag, pair]) == {
        "flag": False,
        "pair": [3, 4],
    }


def test_an_assignment_under_its_own_label_is_its_value():
    assert parse_reply(block("gain", "gain = 4.5e-1"), [GAIN]) == {"gain": 0.45}


def test_an_array_is_written_as_a_list():
    values = parse_reply(block("a", "[1, 2.5]"), [Variable("a", "value", np.zeros(2))])
    assert values["a"].tolist() == [1.0, 2.5]


def test_drafts_in_the_thinking_of_a_local_model_are_not_read():
    reply = f"<think>{block('gain', '1')}Hm, rather five.</think>\n" + block("gain", "5")
    assert parse_reply(reply, [GAIN]) == {"gain": 5.0}


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("", "The reply was empty."),
        ("  \n", "The reply was empty."),
        (
            "I can't help with that.",
            "no fenced block. Expected for each variable to change: a line '### variable: NAME'",
        ),
        ("I can't help with that.", 'It begins: "I can\'t help with that."'),
        ("### variable: gain\n```\n5", "The block for 'gain' (line 2) has no end"),
        (block("gain", "5") + block("gain", "6"), "two blocks for 'gain' (lines 2 and 6); exactly one is expected"),
        (block("gian", "5"), "'gian', which is no variable. Did you mean 'gain'? The variables are"),
        (block("gain", "five"), "'gain' takes a finite number, found 'five'"),
        (block("gain", "nan"), "'gain' takes a finite number, found 'nan'"),
        (block("gain", "1e999"), "'gain' takes a finite number"),
        (block("gain", "[5.0]"), "'gain' takes a finite number"),
        (block("gain", "2 + 3"), "'gain' takes a finite number"),
        (block("count", "3.5"), "'count' takes a whole number, found '3.5'"),
        (block("controller", "def other(observation):\n    return 1"), "does not define the function 'controller'"),
        (block("controller", "    def controller(observation):\n        return 1"), "at the left margin"),
        (block("controller", "# def controller(\nx = 1"), "does not define the function 'controller'"),
        (block("gain", "5") + "### variable: count\n4\n", "names 'count' without a block"),
        (block("gain", "3.0"), "The reply changes nothing: 'gain'"),
        ("<think>" + block("gain", "5"), "ends within its thinking"),
        (block("gain", "9" * 3_000), "has 3,000 characters; at most 2,000 are read"),
        (block("words", "x" * 50_000), "has 50,000 characters; at most 40,000 are read"),
        ("x" * 2_000_000, "The reply has 2,000,000 characters; more than 200,000 are not read."),
    ],
)
def test_what_is_wrong_is_said(reply, said):
    assert said in refusal(reply, CODE, GAIN, COUNT, WORDS)


@pytest.mark.parametrize(
    ("value", "present", "said"),
    [
        ("'False'", True, "takes a bool, found a str"),
        ("(1, 2)", [1, 2], "takes a list, found a tuple"),
        ("open('x')", [1, 2], "no Python literal of type list"),
        ("[" * 1_000, [1, 2], "no Python literal of type list"),
        ("-" * 1_900 + "1", [1, 2], "no Python literal of type list"),
        ("[1, 2, 3]", np.zeros(2), "takes a list of float64 numbers of shape (2,)"),
        ("[[1], [2, 3]]", np.zeros(2), "takes a list of float64 numbers"),
        ("[0.5, 2]", np.zeros(2, dtype=int), "takes a list of int64 numbers"),
    ],
)
def test_values_of_another_type_are_refused(value, present, said):
    assert said in refusal(block("v", value), Variable("v", "value", present))


def test_every_wrong_value_is_told_and_none_is_taken():
    message = refusal(block("gain", "five") + block("count", "many") + block("words", "fine"), GAIN, COUNT, WORDS)
    assert "'gain'" in message
    assert "'count'" in message


def test_a_change_beside_an_unchanged_value_is_a_change():
    assert parse_reply(block("gain", "3.0") + block("count", "5"), [GAIN, COUNT]) == {"gain": 3.0, "count": 5}


def test_the_reason_is_the_words_around_the_blocks():
    block = f"### variable: controller\n```python\n{NEW}\n```"
    reply = f"<think>hm</think>\nThe gripper is reversed.\n\n{block}\n\nIt should now grasp."
    assert reason_of(reply) == "The gripper is reversed.\n\nIt should now grasp."


@pytest.mark.parametrize(
    "text",
    [
        "~" * 199_000 + "`",
        "`" * 199_000 + " `",
        " " * 199_000,
        "\n" * 199_000,
        "<think>" * 28_000,
        "```\n" * 49_000,
        "<think></think>" * 13_000,
        "</think>" * 24_000,
        "```\n</think>\n```\n" * 11_000,
        "```\n" + "</think>\n" * 20_000 + "```\n",
        "<|channel|>analysis" + " " * 199_000,
        "analysis" + "assistantfina" * 15_000,
        " </s>" * 39_000,
        "variable: " + "a_:" * 66_000,
        ("variable:" + "_:" * 90 + "!\n") * 1_000,
        "### variable: gain\n```\n5\n```\n" * 6_000,
    ],
)
def test_hostile_replies_are_refused_without_being_guessed_at(text):
    with pytest.raises(ProposalError):
        parse_reply(text, [CODE, GAIN])
    reason_of(text)


def test_the_words_of_a_reply_that_is_too_long_are_not_read():
    assert reason_of(" " * 2_000_000) == ""


ANSWER = block("gain", "5")
DRAFT = block("gain", "1")


@pytest.mark.parametrize(
    "thinking",
    [
        f"{DRAFT}Hm, rather five.</think>\n",
        f"\ufeff<think>{DRAFT}</think>\n",
        f"Let me think first.\n<think>\n{DRAFT}</think>\n",
        f"<thinking>\n{DRAFT}</thinking>\n",
        f"<Reasoning effort='high'>{DRAFT}</Reasoning>\n",
        f"<THINK>{DRAFT}</THINK>",
        f"<thought>{DRAFT}</thought>\n",
        f"[THINK]{DRAFT}[/THINK]\n",
        f"[THINK]{DRAFT}[/THINK]",
        f"{DRAFT}[/THINK]\n",
        f"\u25c1think\u25b7{DRAFT}\u25c1/think\u25b7\n",
        f"<|channel|>analysis<|message|>{DRAFT}<|end|><|start|>assistant<|channel|>final<|message|>",
        f"analysis{DRAFT}assistantfinal",
        f"<|START_THINKING|>{DRAFT}<|END_THINKING|>\n",
        f"<think>{DRAFT}</think>\nwords\n<think>\n{DRAFT}\n</think>\n",
        f"<think>{DRAFT}<think>{DRAFT}</think>{DRAFT}</think>\n",
        f"<think>a</think>{DRAFT}b</think>\n",
        "### variable: gain\n```\n1\nno, that is wrong.\n</think>\n",
        "<think>```python\nx = 1  # then </think> comes\n```\nI see.</think>\n",
        "```python\nx = 1  # then </think> comes\n```\nI see.</think>\n",
        f"{DRAFT.replace(chr(10), chr(13) + chr(10))}</think>\r\n",
        f"{DRAFT}</think>\r",
    ],
)
def test_a_draft_is_never_the_answer(thinking):
    assert parse_reply(f"{thinking}{ANSWER}", [GAIN]) == {"gain": 5.0}
    assert "1" not in reason_of(f"{thinking}So it is five.\n{ANSWER}").replace("x = 1", "")


@pytest.mark.parametrize(
    "text",
    [
        f"<think>{DRAFT}",
        f"Well:\n<thinking>\n{DRAFT}",
        f"[THINK]{DRAFT}",
        f"<|channel|>analysis<|message|>{DRAFT}<|end|>",
    ],
)
def test_thinking_without_an_end_is_no_answer(text):
    assert "ends within its thinking" in refusal(text, GAIN)
    assert reason_of(text) == ""


def test_no_answer_behind_the_thinking_is_no_answer():
    assert "no fenced block" in refusal(f"{DRAFT}</think>\nI cannot decide.", GAIN)


TAGGED = """def controller(observation):
    \"\"\"The model writes
</think>
    and <think> here.\"\"\"
    # </think> ends what <thinking> begins; [/THINK] too
    return [0, 0, 0, 1.0]"""


@pytest.mark.parametrize("before", ["", "Words.\n", f"<think>{DRAFT}</think>\n", f"{DRAFT}</think>\n"])
def test_tags_in_the_code_of_an_answer_are_code(before):
    reply = f"{before}{block('controller', TAGGED)}The `</think>` and `<think>` stay.\n{ANSWER}"
    assert parse_reply(reply, [CODE, GAIN]) == {"controller": TAGGED, "gain": 5.0}


@pytest.mark.parametrize("end", ["<|im_end|>", "<|return|>", "</s>", "\n<|end|>\n", "<|eot_id|><|end_of_text|>"])
def test_marks_of_the_end_are_no_part_of_the_answer(end):
    assert parse_reply(ANSWER.rstrip() + end, [GAIN]) == {"gain": 5.0}


def test_lines_are_counted_in_the_reply_as_it_came():
    reply = f"<think>\n{DRAFT}</think>\n{block('gain', '5')}{block('gain', '6')}"
    assert "two blocks for 'gain' (lines 8 and 12)" in refusal(reply, GAIN)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("### variable: words\n```text\nuse\n```python\nx\n```\nmore\n```\n", "holds a fence like its own (line 4)"),
        ("### variable: words\n```text\nuse\n```\nx\n```\nmore\n```\n```\n", "The fence in line 9 belongs to no block"),
        ("### variable: words\n```text\nuse\n```\nx\n```\n```\n", "The fence in line 6 belongs to no block"),
    ],
)
def test_a_value_that_may_go_on_behind_its_fence_is_not_cut_there(reply, said):
    assert said in refusal(reply, WORDS)


def test_a_reply_with_other_line_ends_and_indents_is_read():
    reply = "1. The code:\r\n\r\n    ### variable: controller\r\n\r\n    ```python\r\n" + "".join(
        f"    {line}\r\n" for line in NEW.split("\n")
    )
    assert parse_reply(reply + "    ```\r\n", [CODE]) == {"controller": NEW}
    assert parse_reply(block("gain", "5").replace("\n", "\r"), [GAIN]) == {"gain": 5.0}
    assert parse_reply("\t### variable: gain\n\t~~~~py\n\t5\n\t~~~~", [GAIN]) == {"gain": 5.0}

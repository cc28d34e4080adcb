import pytest

from robotrace.errors import ProgramError, ProposalError
from robotrace.opto import Program

FILE = '''"""A controller."""

import numpy as np

import robotrace as rt
from robotrace import node

gain = node(10.0, trainable=True, name="gain", description="how hard", bounds=(0, 100))


@rt.bundle(trainable=True)
def aim(hand,
        goal):
    """Return the target.

    More words.
    """
    return goal  # ünïcode


class Arm:
    @rt.bundle(trainable=True)
    def reach(self, goal):
        return goal


def controller(observation):
    x, y, z = aim(observation["hand"], observation["goal"])
    return [x, y, z, 0.0]
'''


def test_parameters_are_found_in_order_of_the_file():
    assert [(v.name, v.kind) for v in Program.parse(FILE).variables] == [
        ("gain", "number"),
        ("aim", "code"),
        ("Arm.reach", "code"),
    ]


def test_a_code_parameter_holds_its_source():
    aim = Program.parse(FILE).variables[1]
    assert aim.value == (
        'def aim(hand,\n        goal):\n    """Return the target.\n\n    More words.\n    """\n    return goal  # ünïcode\n'
    )


def test_a_literal_parameter_holds_its_value():
    assert Program.parse(FILE).variables[0].value == 10.0


def test_what_a_parameter_is_for_is_left_to_the_loaded_program():
    assert [(v.description, v.constraint) for v in Program.parse(FILE).variables] == [("", "")] * 3


def test_no_values_give_the_file_back():
    assert Program.parse(FILE).render({}) == FILE


def test_values_replace_their_parts_and_nothing_else():
    text = Program.parse(FILE).render({"gain": 2.5, "aim": "def aim(hand, goal):\n    return hand\n"})
    assert text == FILE.replace("10.0", "2.5").replace(
        'def aim(hand,\n        goal):\n    """Return the target.\n\n    More words.\n    """\n    return goal  # ünïcode\n',
        "def aim(hand, goal):\n    return hand\n",
    )


def test_a_method_is_indented_as_it_was():
    text = Program.parse(FILE).render({"Arm.reach": "def reach(self, goal):\n    return -goal\n"})
    assert "    @rt.bundle(trainable=True)\n    def reach(self, goal):\n        return -goal\n" in text


def test_imports_and_helpers_go_above_the_decorator():
    value = "import math\nimport numpy as np\n\ndef half(x):\n    return x / 2\n\ndef aim(hand, goal):\n    return half(goal)\n"
    text = Program.parse(FILE).render({"aim": value})
    assert (
        "import math\n\ndef half(x):\n    return x / 2\n\n\n"
        "@rt.bundle(trainable=True)\ndef aim(hand, goal):\n    return half(goal)\n" in text
    )
    assert text.count("import numpy as np") == 1


def test_what_only_looks_like_a_definition_is_none():
    value = (
        'HELP = """\ndef aim(hand, goal):\ndef controller(x):\n"""\n'
        "# def aim(hand, goal):\nasync\tdef  half (x):\n    return x\n\ndef aim(hand, goal):\n    return goal\n"
    )
    text = Program.parse(FILE).render({"aim": value})
    assert 'HELP = """\ndef aim(hand, goal):\ndef controller(x):\n"""\n# def aim(hand, goal):\n' in text
    assert "    return x\n\n\n@rt.bundle(trainable=True)\ndef aim(hand, goal):\n    return goal\n" in text


def test_lines_are_counted_as_python_counts_them():
    odd = FILE.replace("import numpy as np\n", "import numpy as np  # \u2028 \x1c \x85\n\f\n")
    assert Program.parse(odd).render({"gain": 2.5}) == odd.replace("10.0", "2.5")
    value = "def aim(hand, goal):\n    return 'a\u2028b'\n"
    assert value in Program.parse(odd).render({"aim": value})


def test_a_helper_that_exists_already_is_refused():
    value = "def controller(x):\n    return x\n\ndef aim(hand, goal):\n    return goal\n"
    with pytest.raises(ProposalError, match=r"'aim' defines controller, which the program has already"):
        Program.parse(FILE).render({"aim": value})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"gian": 3.0}, "There is no parameter 'gian'; the parameters are gain, aim, Arm.reach."),
        ({"aim": 3}, "Parameter 'aim' is code: expected its source as text, found int."),
        ({"aim": "return 3"}, "Parameter 'aim': expected one top-level function `def aim(...)`, found none."),
        (
            {"aim": "def aim(hand, goal):\n    return 1\ndef aim(hand, goal):\n    return 2\n"},
            "Parameter 'aim': expected one top-level function `def aim(...)`, found 2 of them.",
        ),
    ],
)
def test_a_value_that_does_not_fit_its_place_is_refused(values, words):
    with pytest.raises(ProposalError) as refused:
        Program.parse(FILE).render(values)
    assert str(refused.value) == words


def test_an_optimizers_text_is_never_parsed_here():
    program = Program.parse(FILE)
    assert "def aim(hand, goal):\n    return ((((\n" in program.render(
        {"aim": "def aim(hand, goal):\n    return ((((\n"}
    )


def test_the_bare_text_has_no_robotrace_left():
    text = Program.parse(FILE).bare({"gain": 2.5})
    assert "robotrace" not in text
    assert "rt." not in text
    assert "gain = 2.5\n" in text
    assert "class Arm:\n    def reach(self, goal):\n        return goal\n" in text
    compile(text, "best.py", "exec")


def test_the_bare_text_keeps_two_blank_lines_before_a_function():
    text = "import numpy as np\n\nimport robotrace as rt\n\n\n@rt.bundle(trainable=True)\ndef controller(o):\n    return o\n"
    assert Program.parse(text).bare({}) == "import numpy as np\n\n\ndef controller(o):\n    return o\n"


def test_a_file_that_uses_robotrace_otherwise_cannot_be_bare():
    with pytest.raises(ProgramError, match="uses rt beyond"):
        Program.parse(FILE + "\n\nrt.make('reach-v3')\n").bare({})


def test_another_entry_is_given_the_name_controller():
    program = Program.parse("def mine(observation):\n    return [0]\n", entry="mine")
    assert program.text == "def mine(observation):\n    return [0]\n\n\ncontroller = mine\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def controller(o:\n    pass\n", "the controller, line 1:"),
        ("def act(o):\n    pass\n", "defines no function 'controller'; it defines act."),
        (
            "import robotrace as rt\nx = rt.node(1, trainable=True)\ndef controller(o):\n    return x\n",
            "line 2: a trainable node needs a name",
        ),
        (
            "import robotrace as rt\nx = rt.node(f(), trainable=True, name='x')\ndef controller(o):\n    return x\n",
            "line 2: parameter 'x' needs a literal",
        ),
        (
            "import robotrace as rt\n@cached\n@rt.bundle(trainable=True)\ndef controller(o):\n    return o\n",
            "trainable function 'controller' has further decorators",
        ),
        (
            "import robotrace as rt\n"
            "x = rt.node(1, trainable=True, name='a')\ny = rt.node(1, trainable=True, name='a')\n"
            "def controller(o):\n    return x\n",
            "two trainable parameters named 'a'",
        ),
    ],
)
def test_a_file_that_cannot_be_a_controller_is_refused_with_its_line(text, words):
    with pytest.raises(ProgramError) as refused:
        Program.parse(text)
    assert words in str(refused.value)


SHOP = """import robotrace as rt


@str
class Shop(rt.Module):
    @rt.bundle(trainable=True)
    def find(self, text):
        return None

    @rt.bundle(trainable=True)
    def price(self, item):
        return 0

    def __call__(self, text):
        return self.price(self.find(text))


controller = Shop()
"""


def test_what_stands_beside_a_method_goes_above_its_class():
    program = Program.parse(SHOP)
    values = {
        "Shop.find": "import re\n\n\ndef words(text):\n    return re.findall('a', text)\n\n\n"
        "def find(self, text):\n    return words(text)[0]\n",
        "Shop.price": "RATE = 2\n\ndef price(self, item):\n    return RATE\n",
    }
    helpers = "RATE = 2\n\n\nimport re\n\n\ndef words(text):\n    return re.findall('a', text)\n\n\n"
    find = "    def find(self, text):\n        return words(text)[0]\n"
    price = "    def price(self, item):\n        return RATE\n"
    mark = "    @rt.bundle(trainable=True)\n"
    head, _, tail = SHOP.partition("@str\n")
    called = tail[tail.index("    def __call__") :]
    assert program.render(values) == (
        f"{head}{helpers}@str\nclass Shop(rt.Module):\n{mark}{find}\n{mark}{price}\n{called}"
    )


def test_a_helper_beside_a_method_may_not_have_a_name_of_the_program_s():
    program = Program.parse(SHOP)
    text = "def controller(x):\n    return x\n\n\ndef find(self, text):\n    return controller(text)\n"
    with pytest.raises(ProposalError, match=r"'Shop\.find' defines controller, which the program has already"):
        program.render({"Shop.find": text})

import time

import pytest

from robotrace.opto.definitions import definitions, function_lines, split_lines


@pytest.mark.parametrize(
    ("text", "name", "lines"),
    [
        ("def aim(x):\n    return x\n", "aim", [0]),
        ("import math\n\n\nasync def aim(x):\n    return x\n", "aim", [3]),
        ("@bundle(\n    trainable=True)\n@other\ndef aim(\n    x,\n):\n    return x\n", "aim", [3]),
        ("def\taim (x):\n\treturn x\n", "aim", [0]),
        ("async\t def  aim\t(x): return x", "aim", [0]),
        ("def aim[T](x: T) -> T:\n    return x\n", "aim", [0]),
        ("def \\\n  aim(x):\n    return x\n", "aim", [0]),
        ("def aiming(x):\n    return x\ndef aim_2(x):\n    return x\n", "aim", []),
        ("redef aim(x)\nxdef aim(x)\ndef_aim(x)\n", "aim", []),
        ("x = '''\ndef aim(x):\n'''\n# def aim(x):\ndef aim(x):\n    return x\n", "aim", [4]),
        ('"""\n\\"""\ndef aim(x):\n"""\ndef aim(x): 0', "aim", [4]),
        ("r'\\'\ndef aim(x): 0\n", "aim", [1]),
        ("it's odd\ndef aim(x): 0\n", "aim", [1]),
        ("x = 'a\\\ndef aim(x): 0'\ndef aim(x): 0\n", "aim", [2]),
        ("'''never closed\ndef aim(x): 0\n", "aim", []),
        ("x = '#'\ndef aim(x): 0\n", "aim", [1]),
        ("def other(x):\n    def aim(x):\n        return x\n", "aim", []),
        ("if True:\n    def aim(x):\n        return x\n", "aim", []),
        ("def aim(x):\n    return 1\n\ndef aim(x):\n    return 2\n", "aim", [0, 3]),
        ("class aim:\n    pass\n", "aim", []),
        (
            "class Arm:\n    '''def reach(self): 0'''\n    @bundle\n    def reach(self):\n        pass\n",
            "Arm.reach",
            [3],
        ),
        ("class A:\n class B:\n  def f(self): 0\n def f(self): 0\ndef f(): 0\n", "A.f", [3]),
        ("class A:\n class B:\n  def f(self): 0\n def f(self): 0\ndef f(): 0\n", "A.B.f", [2]),
        ("class A:\n class B:\n  def f(self): 0\n def f(self): 0\ndef f(): 0\n", "f", [4]),
        ("x = 1\r\ny = '\f \u2028'\rdef aim(x): 0", "aim", [2]),
        ("def größe(x):\n    return x\n", "größe", [0]),
        ("def aim(x:\n    return ((((\n", "aim", [0]),
        ("", "aim", []),
    ],
)
def test_the_line_of_a_function_is_found(text, name, lines):
    assert function_lines(text, name) == lines


def test_definitions_say_what_they_are():
    text = "class Arm(Base):\n    async  def reach(self,\n                 goal):\n        pass\n\n\ndef f(x): return x  # it\n"
    assert [(d.path, d.line, d.text, d.is_function, d.is_indented) for d in definitions(text)] == [
        ("Arm", 0, "class Arm(Base):", False, False),
        ("Arm.reach", 1, "async  def reach(self,", True, True),
        ("f", 6, "def f(x): return x  # it", True, False),
    ]


def test_lines_are_those_that_python_counts():
    assert split_lines("a\fb\r\nc\u2028\rd\x1e\n\nend") == ["a\fb\r\n", "c\u2028\r", "d\x1e\n", "\n", "end"]
    assert split_lines("") == []


@pytest.mark.parametrize(
    "hostile", ["'''\\", '"' * 100_001, "'\\\n" * 50_000, "def " * 50_000, " " * 200_000, "\\\n" * 100_000 + "x"]
)
def test_no_text_takes_long(hostile):
    started = time.process_time()
    assert function_lines(hostile * (200_000 // len(hostile)), "f") == []
    assert time.process_time() - started < 2

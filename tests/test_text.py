import pytest

from robotrace.text import cut, encodable, escaped, one_line, printable, quoted, with_article


def test_half_of_a_surrogate_pair_can_be_written():
    assert encodable("a \ud83d b") == "a \N{REPLACEMENT CHARACTER} b"
    assert encodable("\N{GRINNING FACE}") == "\N{GRINNING FACE}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\rb", "a\\x0db"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("right to left \u202e", "right to left \\u202e"),
        ("half \ud83d", "half \\ud83d"),
        ("tag \U000e0041", "tag \\U000e0041"),
        ("θ · ü", "θ · ü"),
    ],
)
def test_control_characters_are_written_out(text, shown):
    assert escaped(text, 100) == shown


def test_an_escaped_text_is_bounded():
    assert escaped("abcdef", 3) == "abc"


def test_a_cut_text_says_how_much_is_missing():
    assert cut("x" * 10, 10) == "x" * 10
    assert cut("a" * 20 + "b" * 20, 9) == "aaaaaa ...(31 characters left out)... bbb"


def test_one_line_is_one_line():
    assert one_line("a\n\n b\x1b") == "a b\\x1b"


def test_each_line_of_a_quoted_text_is_marked():
    assert quoted("# a heading\r\n\nmore\x07") == "> # a heading\n>\n> more\\x07"


def test_a_printable_text_keeps_its_lines_and_loses_its_control_characters():
    assert printable("a\n\tb\r\n \x00\x1b\x7f\x85 \ud83d θ") == "a\n\tb\r\n \ufffd\ufffd\ufffd\ufffd \ufffd θ"


def test_a_noun_has_its_article():
    assert [
        with_article(noun) for noun in ("int", "object", "ndarray", "Ellipsis", "list", "dict", "NoneType", "uint8")
    ] == [
        "an int",
        "an object",
        "an ndarray",
        "an Ellipsis",
        "a list",
        "a dict",
        "a NoneType",
        "a uint8",
    ]

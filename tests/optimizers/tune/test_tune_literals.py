import pytest

from robotrace.errors import ProposalError
from robotrace.optimizers.tune.literals import find_literals


def found(text):
    return [(text[one.start : one.end], one.value) for one in find_literals(text, name="f")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 0.05 + .5 + 2. + 1e-3", [("0.05", 0.05), (".5", 0.5), ("2.", 2.0), ("1e-3", 0.001)]),
        ("x = 1_000.5", [("1_000.5", 1000.5)]),
        ("x = 0.0", [("0.0", 0.0)]),
        ("x = 12\ny = -6", [("12", 12), ("-6", -6)]),
        ("return [hand, 7, -0.2]", [("7", 7), ("-0.2", -0.2)]),
        ("np.array([2.5, 3])", [("2.5", 2.5), ("3", 3)]),
        ("clip(x, -0.5, 0.5)", [("-0.5", -0.5), ("0.5", 0.5)]),
        ("x[0] * 5", [("5", 5)]),
        ("t % 10 < 5", [("10", 10), ("5", 5)]),
        ("2.0 ** x", [("2.0", 2.0)]),
        ("-2.5 ** x", [("2.5", 2.5)]),  # the minus is not the number's: it is applied last
        ("é = 'ü'; x = 0.5", [("0.5", 0.5)]),
    ],
)
def test_numbers_that_are_tuned(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "x[2]",
        "x[:3]",
        "x[-2]",
        "x ** 2",
        "x ** -0.5",
        "x = 0 + 1 - 1",
        "range(5)",
        "round(x, 3)",
        "np.sum(x, axis=2)",
        "x = [a] * 3",
        "x = 3 * [a]",
        "x = '-' * 20",
        "phase == 3",
        "phase = 4 if phase != 4 else 0",
        "match x:\n    case 2:\n        pass",
        "x = 0x1F + 0b11 + 2j",
        "x = '0.5'  # 0.5",
        "def f(x, gain=2.5, n=3): return x",
        "f = lambda gain=2.5: gain",
        "x = 1e400",
    ],
)
def test_numbers_that_are_left_alone(text):
    assert found(text) == []


def test_a_minus_is_the_number_s_where_it_is_a_sign_and_not_where_it_subtracts():
    assert found("a - 0.05") == [("0.05", 0.05)]
    assert found("a - -0.05") == [("-0.05", -0.05)]
    assert found("x[0] - 0.05") == [("0.05", 0.05)]
    assert found("return -0.05") == [("-0.05", -0.05)]
    assert found("(-0.05, - 0.1)") == [("-0.05", -0.05), ("- 0.1", -0.1)]


def test_a_number_inside_an_f_string_is_left_alone():
    assert found('x = f"{a * 2.0:.3f}" + str(0.5)') == [("0.5", 0.5)]


def test_the_base_of_a_power_keeps_its_sign():
    (base,) = find_literals("2.0 ** x", name="f")
    assert not base.signed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = (1.5", "The text of 'f' cannot be cut into Python's tokens"),
        ("x = '''1.5", "The text of 'f' cannot be cut into Python's tokens"),
        ("if x:\n    y\n  z", "The text of 'f' cannot be cut into Python's tokens"),
        ("x = 1.5\n" * 5_001, "The text of 'f' has 40,008 characters; at most 40,000 are searched."),
    ],
)
def test_a_text_without_tokens_is_refused_by_name(text, words):
    with pytest.raises(ProposalError) as caught:
        find_literals(text, name="f")
    assert words in str(caught.value)


def test_a_hostile_text_costs_no_more_than_its_length():
    assert found("-" * 20_000 + "2.5") == [("-2.5", -2.5)]
    assert found("9" * 30_000) == []

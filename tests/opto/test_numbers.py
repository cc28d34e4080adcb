import pytest

from robotrace.errors import ProposalError
from robotrace.opto import Variable
from robotrace.opto.numbers import setting

VARIABLES = (
    Variable("green", "number", 20, constraint="a whole number from 15 to 90", bounds=(15, 90)),
    Variable("x", "number", 1.5),
)


def test_what_is_not_named_keeps_its_value_and_whole_numbers_stay_whole():
    made = setting(VARIABLES, {"green": 30.0})
    assert (made.values, made.text) == ({"green": 30, "x": 1.5}, "green = 30\nx = 1.5\n")
    assert type(made.values["green"]) is int


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"red": 20}, "There is no parameter 'red'; expected one of green, x."),
        ({"green": 14}, "Parameter 'green': expected a whole number from 15 to 90, found 14."),
        ({"green": 20.5}, "Parameter 'green': expected a whole number from 15 to 90, found 20.5."),
        ({"green": True}, "Parameter 'green': expected a whole number from 15 to 90, found True."),
        ({"x": float("nan")}, "Parameter 'x': expected a finite number, found nan."),
        ({"x": float("-inf")}, "Parameter 'x': expected a finite number, found -inf."),
        ({"x": "2"}, "Parameter 'x': expected a finite number, found '2'."),
    ],
)
def test_what_is_refused(values, message):
    with pytest.raises(ProposalError) as refused:
        setting(VARIABLES, values)
    assert str(refused.value) == message


def test_a_number_that_no_float_holds_is_refused():
    with pytest.raises(ProposalError, match=r"^Parameter 'x': expected a finite number, found 1000"):
        setting(VARIABLES, {"x": 10**400})

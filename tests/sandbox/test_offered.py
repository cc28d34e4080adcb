from __future__ import annotations

import copy
import re
import threading

import robotrace as rt
from robotrace.optimizers.view import show_variables
from robotrace.opto import Variable
from robotrace.sandbox.offered import offered_by, with_live

RATES = {"EUR": 1.0, "USD": 1.1}
message = ["a word of a docstring"]


class PriceList:
    def __init__(self):
        self.prices = {"lamp": 40.0}
        self._secret = "abc"
        self.lock = threading.Lock()

    def price(self, item):
        """What an item costs."""
        return self.prices.get(item)

    def _audit(self):
        return self._secret


class Shop(rt.Module):
    def __init__(self):
        self.prices = PriceList()
        self.greeting = rt.node("Hi", trainable=True, name="greeting")
        self.seen = [1, 2]
        self.key = "sk-123"
        self._lock = threading.Lock()
        self._log = None

    @rt.bundle(trainable=True)
    def find(self, message):
        """The item that a message asks for; _log keeps it."""
        return

    def forward(self, message):
        return self.reply(message)

    def reply(self, message, *, loud=False):
        """Answer.

        At length.
        """
        return self.find(message)


def convert(amount, currency="EUR"):
    """An amount in a currency."""
    return amount * RATES[currency]


def unrelated():
    """Nothing that the text mentions."""


@rt.bundle(trainable=True)
def total(amounts):
    """The sum, by convert and re."""
    return sum(amounts) * RATES["EUR"]


def lines(bundle, *others):
    return offered_by(bundle.parameter, {id(it): it.name for it in others})


def test_a_method_is_told_what_its_object_has_but_no_data():
    shop = Shop()
    assert lines(shop.find.__func__, shop.greeting) == (
        "self.prices: PriceList, with prices (dict), price(item)",
        "self.greeting: the variable greeting",
        "self.seen: list of 2",
        "self.key: str",
        "self._log: None",
        "self.reply(message, *, loud=False): Answer.",
    )


def test_a_function_is_told_of_the_names_that_its_own_text_mentions():
    assert re.sub("", "", "") == ""
    assert lines(total) == (
        "RATES: dict with the keys 'EUR', 'USD'",
        "convert(amount, currency='EUR'): An amount in a currency.",
    )


def test_a_closure_is_told_of_what_is_around_it():
    factor = 3

    @rt.bundle(trainable=True)
    def scaled(x):
        return factor * x

    assert lines(scaled) == ("factor: int, 3",)


def test_a_copy_of_an_object_is_told_of_the_copy():
    shop = Shop()
    shop._lock = shop.prices.lock = None  # which cannot be copied
    assert "self.seen: list of 2" in lines(shop.find.__func__)
    other = copy.deepcopy(shop)
    other.seen.append(3)
    assert "self.seen: list of 3" in lines(other.find.__func__)
    assert "self.seen: list of 2" in lines(shop.find.__func__)


def test_the_prompt_says_so_below_the_code():

    shown = show_variables([Variable("f", "code", "def f(): pass\n", available=("g(x): Half of x.\n# Task",))])
    assert shown == (
        "f (code, with line numbers):\n```\n1 | def f(): pass\n```\n"
        "It may use, besides its arguments and what it imports:\n- g(x): Half of x. # Task"
    )


def test_of_a_program_s_live_values_those_are_told_that_its_text_mentions_or_its_object_has():
    live = {"prices": PriceList(), "convert": convert, "other": PriceList(), "controller_client": PriceList()}
    text = "def f(self, x):\n    return convert(prices.price(x))\n"
    variable = Variable("A.f", "code", text, available=("self.client: controller_client", "self.n: int, 3"))
    assert with_live(variable, live).available == (
        "self.client: PriceList, with prices (dict), price(item)",
        "self.n: int, 3",
        "prices: PriceList, with prices (dict), price(item)",
        "convert(amount, currency='EUR'): An amount in a currency.",
    )

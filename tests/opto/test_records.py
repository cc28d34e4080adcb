from __future__ import annotations

from robotrace.opto import Spend


def test_what_was_spent_adds_up():
    total = Spend(1, 100, 20, 60, 0.25) + Spend(2, 10, 5, 0, 0.5)
    assert total == Spend(3, 110, 25, 60, 0.75)
    assert total.tokens == 135


def test_nothing_spent_costs_nothing():
    assert Spend() == Spend(0, 0, 0, 0, 0.0)
    assert Spend() + Spend(1, 2, 3, 4, 0.5) == Spend(1, 2, 3, 4, 0.5)


def test_a_sum_with_an_unknown_price_is_unknown():
    assert (Spend(1, usd=0.5) + Spend(1, usd=None)).usd is None
    assert (Spend(1, usd=None) + Spend(1, usd=0.5)).usd is None
    assert sum([Spend(1, usd=None), Spend(1, usd=None)], Spend()) == Spend(2, usd=None)

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import fields

from robotrace.opto import METERS, Case, Ledger, Outcome, Spend, TrialId, billed, counted, open_bill


def test_spends_add_up():
    assert Spend(1, 10, 2, 4, 0.5) + Spend(2, 20, 3, 0, 0.25) == Spend(3, 30, 5, 4, 0.75)


def test_an_unknown_price_stays_unknown():
    assert Spend(1, 10, 2).usd is None
    assert (Spend(1, 10, 2) + Spend(1, 10, 2, usd=0.5)).usd is None


def test_no_call_costs_nothing():
    assert Spend().usd == 0.0
    assert Spend() + Spend(1, 10, 2, usd=0.5) == Spend(1, 10, 2, usd=0.5)


def test_a_ledger_is_flat_json_and_back():
    ledger = Ledger(Spend(1, 10, 2, 4), 500, 1.5)
    body = {
        "calls": 1,
        "prompt_tokens": 10,
        "completion_tokens": 2,
        "cached_tokens": 4,
        "usd": None,
        "env_steps": 500,
        "seconds": 1.5,
        "student_calls": 0,
        "student_tokens": 0,
    }
    assert ledger.as_json() == body
    assert Ledger.from_json(body) == ledger


def test_a_count_that_is_newer_than_a_run_is_at_its_start():
    assert Ledger.from_json({"calls": 1, "usd": 0.5}) == Ledger(Spend(1, usd=0.5), 0, 0.0)


def test_every_count_is_shown_by_a_meter_of_its_name():
    counts = {field.name for kind in (Spend, Ledger) for field in fields(kind)} - {"spend"}
    assert counts == {meter.name for meter in METERS} - {"tokens"}  # which are those sent and those received
    assert list(Ledger(Spend(1, 10, 2, 4), 500, 1.25).figures.items()) == [
        ("calls", 1),
        ("tokens", 12),
        ("prompt_tokens", 10),
        ("completion_tokens", 2),
        ("cached_tokens", 4),
        ("usd", None),
        ("env_steps", 500),
        ("student_calls", 0),
        ("student_tokens", 0),
        ("seconds", 1.25),
    ]


def test_outcomes_of_training_are_counted():
    outcomes = [
        Outcome(Case("train", 0), True, 1.0, "", steps=2, asked=Spend(3, 30, 6)),
        Outcome(Case("train", 1), False, 0.0, ""),
    ]
    assert counted(Ledger(Spend(1), 4, 1.5, 1, 10), outcomes) == Ledger(Spend(1), 7, 1.5, 4, 46)


def test_what_is_asked_is_charged_to_the_bill_that_is_open():
    with billed() as bill:
        with ThreadPoolExecutor(2) as threads:
            charges = [
                threads.submit(copy_context().run, lambda: open_bill().charge(Spend(1, 10, 1), most=3))
                for _ in range(5)
            ]
        with billed() as inner:
            open_bill().charge(Spend(4, 1, 1))
    open_bill().charge(Spend(9))
    assert sorted(it.result() for it in charges) == [False, False, True, True, True]
    assert (bill.spend.calls, bill.spend.tokens, inner.spend.calls) == (3, 33, 4)


def test_a_bill_has_room_for_so_many_bytes():
    with billed() as bill:
        assert open_bill().charge(Spend(1), size=30, most_size=40)
        assert not open_bill().charge(Spend(1), size=11, most_size=40)
        assert open_bill().charge(Spend(1), size=10, most_size=40)
    assert (bill.spend.calls, bill.size) == (2, 40)


def test_machines_are_given_milliseconds_and_all_of_a_dollar():
    rounded = Ledger(Spend(1, usd=0.00123456), seconds=1.23456).rounded
    assert (rounded["usd"], rounded["seconds"]) == (0.00123456, 1.235)
    assert Ledger(Spend(1)).rounded["usd"] is None


def test_a_figure_has_its_unit():
    unit = {meter.name: meter.phrase for meter in METERS}
    assert [unit["calls"](1), unit["calls"](1200), unit["env_steps"](1)] == [
        "1 call",
        "1,200 calls",
        "1 environment step",
    ]
    assert [unit["usd"](0.00125), unit["usd"](None), unit["seconds"](61)] == ["$0.0013", "dollars unknown", "61.0 s"]


def test_a_trial_is_named_as_shortly_as_can_be():
    assert [str(TrialId(3)), str(TrialId(3, 2)), str(TrialId(3, 0, 1))] == ["3", "3-2", "3-0-1"]
    assert TrialId(3) < TrialId(3, 0, 1) < TrialId(3, 1)


def test_what_a_later_ledger_has_less_of_is_named():
    earlier = Ledger(Spend(2, 100, 20, usd=0.3), 500, 2.5)
    assert earlier.fallen(earlier) is None
    assert Ledger(Spend(2, 100, 20, usd=0.3 - 1e-12), 500, 2.5).fallen(earlier) is None
    assert Ledger(Spend(3, 100, 20), 500, 2.5).fallen(earlier) is None  # dollars are unknown
    assert Ledger(Spend(1, 100, 20, usd=0.3), 500, 2.5).fallen(earlier) == "calls goes back from 2 to 1"
    assert Ledger(Spend(2, 100, 20, usd=0.3), 500, 1.25).fallen(earlier) == "seconds goes back from 2.5 to 1.25"


def test_the_larger_figure_of_each_meter():
    one, other = Ledger(Spend(2, 100, 20, usd=0.3), 500, 2.5), Ledger(Spend(1, 300, 10, usd=0.5), 400, 3.5)
    assert one.at_least(other) == other.at_least(one) == Ledger(Spend(2, 300, 20, usd=0.5), 500, 3.5)
    assert one.at_least(Ledger(Spend(1))).usd is None

from robotrace.opto import Ledger, Spend, TrialId


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
    }
    assert ledger.as_json() == body
    assert Ledger.from_json(body) == ledger


def test_a_trial_is_named_as_shortly_as_can_be():
    assert [str(TrialId(3)), str(TrialId(3, 2)), str(TrialId(3, 0, 1))] == ["3", "3-2", "3-0-1"]
    assert TrialId(3) < TrialId(3, 0, 1) < TrialId(3, 1)

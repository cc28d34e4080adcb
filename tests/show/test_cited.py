import pytest

from robotrace.errors import OptionError, UnknownNameError
from robotrace.show.cited import cited, table


def test_every_fact_has_its_source():
    assert list(table()) == ["td-mpc2", "sac", "dreamer-v3", "brc", "brc-single", "paco-v1", "paco-v2", "faea"]
    for result in table().values():
        assert str(result.year) in result.source
        assert 0 < result.rate < 1
        assert list(result.rates) == sorted(result.rates)


def test_what_is_not_known_is_said():
    assert table()["brc"].facts == (
        "BRC, one network for all: 50 tasks of Meta-World (MT50), one network for all (n 50, seeds 5; not known here: control, "
        "horizon, rewards), Nauman et al., Bigger, Regularized, Categorical, 2025; files of its repository, end of training"
    )
    assert table()["td-mpc2"].rates == ((200_000, 0.8), (1_000_000, 0.9))
    assert (table()["paco-v1"].reward_version, table()["paco-v1"].rate) == ("v1", 0.262)


def test_results_are_asked_for_by_name(make_run):
    run = make_run("a", [0, 5])
    assert [result.name for result in cited(["sac", "td-mpc2", "sac"], [run])] == ["SAC", "TD-MPC2"]
    assert len(cited(["all"], [run])) == 8
    assert cited([], [make_run("b", [0], task="lab/own")]) == ()
    with pytest.raises(UnknownNameError, match=r"Unknown cited result 'td-mpc'. Did you mean td-mpc2\?"):
        cited(["td-mpc"], [run])
    with pytest.raises(OptionError, match="cite: the results are of Meta-World's own tasks, found lab/own"):
        cited(["sac"], [run, make_run("c", [0], task="lab/own")])

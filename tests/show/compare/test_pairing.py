from dataclasses import replace

import pytest

from robotrace.errors import OptionError
from robotrace.opto import Case, Outcome
from robotrace.results import Rate
from robotrace.results.aggregate import Estimate
from robotrace.results.paired import Paired
from robotrace.show.compare.groups import groups_of, solved
from robotrace.show.compare.pairing import compare, pair


def with_outcomes(run, flags):
    """The same run, its held-out goals with these outcomes, "+" for a solved one."""
    outcomes = tuple(Outcome(Case("heldout", k), flag == "+", 0.0, "") for k, flag in enumerate(flags))
    return replace(run, tested=dict.fromkeys(run.tested, outcomes))


def names(runs):
    return [group.name for group in groups_of(runs)]


def test_runs_that_differ_in_the_seed_are_one_group(make_run):
    runs = [make_run(f"r{seed}", [0, 5], final=(40 + seed, 50), seed=seed) for seed in range(3)]
    [group] = groups_of(runs)
    assert group.heldout == Rate(123, 150)
    assert group.seeds == (0, 1, 2)
    assert group.name == "induce"
    assert group.success.value == pytest.approx(0.82)


def test_vision_and_the_form_of_replies_make_another_method(make_run):
    asked = {"optimizer": "optoprime", "feedback": "facts", "view": "folded", "model": "m-1"}
    runs = [
        make_run("a", [0, 5], **asked),
        make_run("b", [0, 5], **asked, vision=True),
        make_run("c", [0, 5], **asked, reply="json"),
    ]
    assert sorted(names(runs)) == ["optoprime", "optoprime, reply json", "optoprime, vision"]


def test_ablations_models_and_feedback_are_groups_of_their_own(make_run):
    asked = {"optimizer": "optoprime", "feedback": "facts", "view": "full", "memory": 5}
    runs = [
        make_run("a", [0, 5], **asked, model="m-1"),
        make_run("b", [0, 5], **{**asked, "view": "masked"}, model="m-1"),
        make_run("c", [0, 5], **{**asked, "memory": 0}, model="m-1"),
        make_run("d", [0, 5], **asked, model="m-1", search="greedy"),
        make_run("e", [0, 5]),
    ]
    assert names(runs) == [
        "optoprime",
        "optoprime, masked",
        "optoprime, no memory",
        "optoprime, search greedy",
        "induce",
    ]
    others = [make_run("f", [0], **asked, model="m-2"), make_run("g", [0], **{**asked, "feedback": "hints"})]
    assert names([runs[0], *others]) == [
        "optoprime, m-1, facts feedback",
        "optoprime, m-2, facts feedback",
        "optoprime, no language model, hints feedback",
    ]


def test_another_limit_or_start_makes_another_group(make_run):
    start = "def controller(observation):\n    return [0.0, 0.6, 0.2, -1.0]\n"
    runs = [
        make_run("a", [0], iterations=20, controller=start),
        make_run("b", [0], iterations=5, controller=start),
        make_run("c", [0], iterations=20, controller="pass\n"),
        make_run("d", [0], iterations=20, controller=start, seed=1),
    ]
    assert names(runs) == [
        "induce, iterations 20, start d46d7a",
        "induce, iterations 5, start d46d7a",
        "induce, iterations 20, start 9f56e7",
    ]


def test_methods_that_words_do_not_tell_apart_are_numbered(make_run):
    runs = [make_run("a", [0], memory=5), make_run("b", [0], memory="5"), make_run("c", [0], memory=9)]
    assert names(runs) == ["induce, memory 5", "induce, memory 5 (2)", "induce, memory 9"]


def test_another_control_or_horizon_is_another_group(make_run):
    runs = [
        make_run("a", [0]),
        make_run("b", [0], control="raw"),
        make_run("c", [0], horizon=80),
        make_run("d", [0], success="last"),
        make_run("e", [0], success="any"),
    ]
    assert [str(group.setting) for group in groups_of(runs)] == [
        "metaworld/pick-place-v3 · macro control · horizon 50 · success at any step",
        "metaworld/pick-place-v3 · raw control · horizon 50 · success at any step",
        "metaworld/pick-place-v3 · macro control · horizon 80 · success at any step",
        "metaworld/pick-place-v3 · macro control · horizon 50 · success at the last step",
    ]


def test_goals_that_are_hidden_are_another_setting(make_run):
    hidden = make_run("a", [5], final=(5, 5), options={"control": "macro", "goal": "hidden"})
    shown = make_run("b", [5], final=(5, 5), optimizer="opro", options={"control": "macro"})
    assert str(groups_of([hidden])[0].setting).endswith("success at any step · goal hidden")
    found = compare([hidden, shown])
    assert not found.pairs
    assert any("goal hidden against none" in words for words in found.refused)


def test_what_lasts_is_not_compared_with_what_need_not(make_run):
    found = compare(
        [make_run("a", [5], final=(5, 5)), make_run("b", [5], final=(5, 5), optimizer="opro", success="last")]
    )
    assert not found.pairs
    assert any("success any against last" in words for words in found.refused)


def test_what_it_took_to_the_best_is_the_median_run(make_run):
    runs = [
        make_run("a", [0, 5, 3], model="m", tokens=1000, seed=0),
        make_run("b", [0, 0, 5], model="m", tokens=1000, seed=1),
        make_run("c", [0, 0, 0, 5], model="m", tokens=1000, seed=2),
    ]
    [group] = groups_of(runs)
    assert (group.to_best["calls"], group.to_best["tokens"]) == (2, 2400)
    assert (group.to_best["env_steps"], group.to_best["seconds"]) == (7500, 6.0)
    assert group.in_all["calls"] == 2
    assert groups_of([make_run("d", [0, 5])])[0].to_best == {
        "calls": 0,
        "tokens": 0,
        "prompt_tokens": 0,
        "completion_tokens": 0,
        "cached_tokens": 0,
        "usd": 0.0,
        "env_steps": 5000,
        "student_calls": 0,
        "student_tokens": 0,
        "seconds": 4.0,
    }


def test_what_it_took_in_all_is_the_whole_of_a_run(make_run):
    run = make_run("a", [0, 5, 3], final=(4, 4))  # 3 trials of 5 goals, 500 steps each, then what the end says
    [group] = groups_of([run])
    assert (group.to_best["env_steps"], group.to_best["seconds"]) == (5000, 4.0)
    assert (group.in_all["env_steps"], group.in_all["seconds"]) == (7500 + 4 * 500, 15.0)
    assert group.in_all == run.ledger.figures


def test_dollars_of_which_one_run_does_not_know_its_own_are_unknown(make_run):
    runs = [make_run("a", [5, 5], model="m", usd=0.5), make_run("b", [5, 5], model="m", seed=1)]
    [group] = groups_of(runs)
    assert (group.in_all["usd"], group.in_all["calls"]) == (None, 1)


def test_pairs_are_by_goal(make_run):
    a = with_outcomes(make_run("a", [0, 5], final=(0, 1)), "+++++++--+")
    b = with_outcomes(make_run("b", [0, 1], final=(0, 1), optimizer="opro"), "++------+-")
    found = compare([a, b])
    [it] = found.pairs
    assert (it.a, it.b, it.runs, it.left_out) == ("induce", "opro", 1, ())
    assert it.counts == Paired(both=2, only_a=6, only_b=1, neither=1)
    assert it.counts.p_value == 2 * (1 + 7) / 2**7
    assert it.counts.difference == pytest.approx(0.5)
    assert found.refused == found.overall == found.pooled == ()


def test_runs_are_paired_within_their_seed(make_run):
    a = [
        with_outcomes(make_run(f"a{seed}", [0, 5], final=(0, 1), seed=seed), flags)
        for seed, flags in ((0, "++"), (1, "+-"), (2, "--"))
    ]
    b = [
        with_outcomes(make_run(f"b{seed}", [5], final=(0, 1), seed=seed, optimizer="opro"), flags)
        for seed, flags in ((2, "+-"), (0, "-+"))
    ]
    [it] = compare([*a, *b]).pairs
    assert it.counts == Paired(both=1, only_a=1, only_b=1, neither=1)
    assert (it.runs, it.left_out) == (2, ("a1",))


def test_untested_runs_are_left_out(make_run):
    a, late = make_run("a", [0, 5], final=(5, 5)), make_run("late", [0, 5])
    [it] = compare([a, late, make_run("b", [1], final=(0, 5), optimizer="opro")]).pairs
    assert (it.counts, it.left_out) == (Paired(only_a=5), ("late",))


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (
            {"control": "raw"},
            "Runs on metaworld/pick-place-v3 cannot be paired: control macro against raw. Success rates",
        ),
        ({"horizon": 500}, "horizon 50 against 500"),
        ({"options": {"hold": 5}}, "hold 10 against 5"),
        ({"seed": 3}, "their goals are of different seeds, 0 against 3"),
        ({"final": (3, 20)}, r"a was tested on 50 held-out goals \(0 to 49\), b on 20 held-out goals \(0 to 19\)"),
        ({"final": None}, "nothing was measured on held-out goals in b"),
        ({"task": "metaworld/push-v3"}, "task metaworld/pick-place-v3 against metaworld/push-v3"),
    ],
)
def test_what_does_not_hold_for_the_same_is_not_paired(make_run, other, why):
    both = {"final": (9, 50), "options": {"hold": 10}}
    runs = [make_run("a", [0, 5], **both), make_run("b", [0, 5], **{**both, "optimizer": "opro", **other})]
    with pytest.raises(OptionError, match=why):
        pair(*groups_of(runs))
    found = compare(runs)
    assert found.pairs == ()
    assert len(found.refused) == ("task" not in other)


def test_several_tasks_are_one_figure_a_method(make_run):
    runs = [
        make_run(f"{task}{optimizer}{seed}", [0, 5], final=(solved, 10), seed=seed, task=task, optimizer=optimizer)
        for task, optimizer, solved in (("x", "induce", 9), ("x", "opro", 4), ("y", "opro", 6), ("y", "induce", 10))
        for seed in (0, 1)
    ]
    found = compare(runs)
    assert [(row.name, len(row.settings), row.success) for row in found.overall] == [
        ("induce", 2, Estimate(pytest.approx(0.95), 4, pytest.approx(0.95), pytest.approx(0.95))),
        ("opro", 2, Estimate(pytest.approx(0.5), 4, pytest.approx(0.5), pytest.approx(0.5))),
    ]
    [pooled] = found.pooled
    assert (pooled.a, pooled.b, pooled.runs) == ("induce", "opro", 4)
    assert pooled.counts == Paired(both=20, only_a=18, only_b=0, neither=2)


def test_settings_are_not_mixed_over_tasks(make_run):
    runs = [
        make_run(f"{task}{control}{optimizer}", [5], final=(5, 5), task=task, control=control, optimizer=optimizer)
        for task, control in (("x", "macro"), ("y", "raw"))
        for optimizer in ("induce", "opro")
    ]
    found = compare(runs)
    assert len(found.pairs) == 2
    assert found.pooled == ()


def test_a_task_counts_once_in_a_figure_over_several(make_run):
    runs = [
        make_run(f"{task}{hold}{optimizer}", [5], final=(5, 5), task=task, options={"hold": hold}, optimizer=optimizer)
        for task, hold in (("x", 5), ("x", 10), ("y", 10))
        for optimizer in ("induce", "opro")
    ]
    found = compare(runs)
    assert [(row.name, [str(setting) for setting in row.settings]) for row in found.overall] == [
        (name, [f"{task} · macro control · horizon 50 · success at any step · hold {hold}" for task in tasks])
        for hold, tasks in ((5, "x"), (10, "xy"))
        for name in ("induce", "opro")
    ]
    assert [len(pair.settings) for pair in found.pooled] == [2]


def test_solved_goals_are_those_of_the_best_controller(make_run):
    run = make_run("a", [0, 5, 4], heldout={0: (0, 3)}, final=(2, 3))
    assert solved(run) == {0: True, 1: True, 2: False}
    assert solved(make_run("b", [0])) == {}


def test_a_run_given_twice_is_refused(make_run):
    run = make_run("a", [0])
    with pytest.raises(OptionError, match="a' was given twice"):
        compare([run, run])


def test_no_run_is_refused():
    with pytest.raises(OptionError, match="at least one run"):
        compare([])

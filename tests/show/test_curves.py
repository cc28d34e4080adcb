from dataclasses import replace

import pytest
from fake_runs import outcomes

from robotrace.errors import RunError, UnknownNameError
from robotrace.opto import Candidate, Case, Ledger, Spend, Trial, TrialId, Verdict
from robotrace.results import Rate, RunFolder, RunWriter, read_run
from robotrace.show.curves import Point, curve, subtitle, title


def test_the_line_is_the_best_so_far(make_run):
    found = curve(make_run("a", [0, 2, 1, None, 5]))
    assert found.best == (
        Point(0, Rate(0, 5)),
        Point(1, Rate(2, 5)),
        Point(2, Rate(2, 5)),
        Point(3, Rate(2, 5)),
        Point(4, Rate(5, 5)),
    )
    assert found.refused == (Point(2, Rate(1, 5)),)


def test_what_the_run_ends_with_is_judged_at_its_end(make_run):
    found = curve(make_run("a", [0, 4, 3], heldout={0: (0, 10)}, final=(9, 10)))
    assert found.heldout == (Point(0, Rate(0, 10)), Point(2, Rate(9, 10)))
    assert found.end == 2


def test_an_unfinished_run_ends_with_its_training(make_run):
    found = curve(make_run("a", [1, 4]))
    assert (found.end, found.best[-1], found.heldout) == (1, Point(1, Rate(4, 5)), ())


@pytest.mark.parametrize(
    ("axis", "places"),
    [("iteration", [0, 1, 2]), ("calls", [0, 1, 2]), ("tokens", [0, 1200, 2400]), ("env_steps", [2500, 5000, 7500])],
)
def test_other_axes(make_run, axis, places):
    run = make_run("a", [0, 1, 2], model="m", tokens=1000)
    assert [point.x for point in curve(run, axis).best] == places


def test_dollars_are_an_axis_where_they_are_known(make_run):
    run = make_run("a", [0, 1, 2], model="m", tokens=1000, usd=0.25)
    assert [point.x for point in curve(run, "usd").best] == [0, 0.25, 0.5]


def test_unknown_dollars_are_said(make_run):
    with pytest.raises(RunError, match=r"its model has no price\. Plot it against calls or tokens instead"):
        curve(make_run("a", [0, 1], model="m", tokens=1000), "usd")


def test_a_run_that_drew_its_curve_keeps_each_rate_in_its_place(make_run):
    found = curve(make_run("a", [0, 4, 3], heldout={0: (0, 10), 1: (9, 10)}, final=(9, 10), heldout_curve=True))
    assert found.heldout == (Point(0, Rate(0, 10)), Point(1, Rate(9, 10)))


def test_an_unknown_axis_is_refused(make_run):
    with pytest.raises(UnknownNameError, match="Did you mean env_steps"):
        curve(make_run("a", [0]), "envsteps")


@pytest.mark.parametrize(
    ("axis", "places"), [("iteration", [0, 1, 1, 2, 2]), ("env_steps", [2500, 5000, 10000, 12500, 15000])]
)
def test_evidence_stands_where_it_was_measured_and_not_before(tmp_path, axis, places):
    found = curve(retested_run(tmp_path / "run"), axis)
    assert found.best == tuple(
        Point(x, rate)
        for x, rate in zip(places, [Rate(0, 5), Rate(4, 5), Rate(12, 15), Rate(12, 15), Rate(13, 20)], strict=True)
    )
    assert found.accepted == (Point(places[0], Rate(0, 5)), Point(places[1], Rate(4, 5)))
    assert found.refused == (Point(places[3], Rate(1, 5)),)


def retested_run(path):
    """The candidate of iteration 1 solves 4 of 5, then 8 of 10 fresh goals, and after iteration 2 one of 5 more."""
    code = Candidate({"controller": "pass"}, "pass\n")
    steps = [2500, 5000, 12500]
    with RunWriter(RunFolder.create(path)) as writer:
        writer.start(task="t", optimizer="o", feedback=None, context="", config={})
        for iteration, (verdict, solved) in enumerate(
            ((Verdict.START, 0), (Verdict.ACCEPTED, 4), (Verdict.REFUSED, 1))
        ):
            trial = Trial(iteration, verdict, "", None, code, outcomes("train", solved, 5))
            writer.trial(trial, ledger=Ledger(Spend(), steps[iteration], 1.0 + iteration))
            if iteration == 1:
                writer.fresh(
                    TrialId(1),
                    [replace(one, case=Case("train", one.case.index + 5)) for one in outcomes("train", 8, 10)],
                    ledger=Ledger(Spend(), 10_000, 2.5),
                )
        writer.fresh(
            TrialId(1),
            [replace(one, case=Case("train", one.case.index + 15)) for one in outcomes("train", 1, 5)],
            ledger=Ledger(Spend(), 15_000, 3.5),
        )
    return read_run(path)


def test_accepted_candidates_are_marked_where_the_rate_stays_too(tmp_path):
    code = Candidate({"controller": "pass"}, "pass\n")
    with RunWriter(RunFolder.create(tmp_path / "run")) as writer:
        writer.start(task="t", optimizer="o", feedback=None, context="", config={})
        for iteration in range(3):
            verdict = Verdict.ACCEPTED if iteration else Verdict.START
            trial = Trial(iteration, verdict, "", None, code, outcomes("train", 0, 5))
            writer.trial(trial, ledger=Ledger(Spend(), 100 * iteration, 1.0))
    assert curve(read_run(tmp_path / "run")).accepted == tuple(Point(k, Rate(0, 5)) for k in range(3))


def test_a_run_without_a_trial_is_named(tmp_path):
    folder = RunFolder.create(tmp_path / "early")
    with RunWriter(folder) as writer:
        writer.start(task="t", optimizer="o", feedback=None, context="", config={})
    with pytest.raises(RunError, match="early' has tried nothing yet"):
        curve(read_run(folder))


def test_the_words_name_every_setting(make_run):
    one = make_run("a", [0, 5], final=(49, 50))
    other = make_run("b", [0, 1], optimizer="optoprime", feedback="facts", model="gpt-5.2")
    assert title([one, other]) == "metaworld/pick-place-v3"
    assert subtitle([one]).replace("\xa0", " ") == (
        "induce · hints feedback (the expert's targets) · no language model · macro control · horizon 50"
        " · success at any step · 5 training, 50 held-out goals"
    )
    assert subtitle([one, other]).replace("\xa0", " ") == (
        "induce / optoprime · hints feedback (the expert's targets) / facts feedback · no language model / gpt-5.2"
        " · macro control · horizon 50 · success at any step · 5 training, 50 held-out goals / 5 training goals"
    )


def test_several_tasks_share_a_title(make_run):
    runs = [make_run("a", [0]), make_run("b", [0], task="metaworld/reach-v3")]
    assert title(runs) == "Success on 2 tasks"

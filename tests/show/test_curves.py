import pytest

from robotrace.errors import RunError, UnknownNameError
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
    assert found.end == Point(2, Rate(9, 10))


def test_an_unfinished_run_ends_with_its_training(make_run):
    assert curve(make_run("a", [1, 4])).end == Point(1, Rate(4, 5))


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
        " · 5 training, 50 held-out goals"
    )
    assert subtitle([one, other]).replace("\xa0", " ") == (
        "induce / optoprime · hints feedback (the expert's targets) / facts feedback · no language model / gpt-5.2"
        " · macro control · horizon 50 · 5 training, 50 held-out goals / 5 training goals"
    )


def test_several_tasks_share_a_title(make_run):
    runs = [make_run("a", [0]), make_run("b", [0], task="metaworld/reach-v3")]
    assert title(runs) == "Success on 2 tasks"

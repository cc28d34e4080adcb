import pytest

from robotrace.results import Rate
from robotrace.show.curves import curve
from robotrace.show.labels import PALETTE, colors_of, labels_of, labels_of_one, percent, rights_of, spread


def words(runs):
    curves = [curve(run) for run in runs]
    return [(label.head, label.body) for label in labels_of(curves, colors_of(runs), rights_of(curves))]


def test_runs_that_differ_in_the_seed_share_a_colour_and_a_label(make_run):
    runs = [
        make_run("a", [0, 5], final=(48, 50), seed=0),
        make_run("b", [0, 5], final=(50, 50), seed=1),
        make_run("c", [0, 1], final=(5, 50), optimizer="opro"),
    ]
    assert list(colors_of(runs).values()) == [PALETTE[0], PALETTE[1]]
    assert words(runs) == [("induce · 2 runs", "98 % [93, 99] held-out"), ("opro", "10 % [4, 21] held-out")]


def test_tasks_are_named_where_they_differ(make_run):
    runs = [make_run("a", [0, 5]), make_run("b", [1], task="metaworld/an-environment-with-a-very-long-name-v3")]
    assert words(runs) == [
        ("pick-place-v3", "100 % [57, 100] training"),
        ("an-environment-with-a-ver…", "20 % [4, 62] training"),
    ]


def test_one_run_names_its_line_and_its_diamond(make_run):
    run = make_run("a", [0, 4], final=(41, 50))
    labels = labels_of_one(curve(run), colors_of([run]), 9.0)
    assert [(label.head, label.body) for label in labels] == [
        ("held-out goals", "82 % [69, 90]"),
        ("training goals, best so far", "80 % [38, 96]"),
    ]


def test_runs_that_end_together_stand_side_by_side(make_run):
    runs = [make_run("a", [0, 5]), make_run("b", [0, 5, 5]), make_run("c", [0, 4])]
    assert rights_of([curve(run) for run in runs]) == [9.0, 9.0, 17.0]


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ([10, 80], [10, 80]),
        ([100, 98, 97], [100, 80, 60]),
        ([0, 0], [0, 20]),
        ([50, 55, 10], [50, 70, 10]),
    ],
)
def test_labels_keep_their_distance_and_order(wanted, places):
    assert spread(wanted, gap=20, low=0, high=100) == places


def test_percent():
    assert percent(Rate(49, 50)) == "98 % [90, 100]"
    assert percent(Rate(0, 0)) == "not measured"

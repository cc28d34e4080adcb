from __future__ import annotations

import numpy as np

from robotrace.optimizers.view.changes import Changes, stretches
from robotrace.optimizers.view.changes import changes as changes_in
from robotrace.optimizers.view.column import Column
from robotrace.optimizers.view.rows import choose


def still(rows: int) -> Changes:
    return Changes(np.zeros(rows, dtype=bool), np.zeros(rows), [[] for _ in range(rows)], np.zeros(rows, dtype=int))


def moving(rows: int) -> Changes:
    return Changes(np.ones(rows, dtype=bool), np.ones(rows), [[] for _ in range(rows)], np.zeros(rows, dtype=int))


def changes(found: list[Column], rows: int) -> Changes:
    return changes_in(found, range(rows))


def columns(*values: list) -> list[Column]:
    made = [Column("", ("x",), cells=dict(enumerate(cells))) for cells in values]
    for column in made:
        column.prepare(len(column.cells))
    return made


def test_the_first_and_the_last_row_are_always_shown():
    assert choose(still(100), 10) == [0, 99]


def test_every_row_that_changes_is_shown_where_there_is_room():
    found = still(100)
    found.changed[[3, 50]] = True
    assert choose(found, 10) == [0, 3, 50, 99]


def test_steady_motion_is_thinned_evenly_and_in_pairs():
    assert choose(moving(101), 6) == [0, 25, 26, 75, 76, 100]


def test_the_beginning_is_shown_row_by_row():
    assert choose(moving(500), 40)[:10] == list(range(10))


def test_more_rows_are_shown_where_more_moves():
    found = moving(101)
    found.amount[:50] = 9.0
    shown = choose(found, 22)
    assert len([row for row in shown if row < 50]) > len([row for row in shown if row >= 50])


def test_events_go_first_and_new_ones_before_repeated_ones():
    found = moving(101)
    for row in range(1, 91):
        found.events[row] = [("line", "5", "6") if row % 2 else ("line", "6", "5")]
    found.events[95] = [("success", "no", "yes")]
    shown = choose(found, 9)
    assert {0, 1, 2, 95, 100} <= set(shown)
    assert len(shown) <= 9


def test_a_slow_drift_shows_and_a_flicker_in_the_last_place_does_not():
    flicker = [0.1005 + 0.000001 * (-1) ** t for t in range(40)]
    drift = [0.1 + 0.0001 * t for t in range(40)]
    assert not changes(columns(flicker), 40).changed.any()
    assert changes(columns(drift), 40).changed.sum() == 4


def test_a_cycle_is_found_and_its_rows_are_no_changes():
    found = changes(columns([9, 8, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 7], list("zyabcabcabcax")), 13)
    assert np.flatnonzero(found.changed).tolist() == [1, 2, 3, 4, 12]
    assert stretches(found, 5, 11) == [(5, 11, 3)]


def test_rows_that_stand_still_are_no_cycle():
    found = changes(columns([1, 2, 2, 2, 2, 2, 2, 2]), 8)
    assert stretches(found, 2, 7) == [(2, 7, 1)]


def test_two_rows_alike_are_no_cycle():
    assert not changes(columns([1, 2, 1, 2, 5, 6]), 6).period.any()


def test_the_rows_that_a_cycle_repeats_are_shown():
    found = changes(columns([*range(50), *[100, 200, 300] * 15, 7]), 96)
    assert {50, 51, 52} <= set(choose(found, 12))


def test_what_an_event_leads_to_is_shown_where_there_is_room():
    switch = [[t / 7, -1.0 if t < 60 else 1.0] for t in range(120)]
    assert {59, 60, 61, 62, 63} <= set(choose(changes(columns(switch), 120), 30))


def events(*values: list) -> list[list[tuple]]:
    return [list(found) for found in changes(columns(*values), len(values[0])).events]


def test_a_switch_that_flips_is_an_event():
    assert events([[t / 3, -1.0 if t < 5 else 1.0] for t in range(9)])[5] == [(0, 1, -1000.0, 1000.0)]


def test_a_number_that_begins_and_ceases_to_move_is_an_event():
    found = events([0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6])
    assert [row for row, said in enumerate(found) if said] == [5, 9]
    assert (found[5], found[9]) == ([(0, "started")], [(0, "stopped")])


def test_a_jump_is_an_event():
    found = events([t / 100 + (3.0 if t >= 12 else 0.0) for t in range(30)])
    assert [row for row, said in enumerate(found) if said] == [12]


def test_two_points_at_their_nearest_are_an_event():
    moving = [[t / 10, 0.0, 0.0] for t in range(21)]
    made = columns(moving, [[1.0, 0.05 + t / 900, 0.0] for t in range(21)])
    for column in made:
        column.carried = True
    assert [row for row, said in enumerate(changes(made, 21).events) if ("near", 0, 1) in said] == [10]


def test_the_row_before_and_after_an_event_are_shown():
    found = moving(200)
    found.events[150] = [("line", "5", "6")]
    assert {149, 150, 151} <= set(choose(found, 20))

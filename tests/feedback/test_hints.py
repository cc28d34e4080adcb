import dataclasses

import numpy as np

from robotrace.feedback.hints import hints

HEAD = "Hints, (x, y, z, grip): what the expert would have done in the states of this episode."
STAY = [(0.0, 0.6, 0.2)] * 7


def hinted(episode, rows):
    return dataclasses.replace(episode, hints=np.array(rows, dtype=float))


def test_phases_of_one_target_beside_what_the_controller_did(table, played):
    episode = hinted(played(STAY, effort=-1), [(0.1, 0.6, 0.12, -1)] * 4 + [(0.1, 0.8, 0.2, 1)] * 2)
    assert hints(table, episode) == [
        HEAD,
        "t=0..3: expert (0.1, 0.6, 0.12, -1), that is puck plus (x 0.0, y 0.0, z +10.0 cm); controller (0, 0.6, 0.2, "
        "-1), targets 12.8 cm apart.",
        "t=4..5: expert (0.1, 0.8, 0.2, 1), that is goal; controller (0, 0.6, 0.2, -1), targets 22.4 cm apart, grip 2 "
        "apart.",
        "Largest difference: t=4, expert (0.1, 0.8, 0.2, 1), controller (0, 0.6, 0.2, -1).",
    ]


def test_a_controller_that_does_as_the_expert(table, played):
    episode = hinted(played(STAY, effort=-1), [(0.0, 0.6, 0.2, -1)] * 6)
    assert hints(table, episode) == [
        HEAD,
        "t=0..5: expert (0, 0.6, 0.2, -1), that is hand; the controller did the same.",
    ]


def test_a_target_that_follows_an_object_is_one_phase(table, played):
    puck = [(0.1, 0.6 + 0.05 * step, 0.02) for step in range(7)]
    episode = hinted(played(STAY, puck, effort=1), [(*place[:2], 0.12, 1) for place in puck[:6]])
    _, phase, _ = hints(table, episode)
    assert phase.startswith(
        "t=0..5: expert from (0.1, 0.6, 0.12, 1) to (0.1, 0.85, 0.12, 1), that is puck plus (x 0.0, y 0.0, z +10.0 cm);"
    )


def test_relative_actions_are_not_taken_for_places(cart, balanced_pole):
    assert hints(cart, hinted(balanced_pole, [[1.0], [2.0], [2.0]])) == [
        "Hints, (force): what the expert would have done in the states of this episode.",
        "t=0: expert (1); the controller did the same.",
        "t=1..2: expert (2); controller from (2) to (-1), force 1.5 apart.",
        "Largest difference: t=2, expert (2), controller (-1).",
    ]


def test_many_phases_are_bounded(table, played):
    rng = np.random.default_rng(0)
    targets = np.repeat(rng.uniform(-0.5, 0.5, (50, 4)), 10, axis=0)
    episode = hinted(played(np.tile(STAY[0], (501, 1))), targets)
    told = hints(table, episode)
    assert len(told) == 11
    assert told[-2] == "And 16 more phases."
    assert sum(map(len, told)) < 2500


def test_a_steady_drift_is_one_phase(table, played):
    rows = np.column_stack([np.linspace(-0.5, 0.5, 20), np.full((20, 3), 0.5)])
    told = hints(table, hinted(played([STAY[0]] * 21), rows))
    assert told[1].startswith("t=0..19: expert from (-0.5, 0.5, 0.5, 0.5) to (0.5, 0.5, 0.5, 0.5);")


def test_rows_without_a_hint_are_passed_over(table, played):
    episode = hinted(played(STAY), np.full((6, 4), np.nan))
    assert hints(table, episode) == ["Hints: none for this episode."]


def test_an_episode_without_hints_has_none_to_tell(table, played):
    assert hints(table, played(STAY)) == []

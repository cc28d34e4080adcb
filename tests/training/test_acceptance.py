import pytest

from robotrace.opto import ROBOT, Case, Outcome
from robotrace.training import acceptance


def compare(candidate, incumbent):
    return acceptance.compare(candidate, incumbent, words=ROBOT)


def outcomes(*pairs):
    return [Outcome(Case("train", index), bool(success), score, "") for index, (success, score) in enumerate(pairs)]


def test_more_solved_goals_win_over_any_score():
    assert compare(outcomes((1, 0.0), (1, 0.0)), outcomes((1, 9.0), (0, 9.0))) == (
        True,
        "solves 2 of 2 training goals, the best so far 1",
    )


def test_fewer_solved_goals_lose():
    assert compare(outcomes((0, 9.0)), outcomes((1, 0.0)))[0] is False


@pytest.mark.parametrize(("score", "better"), [(2.0, True), (1.0, False), (0.5, False)])
def test_at_equally_many_the_mean_score_decides_and_a_tie_keeps_the_incumbent(score, better):
    assert compare(outcomes((0, score)), outcomes((0, 1.0)))[0] is better


def test_only_goals_that_both_were_tried_on_count():
    assert compare(outcomes((1, 1.0)), outcomes((0, 1.0), (1, 1.0), (1, 1.0)))[0] is True


def test_where_nobody_counts_scores_only_more_solved_cases_are_better():
    assert compare(outcomes((0, None)), outcomes((0, None))) == (
        False,
        "solves 0 of 1 training goals as the best so far does",
    )
    assert compare(outcomes((1, None)), outcomes((0, None)))[0] is True

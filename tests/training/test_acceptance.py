from dataclasses import replace

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


@pytest.mark.parametrize(
    ("score", "better", "words"), [(2.0, True, "score 2 above 1"), (0.5, False, "score 0.5 not above 1")]
)
def test_of_cases_that_cannot_be_solved_nobody_says_how_many_are(score, better, words):
    new, old = ([replace(one, detail={"solvable": False}) for one in outcomes((0, it))] for it in (score, 1.0))
    assert compare(new, old) == (better, words)
    assert compare([replace(one, score=None) for one in new], old) == (False, "no score on 1, the best so far on 0")


def told(words, *, success=False, failure=None, output="1", case=0):
    return Outcome(Case("train", case), success, 0.0, words, failure=failure, detail={"output": output})


def test_two_are_as_good_where_neither_is_better():
    assert acceptance.as_good(outcomes((0, 1.0)), outcomes((0, 1.0)))
    assert not acceptance.as_good(outcomes((0, 1.0)), outcomes((0, 1.5)))
    assert not acceptance.as_good(outcomes((1, 1.0)), outcomes((0, 1.0)))


def test_a_candidate_fails_otherwise_where_a_case_that_it_does_not_solve_ended_otherwise():
    assert acceptance.fails_otherwise([told("no")], [told("no", output="2")])
    assert acceptance.fails_otherwise([told("no")], [told("no", failure="line 3")])
    assert acceptance.fails_otherwise([told("no")], [told("never")])
    assert acceptance.fails_otherwise([told("no")], [told("no", success=True)])
    assert not acceptance.fails_otherwise([told("no")], [told("no")])
    assert not acceptance.fails_otherwise([told("yes", success=True)], [told("Yes", success=True)])
    assert not acceptance.fails_otherwise([told("no", case=1)], [told("never")])


def test_where_success_is_a_line_on_the_score_the_score_alone_decides():
    def returned(*pairs):
        return [replace(it, detail={"by_score": True}) for it in outcomes(*pairs)]

    assert compare(returned((1, 480.0), (0, 400.0)), returned((1, 500.0), (1, 480.0))) == (
        False,
        "mean score 440 not above 490",
    )
    assert compare(returned((0, 470.0), (1, 600.0)), returned((1, 500.0), (1, 480.0)))[0] is True
    assert compare(returned((0, None), (1, 900.0)), returned((0, 1.0), (0, 1.0)))[0] is False

"""Of many candidates with noisy scores the better quarter alone goes on."""

from thresholds import Table, Threshold, run, verdicts

from robotrace.opto import Case, Outcome
from robotrace.training.racing import laps, turned


class Scored(Threshold):
    """The score is x."""

    def query(self, candidate, case, *, traced=True):
        x = candidate.values["x"]
        self.queried.append((x, case.index))
        return Outcome(case, False, float(x), f"x is {x}", detail={"solvable": False})


def round_of(tmp_path, problem, *values, **schedule):
    optimizer = Table({(1, place): value for place, value in enumerate(values)}, samples=len(values))
    schedule = {"iterations": 1, "goals": 7, "retest": 2, "retries": 0, **schedule}
    return run(tmp_path, problem, optimizer, schedule=schedule)


def test_cases_are_met_in_three_parts():
    cases = [Case("train", index) for index in range(10)]

    def parts(count, candidates):
        return [[case.index for case in part] for part in laps(cases[:count], candidates)]

    assert parts(10, 8) == [[0], [1, 2], [3, 4, 5, 6, 7, 8, 9]]
    assert parts(4, 8) == [[0], [1], [2, 3]]
    assert parts(3, 8) == [[0, 1, 2]]
    assert parts(10, 7) == [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]
    assert [case.index for case in turned(cases, 13)] == [2, 3, 4, 5, 6, 7, 8, 9, 0, 1]


def test_the_better_quarter_goes_on(tmp_path):
    problem = Scored(9)
    result = round_of(tmp_path, problem, 3, 8, 1, 7, 2, 6, 4, 5)
    met = {x: [case for value, case in problem.queried if value == x] for x in range(1, 9)}
    assert [x for x in met if met[x] == [0]] == [1, 2, 3, 4, 5, 6]
    assert met[7] == [0, 1, 2]
    assert met[8][:7] == [0, 1, 2, 3, 4, 5, 6]
    assert verdicts(result) == ["start", "refused", "accepted", *["refused"] * 6]
    why = {trial.candidate.values["x"]: trial.why for trial in result.trials}
    assert why[4] == "behind the better quarter of its round after 1 case: mean score 4, what goes on at least 7"
    assert why[7] == "behind the better quarter of its round after 3 cases: mean score 7, what goes on at least 8"


def test_another_round_begins_with_another_case(tmp_path):
    problem = Scored(9)
    values = {(trials, place): 2 * trials + place for trials in (1, 9) for place in range(8)}
    run(tmp_path, problem, Table(values, samples=8), schedule={"iterations": 2, "goals": 4, "retest": 2, "retries": 0})
    assert [case for value, case in problem.queried if value == 2] == [0]
    assert [case for value, case in problem.queried if value == 18] == [1]


def test_there_is_none_where_scores_are_not_tried_again(tmp_path):
    problem = Scored(9)
    round_of(tmp_path, problem, *range(1, 9), retest=0)
    assert all([case for value, case in problem.queried if value == x] == [*range(7)] for x in range(1, 9))


def test_what_fails_at_once_does_not_race(tmp_path):
    class Failing(Scored):
        def query(self, candidate, case, *, traced=True):
            outcome = super().query(candidate, case, traced=traced)
            broken = "x is odd" if candidate.values["x"] % 2 else None
            return Outcome(case, False, outcome.score, "", failure=broken, detail=outcome.detail)

    problem = Failing(9)
    result = round_of(tmp_path, problem, 1, 3, 5, 7, 2, 4, 6, 8)
    assert [case for value, case in problem.queried if value == 2] == [*range(7)]
    assert result.best.values == {"x": 8}

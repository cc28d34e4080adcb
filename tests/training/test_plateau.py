"""A change of two parts whose halves are worth nothing alone."""

from thresholds import Answers, Table, Threshold, run, verdicts

import robotrace as rt
from robotrace.opto import Candidate, Case, Outcome, Proposal, Variable
from robotrace.results import read_run


class Pair(Threshold):
    """Worth something only where both x and y are 1; the output shows one of them alone."""

    def __init__(self, *, validation=()):
        super().__init__(2)
        self.variables = (Variable("x", "number", 0), Variable("y", "number", 0))
        self.validation = validation

    def candidate(self, values):
        whole = {"x": 0, "y": 0, **values}
        return Candidate(whole, f"x = {whole['x']}\ny = {whole['y']}\n")

    def query(self, candidate, case, *, traced=True):
        x, y = candidate.values["x"], candidate.values["y"]
        both = x == y == 1 and (case.split != "validation" or not self.validation)
        worse = case.split == "validation" and x
        return Outcome(case, both, -1.0 if worse else float(both), "Solved." if both else f"x is {x}")


def halves(tmp_path, problem=None, **schedule):
    optimizer = Answers(Proposal({"x": 1}), Proposal({"y": 1}), model="m")
    schedule = {"iterations": 2, "goals": 2, "confirm": 0, "retries": 0, **schedule}
    return run(tmp_path, problem or Pair(), optimizer, schedule=schedule), optimizer


def test_two_changes_that_are_worth_nothing_alone_are_found_across_a_plateau(tmp_path):
    result, optimizer = halves(tmp_path, search="plateau")
    assert verdicts(result) == ["start", "taken", "accepted"]
    assert result.trials[1].why == (
        "solves 0 of 2 training cases as the best so far does; mean score 0 not above 0; it fails otherwise, so the search goes on "
        "from it"
    )
    assert [variable.value for variable in optimizer.seen[1].variables] == [1, 0]
    assert result.best.values == {"x": 1, "y": 1}


def test_the_archive_alone_goes_on_from_the_best(tmp_path):
    result, optimizer = halves(tmp_path, search="archive")
    assert verdicts(result) == ["start", "refused", "refused"]
    assert [variable.value for variable in optimizer.seen[1].variables] == [0, 0]


def test_a_plateau_is_not_crossed_to_what_fails_alike(tmp_path):
    optimizer = Answers(Proposal({"y": 1}), model="m")
    schedule = {"iterations": 1, "goals": 2, "search": "plateau"}
    assert verdicts(run(tmp_path, Pair(), optimizer, schedule=schedule)) == ["start", "refused"]


def test_one_candidate_of_a_round_crosses_a_plateau(tmp_path):
    optimizer = Table({(1, 0): Proposal({"x": 2}), (1, 1): Proposal({"x": 3})}, samples=2)
    schedule = {"iterations": 1, "goals": 2, "search": "plateau"}
    assert verdicts(run(tmp_path, Pair(), optimizer, schedule=schedule)) == ["start", "taken", "refused"]


def test_what_is_worse_on_validation_cases_is_no_plateau(tmp_path):
    problem = Pair(validation=[Case("validation", 0)])
    result, _ = halves(tmp_path, problem, search="plateau")
    assert verdicts(result)[1] == "refused"


def test_the_best_is_kept_where_a_plateau_was_crossed_in_vain(tmp_path):
    optimizer = Answers(Proposal({"x": 1}), Proposal({"x": 2}), model="m")
    schedule = {"iterations": 2, "goals": 2, "search": "plateau", "retries": 0}
    result = run(tmp_path, Pair(), optimizer, schedule=schedule)
    assert verdicts(result) == ["start", "taken", "taken"]
    assert result.best.values == {"x": 0, "y": 0}


@rt.bundle(trainable=True)
def ask(question):
    return question


@rt.bundle(trainable=True)
def read(text):
    return None


def solve(question):
    return read(ask(question))


HALVES = {"ask": "def ask(question):\n    return f'<{question}>'", "read": "def read(text):\n    return text[1:-1]"}


def test_rows_are_trained_across_plateaus_and_resumed_by_the_rule_that_they_were_begun_with(tmp_path):
    rows = [("<a>", "<a>"), ("<b>", "<b>")]

    def same(output, row):
        return output == row[1]

    def train(name, *answers, **options):
        optimizer = Answers(*({part: HALVES[part]} for part in answers), model="m")
        optimizer.answers = [Proposal(values) for values in optimizer.answers]
        options = {"iterations": len(answers), "heldout": 0, "retries": 0, **options}
        return rt.train(
            solve, data=rows, metric=same, split=(2, 0, 0), optimizer=optimizer, run=tmp_path / name, **options
        )

    result = train("by default", "read", "ask")
    assert verdicts(result) == ["start", "taken", "accepted"]
    assert result.config["search"] == "plateau"
    train("archive", "read", search="archive")
    resumed = train("archive", "ask", iterations=2, resume=True)
    assert verdicts(resumed) == ["start", "refused", "refused"]
    assert read_run(tmp_path / "archive").config["search"] == "archive"

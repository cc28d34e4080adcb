"""A problem that is no robot, and optimizers with prepared answers."""

from robotrace.errors import ProposalError
from robotrace.opto import Candidate, Case, Outcome, Proposal, Variable
from robotrace.training import Schedule, train_problem


class Threshold:
    """Solve case i by an x of at least i; an x below 0 fails at once."""

    name, context = "threshold", "Make x large."

    def __init__(self, cases=6):
        self.size = cases
        self.variables = (Variable("x", "number", 0),)
        self.queried = []

    def cases(self, split):
        return [Case(split, index) for index in range(self.size)]

    def candidate(self, values):
        if values.get("x", 0) > 100:
            raise ProposalError("x: expected at most 100")
        return Candidate({"x": values.get("x", 0)}, f"x = {values.get('x', 0)}\n")

    def query(self, candidate, case, *, traced=True):
        self.queried.append((candidate.values["x"], case, traced))
        x = candidate.values["x"]
        return Outcome(case, x >= case.index, float(x), "make x larger", failure="x is negative" if x < 0 else None)


class Answers:
    """An optimizer that gives prepared answers, one after another."""

    def __init__(self, *answers, model=None):
        self.name, self.model = "answers", model
        self.answers, self.seen = list(answers), []

    def samples(self, evidence):
        return 1

    def propose(self, evidence, *, sample=0):
        self.seen.append(evidence)
        return given(self.answers.pop(0))


class Table:
    """A language model's optimizer whose answers depend on how much it is shown, and on the sample: a pure function."""

    def __init__(self, answers, *, samples=1, model="m"):
        self.name, self.model = "table", model
        self.answers, self.count, self.asked = answers, samples, []

    def samples(self, evidence):
        return self.count

    def propose(self, evidence, *, sample=0):
        self.asked.append((len(evidence.trials), sample))
        return given(self.answers[len(evidence.trials), sample])


def given(answer):
    if isinstance(answer, BaseException):
        raise answer
    if callable(answer):
        answer = answer()
    return answer if isinstance(answer, Proposal) else Proposal({"x": answer})


def run(tmp_path, problem, optimizer, **options):
    schedule = Schedule(**{"iterations": 5, "goals": 2, "confirm": 3, "batch": 2, **options.pop("schedule", {})})
    return train_problem(problem, optimizer, schedule=schedule, run=options.pop("run", tmp_path / "run"), **options)


def verdicts(result):
    return [trial.verdict.value for trial in result.trials]

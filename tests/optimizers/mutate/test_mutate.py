import pytest

import robotrace as rt
from robotrace.errors import OptionError
from robotrace.optimizers import choose
from robotrace.optimizers.mutate import Mutate
from robotrace.opto import Candidate, Case, Evidence, Outcome, Program, Proposal, Trial, Variable, Verdict
from robotrace.trace import Graph, Record, Ref

PLAN = "def plan(x):\n    return x + 1\n"
ACT = "def act(x):\n    return x > 2\n"
VARIABLES = (Variable("plan", "code", PLAN), Variable("act", "code", ACT), Variable("gain", "number", 1.0))
VALUES = {"plan": PLAN, "act": ACT, "gain": 1.0}


def outcome(*through, success=False):
    """One case, that went through some functions."""
    records = [Record(at, "parameter", name) for at, name in enumerate(through)]
    calls = [
        Record(len(through) + at, "call", name, name, inputs={"__code__": Ref(at)}, line=2)
        for at, name in enumerate(through)
    ]
    return Outcome(Case("train", 0), success, 0.0, "", graph=Graph((*records, *calls), {}))


def trial(iteration, verdict, *outcomes, sample=0, **values):
    proposal = Proposal(values) if iteration else None
    return Trial(iteration, verdict, "", proposal, Candidate({**VALUES, **values}, ""), outcomes, sample)


def unloadable(iteration, **values):
    """A trial that did not become a candidate."""
    return Trial(iteration, Verdict.REFUSED, "", Proposal(values))


def evidence(*trials, **present):
    variables = tuple(Variable(it.name, it.kind, present.get(it.name, it.value)) for it in VARIABLES)
    return Evidence("", variables, trials)


START = trial(0, Verdict.START, outcome("plan", "act"), outcome("plan", success=True))


def proposed(seen, **options):
    """What is proposed in an iteration, as (function, its body)."""
    mutate = Mutate(**options)
    found = [mutate.propose(seen, sample=sample) for sample in range(mutate.samples(seen))]
    return [{name: value.split("\n")[1].strip() for name, value in it.values.items()} for it in found]


def test_the_most_suspicious_function_comes_first_and_the_usual_changes_before_the_rare():
    every = proposed(evidence(START), population=99)
    assert [list(change) for change in every] == [["act"]] * 5 + [["plan"]] * 6
    usual = {"return x >= 2", "return x < 2", "return x > 3", "return x > 1"}
    assert ({change["act"] for change in every[:4]}, every[4]) == (usual, {"act": "return -x > 2"})
    usual = {"return x - 1", "return x * 1", "return x + 2", "return x + 0"}
    assert {change["plan"] for change in every[5:9]} == usual
    assert {change["plan"] for change in every[9:]} == {"return -x + 1", "return x"}


def test_functions_that_are_as_suspicious_take_turns():
    seen = evidence(trial(0, Verdict.START, outcome("plan", "act")))
    assert [[*change] for change in proposed(seen, population=4)] == [["plan"], ["act"], ["plan"], ["act"]]


def test_a_proposal_says_what_it_changes():
    first = Mutate(population=1).propose(evidence(START))
    assert first.origin == "mutate"
    assert first.reason.startswith("act, line 2: ")


def test_it_is_a_function_of_the_evidence_and_its_seed():
    seen = evidence(START)
    assert proposed(seen) == proposed(seen) == proposed(evidence(START))
    assert proposed(seen, seed=1) != proposed(seen, seed=2)
    mutate = Mutate(population=3)
    assert [mutate.propose(seen, sample=sample) for sample in (2, 1, 0)] == [
        Mutate(population=3).propose(seen, sample=sample) for sample in (2, 1, 0)
    ]


def test_no_text_is_proposed_twice_whatever_became_of_it():
    tried, seen, mutate = [], [START], Mutate(population=3)
    for iteration in range(1, 5):
        now = evidence(*seen)
        for change in [mutate.propose(now, sample=sample).values for sample in range(mutate.samples(now))]:
            tried.append(tuple(change.items()))
            seen.append(
                trial(iteration, Verdict.REFUSED, **change) if len(tried) % 2 else unloadable(iteration, **change)
            )
    assert (len(tried), len({*tried})) == (11, 11)
    through = evidence(*seen)
    assert mutate.samples(through) == 1
    assert mutate.propose(through).refusal == "every single change of the best candidate's code has been tried."


def test_a_change_that_helps_is_what_further_ones_start_from():
    text = "def act(x):\n    return x >= 2\n"
    better = trial(1, Verdict.ACCEPTED, outcome("plan"), act=text)
    every = proposed(evidence(START, better, act=text), population=99)
    assert [[*change] for change in every[:6]] == [["plan"]] * 6  # no failing case went through act
    at = [change.get("act") for change in every]
    assert at.index("return x >= 3") < at.index("return x > 3")  # which is a change of the start
    assert at[-6:] == ["return x > 2"] * 6  # that is the start's own, beside changes of plan
    assert [[*change] for change in every[-6:]] == [["act", "plan"]] * 6


def test_across_a_plateau_the_changes_of_the_best_come_first():
    other = "def act(x):\n    return x < 2\n"
    across = trial(1, Verdict.TAKEN, outcome("plan", "act"), act=other)
    every = proposed(evidence(START, across, act=other), population=99)
    first, then = every[:10], every[10:]  # of 11 changes of the best candidate one has been tried
    assert [change["act"] for change in first if "plan" in change] == ["return x > 2"] * 6
    assert {change["act"] for change in first if "plan" not in change} == {
        "return x >= 2",
        "return x > 3",
        "return x > 1",
        "return -x > 2",
    }
    assert {"act": "return x <= 2"} in then
    assert {"act": "return x > 2"} not in then


def test_what_was_refused_unread_counts_for_what_its_iteration_started_from():
    other, broken = "def act(x):\n    return x < 2\n", "def plan(x):\n    return x - 1\n"
    across = trial(1, Verdict.TAKEN, outcome("plan", "act"), act=other)
    for iteration, again in ((1, True), (2, False)):
        every = proposed(evidence(START, across, unloadable(iteration, plan=broken), act=other), population=99)
        assert ({"plan": "return x - 1"} in every) is again


def test_a_text_that_cannot_be_cut_is_left_alone():
    uncut = "def plan(x):\n    return '''\n"
    every = proposed(evidence(trial(0, Verdict.START, plan=uncut), plan=uncut), population=99)
    assert [[*change] for change in every] == [["act"]] * 5


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"population": 0}, "population must be 1 or more, found 0."),
        ({"population": 2.5}, "population must be int, found 2.5."),
        ({"population": None}, "population must be int, found None."),
        ({"seed": -1}, "seed must be 0 or more, found -1."),
        ({"seeds": 1}, "mutate has no option 'seeds': did you mean seed?"),
        ({"sigma": 1}, "mutate has no option 'sigma': it has population, seed."),
    ],
)
def test_an_option_that_cannot_be_is_refused(options, words):
    with pytest.raises(OptionError) as caught:
        choose("mutate", options)
    assert str(caught.value) == words


def test_parameters_without_code_are_refused():
    with pytest.raises(
        OptionError, match=r"mutate finds no code to change among the parameters: gain\. Choose another"
    ):
        Mutate().check(VARIABLES[2:])
    with pytest.raises(OptionError, match="among the parameters: none"):
        Mutate().check([])
    Mutate().check(VARIABLES)


PROGRAM = Program.parse(
    """import robotrace as rt


@rt.bundle(trainable=True)
def twice(x):
    return x * 3


@rt.bundle(trainable=True)
def less(x):
    return x - 2


def main(x):
    return less(twice(x))
""",
    entry="main",
)


def one_less_than_twice(output, row):
    return output == row["expected"]


def trained(place, *, iterations, resume=False):
    """Two faults: mending the second one helps the row of 0, and then the first one the others."""
    rows = [{"x": x, "expected": 2 * x - 1} for x in (0, 2, 5, -4)]
    problem = rt.DataProblem(PROGRAM, rows, one_less_than_twice, split=(4, 0, 0), trust=True, name="twice")
    optimizer = Mutate(population=3)
    return rt.train(problem, optimizer=optimizer, iterations=iterations, run=place, heldout=0, resume=resume)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return trained(tmp_path_factory.mktemp("whole") / "run", iterations=20)


def test_it_mends_one_fault_after_another(whole):
    assert (whole.train.successes, whole.train.n) == (4, 4)
    assert [it.split("\n")[1].strip() for it in whole.best.values.values()] == ["return x * 2", "return x - 1"]
    assert whole.calls == 0


def test_a_resumed_run_finds_the_same(whole, tmp_path):
    part = trained(tmp_path / "run", iterations=1)
    assert part.train.successes < 4
    again = trained(tmp_path / "run", iterations=20, resume=True)
    assert again.best == whole.best
    assert [it.proposal for it in again.trials[1:]] == [it.proposal for it in whole.trials[1:]]

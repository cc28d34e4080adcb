from math import sqrt

import pytest

from robotrace.optimizers.mutate.suspects import suspicion
from robotrace.opto import Case, Outcome
from robotrace.trace import Graph, Record, Ref


def went(success, *calls):
    """An outcome whose trace has calls of functions, each with the line that it returned from."""
    names = [*dict.fromkeys(name for name, _ in calls)]
    records = [Record(at, "parameter", name, note={"kind": "code"}) for at, name in enumerate(names)]
    for name, line in calls:
        code = {"__code__": Ref(names.index(name))}
        records.append(Record(len(records), "call", name, name, inputs=code, output=0, line=line))
    return Outcome(Case("train", 0), success, float(success), "", graph=Graph(tuple(records), {}))


def test_numbers_worked_out_by_hand():
    outcomes = [
        went(False, ("plan", 2), ("act", 5)),
        went(False, ("plan", 2), ("act", 3), ("act", 3)),
        went(True, ("plan", 2), ("act", 3)),
        went(True, ("plan", 2), ("rest", 2)),
    ]
    assert suspicion(outcomes) == {
        "plan": pytest.approx(2 / sqrt(2 * 4)),
        # its line 5: 1 / sqrt(2 * 1); its line 3: 1 / sqrt(2 * 2); the function as a whole: 2 / sqrt(2 * 3)
        "act": pytest.approx(2 / sqrt(2 * 3)),
    }


def test_a_function_counts_as_its_most_suspicious_line():
    outcomes = [went(False, ("act", 5)), went(True, ("act", 3)), went(True, ("act", 3))]
    assert suspicion(outcomes) == {"act": 1.0}
    without_lines = [went(False, ("act", None)), went(True, ("act", None)), went(True, ("act", None))]
    assert suspicion(without_lines) == {"act": pytest.approx(1 / sqrt(3))}


def test_what_no_failing_case_went_through_is_not_suspicious():
    assert suspicion([went(True, ("plan", 2)), went(False, ("act", 2))]) == {"act": 1.0}
    assert suspicion([went(True, ("plan", 2))]) == {}


def test_outcomes_without_a_trace_say_nothing():
    seen = went(False, ("act", 2))
    blind = Outcome(Case("train", 1), False, 0.0, "")
    assert suspicion([seen, blind]) == {"act": 1.0}
    assert suspicion([blind]) == {}
    assert suspicion([]) == {}

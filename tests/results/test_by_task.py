from robotrace.opto import Case, Outcome
from robotrace.results.by_task import rates_by_task, task_of_outcome


def test_rates_are_of_each_task_in_the_order_in_which_they_come():
    rates = rates_by_task([("push-v3", True), ("reach-v3", False), ("push-v3", False), ("", True)])
    assert {task: (rate.successes, rate.n) for task, rate in rates.items()} == {"push-v3": (1, 2), "reach-v3": (0, 1)}


def test_an_outcome_knows_its_task_by_its_detail():
    assert task_of_outcome(Outcome(Case("train", 0), True, 1.0, "", detail={"task": "push-v3"})) == "push-v3"
    assert task_of_outcome(Outcome(Case("train", 0), True, 1.0, "", detail={"task": 3})) == ""
    assert task_of_outcome(Outcome(Case("train", 0), True, 1.0, "")) == ""

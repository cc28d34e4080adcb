from robotrace.opto import Case, Outcome, Spend
from robotrace.results import events


def test_what_was_asked_of_a_student_comes_back_and_is_left_out_where_nothing_was():
    silent = Outcome(Case("train", 0), True, 1.0, "Right.")
    asking = Outcome(Case("train", 1), False, 0.0, "Wrong.", asked=Spend(2, 30, 5))
    written = [events.outcome(one) for one in (silent, asking)]
    assert ["asked" in one for one in written] == [False, True]
    assert events.read_outcomes(written) == (silent, asking)

import pytest
from fake_openai import fault

import robotrace as rt
from robotrace.data.problem import trusted
from robotrace.errors import OptionError, ProposalError, ServiceError, UnknownNameError
from robotrace.optimizers import Tune
from robotrace.opto import Case
from robotrace.results import read_run
from robotrace.testing import check_problem
from robotrace.training import Schedule, train_problem

pytestmark = pytest.mark.slow

FIRST = Case("train", 0)
EXPRESSION = "def read_answer(self, question, replies):\n    return str(eval(question.removesuffix(' is')))\n"


@pytest.fixture
def sentiment(student_server):
    problem = rt.problem("prompts/sentiment", heldout=6, validation=4)
    yield problem
    problem.close()


def of_read(body):
    return {"Prompted.read_answer": f"def read_answer(self, question, replies):\n    {body}\n"}


def of_write(body):
    return {"Prompted.write_prompts": f"def write_prompts(self, template, shots, question):\n    {body}\n"}


def test_it_keeps_to_what_is_asked_of_a_problem(student_server):
    check_problem(lambda: rt.problem("prompts/sentiment", heldout=3, validation=2, train=3))


def test_the_bare_question_leads_nowhere(sentiment, student_server):
    outcome = sentiment.query(sentiment.candidate({}), FIRST)
    assert outcome.feedback == "Wrong: expected 'positive', found 'It was the best of times.'."
    assert student_server.prompts == [sentiment.inputs(FIRST)["question"]]
    assert (outcome.success, outcome.asked.calls, outcome.asked.tokens) == (False, 1, 106)


def test_the_students_replies_are_in_the_trace(sentiment):
    records = sentiment.query(sentiment.candidate({"shots": 2}), FIRST).graph.to_records()
    calls = {record["name"]: record for record in records if record["kind"] == "call"}
    assert list(calls) == ["Prompted.write_prompts", "answer", "Prompted.read_answer"]
    assert calls["answer"]["output"] == [" positive"]
    assert {record["name"] for record in records if record["kind"] == "parameter"} == {
        "template",
        "shots",
        "Prompted.write_prompts",
        "Prompted.read_answer",
    }


def test_so_they_are_where_candidates_run_in_this_process(sentiment):
    here = trusted(sentiment)
    records = here.query(here.candidate({"shots": 2}), FIRST).graph.to_records()
    assert [it["name"] for it in records if it["kind"] == "call"] == [
        "Prompted.write_prompts",
        "student",
        "Prompted.read_answer",
    ]


def test_examples_stand_before_the_question_and_never_the_question_itself(sentiment, student_server):
    sentiment.query(sentiment.candidate({"shots": 11, "template": "Review: {question}\nSentiment:"}), FIRST)
    [prompt] = student_server.prompts
    parts = prompt.split("\n\n")
    assert len(parts) == 12
    assert parts[0].endswith("\nSentiment: negative")
    assert parts[-1] == f"Review: {sentiment.inputs(FIRST)['question']}\nSentiment:"
    assert prompt.count(sentiment.inputs(FIRST)["question"]) == 1


@pytest.mark.parametrize(
    ("values", "failure"),
    [
        (
            of_read("return None"),
            "bad output: the metric right cannot judge None (TypeError: expected the answer as a text",
        ),
        (of_read("while True: pass"), "timeout: "),
        (of_read("return open('/etc/passwd').read()"), "exception: line 2 of read_answer: PermissionError"),
        (of_read("raise SystemExit(3)"), "line 2 of read_answer: SystemExit"),
        (
            of_write("return [question] * 13"),
            "ValueError: expected at most 12 prompts a question, of at most 4,000 bytes together, found 13 of",
        ),
        (of_write("return question"), "ValueError: expected a list of prompts, found"),
        (of_write("return [question * 400]"), "of at most 4,000 bytes together, found 1 of"),
    ],
)
def test_what_a_candidate_does_wrong_is_a_labelled_outcome(sentiment, values, failure):
    outcome = sentiment.query(sentiment.candidate(values), FIRST, traced=False)
    assert failure in outcome.failure
    assert not outcome.success


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"template": "Is it good?"}, r"expects text that matches the regular expression `\(\?s\)\.\*\\\{question\\\}"),
        ({"shots": 41}, "expects an integer from 0 to 40, found 41"),
    ],
)
def test_a_template_without_its_place_is_refused(sentiment, values, words):
    with pytest.raises(ProposalError, match=words):
        sentiment.candidate(values)


@pytest.mark.parametrize("trust", [False, True])
def test_a_student_that_is_down_is_no_candidates_fault(sentiment, student_server, trust):
    student_server.script(*[fault(401, "who are you")] * 2)
    problem = trusted(sentiment) if trust else sentiment
    with pytest.raises(ServiceError, match="The student cannot be asked, so this ends here"):
        problem.query(problem.candidate(of_write("return self.student.answer([question])")), FIRST)


def test_code_alone_is_what_a_silent_student_shows(student_server):
    problem = rt.problem("prompts/boolean?student=none")
    candidate = problem.candidate({"Prompted.read_answer": EXPRESSION})
    assert all(problem.query(candidate, case, traced=False).success for case in problem.cases("heldout")[:5])
    problem.close()
    assert student_server.requests == []


def test_it_trains_without_a_model_and_counts_what_the_student_is_asked(sentiment, student_server, tmp_path):
    run = train_problem(sentiment, Tune(), schedule=Schedule(iterations=1, goals=12), heldout=6, run=tmp_path / "run")
    assert run.best.values["shots"] > 0
    assert run.heldout.successes == 6
    ledger = read_run(tmp_path / "run").ledger
    assert ledger.student_calls >= 12 + 4
    assert ledger.student_calls * 100 < ledger.student_tokens < ledger.student_calls * 110
    assert len(student_server.requests) <= ledger.student_calls + 12


def test_few_shot_begins_with_six_examples(student_server):
    problem = rt.problem("prompts/sentiment?start=few-shot", heldout=2, validation=0)
    assert problem.query(problem.candidate({}), FIRST).success
    assert problem.name == "prompts/sentiment?start=few-shot&validation=0&heldout=2"
    assert student_server.prompts[0].count("\n\nReview: ") == 6
    problem.close()


@pytest.mark.parametrize(
    ("kind", "reply", "answer"),
    [("counting", " 2 and 3 make 5, or so.", "'5'"), ("topic", " It is food.", "'food'"), ("boolean", " So?", "''")],
)
def test_cot_thinks_aloud_and_names_the_answer_last(student_server, kind, reply, answer):
    problem = rt.problem(f"prompts/{kind}?start=cot")
    student_server.script(reply)
    assert problem.query(problem.candidate({}), FIRST).detail["output"] == answer
    assert student_server.prompts[0].endswith("\nLet's think step by step.")
    problem.close()


def test_what_cannot_be_made_is_refused(student_server):
    with pytest.raises(UnknownNameError, match="Unknown start 'few'"):
        rt.problem("prompts/sentiment", start="few")
    with pytest.raises(UnknownNameError, match="Unknown problem 'prompts/sentimental'"):
        rt.problem("prompts/sentimental")
    with pytest.raises(OptionError, match="option tokens: expected 1 to 1000, found 0"):
        rt.problem("prompts/sentiment", tokens=0)
    with pytest.raises(OptionError, match="option student: expected a model's name, found 7"):
        rt.problem("prompts/sentiment", student=7)

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from fake_openai import fault, hang, raw, reply, too_long
from robotrace.envs.prompts import Student, student
from robotrace.envs.prompts.remembered import Remembered, usual_place

from robotrace.errors import ModelError, OptionError, ServiceError
from robotrace.llm import Reply
from robotrace.opto import Spend, billed

pytestmark = pytest.mark.slow


@pytest.fixture
def endpoint(openai_server, monkeypatch, tmp_path):
    monkeypatch.setenv("ROBOTRACE_STUDENT_URL", openai_server.url)
    monkeypatch.setenv("ROBOTRACE_STUDENT_KEY", "student-key")
    monkeypatch.setenv("ROBOTRACE_STUDENT_CACHE", str(tmp_path / "replies.sqlite"))
    return openai_server


@pytest.fixture
def asked(endpoint):
    made = Student("m-1")
    yield made
    made.close()


def test_prompts_are_sent_with_their_options(endpoint, asked):
    endpoint.script(" positive")
    assert asked.answer(["Good?"]) == [" positive"]
    assert endpoint.requests == [
        {
            "model": "m-1",
            "messages": [{"role": "user", "content": "Good?"}],
            "temperature": 0.0,
            "seed": 0,
            "max_completion_tokens": 40,
            "stop": ["\n\n"],
        }
    ]
    assert endpoint.headers[0]["authorization"] == "Bearer student-key"


def test_what_was_asked_once_is_remembered_by_the_next_one_too_and_charged_alike(endpoint, asked):
    endpoint.script("four letters")
    with billed() as first:
        assert asked.answer(["a", "a"]) == ["four letters"] * 2
    again = Student("m-1")
    with billed() as second:
        assert again.answer(["a", "a"]) == ["four letters"] * 2
    assert (len(endpoint.requests), asked.fresh, again.fresh) == (1, 1, 0)
    assert (first.spend.calls, first.spend.tokens) == (second.spend.calls, second.spend.tokens) == (2, 206)


def test_another_model_or_number_of_tokens_is_asked_anew(endpoint, asked):
    endpoint.script("1", "2", "3")
    for other in (asked, Student("m-2"), Student("m-1", tokens=50)):
        other.answer(["a"])
        other.close()
    assert len(endpoint.requests) == 3


def test_several_prompts_are_asked_at_a_time_and_answered_in_order(endpoint, asked):
    endpoint.script(*[lambda body: reply(body["messages"][0]["content"].upper())] * 12)
    letters = list("abcdefghijkl")
    assert asked.answer(letters) == list("ABCDEFGHIJKL")


def test_several_threads_may_ask(endpoint, asked):
    endpoint.script(*[lambda body: reply(body["messages"][0]["content"].upper())] * 8)
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda letter: asked.answer([letter]), "abcdefgh")) == [[it] for it in "ABCDEFGH"]


def test_prompts_of_a_question_are_capped_over_all_its_calls(endpoint, asked):
    endpoint.script("A")
    with billed() as bill:
        asked.answer(["a"] * 10)
        with pytest.raises(ValueError, match=r"expected at most 12 prompts a question, .* found 13 of 13 bytes"):
            asked.answer(["a"] * 3)
    assert bill.spend.calls == 10
    assert asked.answer([]) == []


@pytest.mark.parametrize(
    ("prompts", "words"),
    [
        ("text", "expected a list of prompts, found 'text'"),
        (None, "expected a list of prompts, found None"),
        (["a", 3], "expected a text as prompt 1, found 3"),
        ([" "], "expected a text as prompt 0, found ' '"),
        (["x" * 4001], "of at most 4,000 bytes together, found 1 of 4,001 bytes"),
        (["\N{NAZAR AMULET}" * 500, "x" * 2001], "of at most 4,000 bytes together, found 2 of 4,001 bytes"),
    ],
)
def test_what_is_no_prompt_is_not_sent(endpoint, asked, prompts, words):
    with pytest.raises(ValueError, match=words):
        asked.answer(prompts)
    assert endpoint.requests == []


def test_a_refusal_and_a_prompt_that_is_too_long_are_the_prompts(endpoint, asked):
    endpoint.script(reply(None, refusal="I would rather not."), too_long(100, 900), reply(None))
    with pytest.raises(ValueError, match="the student refuses to answer: I would rather not"):
        asked.answer(["a"])
    with pytest.raises(ValueError, match="a prompt is longer than the student can read"):
        asked.answer(["b"])
    assert asked.answer(["c"]) == [""]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            raw("not json"),
            "The student cannot be asked, so this ends here. .*m-1.* at ROBOTRACE_STUDENT_URL with ROBOTRACE_STUDENT_KEY",
        ),
        (raw('{"error": "busy"}'), "no chat completion"),
        (fault(401, "wrong key"), "wrong key"),
        (hang(), "0.3 s"),
    ],
)
def test_one_that_is_down_slow_or_mad_ends_the_run(endpoint, monkeypatch, answer, words):
    monkeypatch.setattr(student, "SECONDS", 0.3)
    endpoint.script(*[answer] * 3)
    made = Student("m-1")
    with pytest.raises(ServiceError, match=words) as caught:
        made.answer(["a"])
    assert "\n" not in str(caught.value)
    made.close()


def test_a_silent_one_says_nothing_and_sends_nothing(endpoint):
    silent = Student("none")
    with billed() as bill:
        assert silent.answer(["a", "b"]) == ["", ""]
    assert (bill.spend, endpoint.requests) == (Spend(2), [])


def test_without_an_endpoint_it_says_what_to_set(monkeypatch):
    for name in ("ROBOTRACE_STUDENT_URL", "ROBOTRACE_STUDENT_KEY", "OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(
        ModelError,
        match=r"The student 'm-1' cannot be asked.*OPENAI_API_KEY is not set.*asked at ROBOTRACE_STUDENT_URL",
    ):
        Student("m-1")


def test_replies_are_kept_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.delenv("ROBOTRACE_STUDENT_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert usual_place() == tmp_path / "robotrace" / "student.sqlite"
    monkeypatch.setenv("ROBOTRACE_STUDENT_CACHE", "none")
    assert usual_place() is None


def test_a_file_that_holds_something_else_is_named(tmp_path):
    (tmp_path / "notes.txt").write_text("these are no replies, but notes of some length" * 40)
    with pytest.raises(
        OptionError, match=r"cannot be kept in .*notes.txt: file is not a database. Delete that file, or name"
    ):
        Remembered(tmp_path / "notes.txt")


def test_a_reply_that_was_damaged_is_named(tmp_path):
    kept = Remembered(tmp_path / "replies.sqlite")
    kept.keep({"a": 1}, Reply("text"))
    assert kept.get({"a": 1}) == Reply("text")
    assert kept.get({"a": 2}) is None
    kept.close()
    with sqlite3.connect(tmp_path / "replies.sqlite") as file:
        file.execute("update replies set reply = '{'")
    file.close()
    kept = Remembered(tmp_path / "replies.sqlite")
    with pytest.raises(OptionError, match="cannot be kept"):
        kept.get({"a": 1})
    kept.close()

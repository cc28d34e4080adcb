"""Programs that need something of their user's own: it stays in this process, and candidates in the sandbox ask it."""

import runpy
import sqlite3
import threading
import time
import types

import live_agent
import pytest
from live_agent import ROWS, Agent, Client, Early, answer, counter, looked_up, metric, numbered, remembered

from robotrace.data import DataProblem, SideBySide
from robotrace.errors import OptionError, ProgramError, ServiceError, UnsafeCodeError
from robotrace.opto import Case, Job, Spend, open_bill

FIRST = Case("train", 0)


@pytest.fixture(scope="module")
def agent():
    return Agent(Client())


@pytest.fixture(scope="module")
def problem(agent):
    made = DataProblem(agent, ROWS, metric, seconds=1.0, home_seconds=1.0)
    yield made
    made.close()


def test_an_object_s_client_stays_here_and_is_asked(problem, agent):
    before = len(agent.client.asked)
    outcome = problem.query(problem.candidate({}), FIRST)
    assert (outcome.success, outcome.failure, outcome.detail["output"]) == (True, None, "'Answer: four'")
    assert agent.client.asked[before:] == ["Answer: 4"]
    assert {record.name for record in outcome.graph.parameters} == {"Agent.ask", "manner"}


def test_an_object_may_say_that_it_is_down_and_no_row_has_failed(agent, monkeypatch):
    def down(prompt):
        raise ServiceError("The database is down.")

    made = DataProblem(agent, ROWS, metric)
    monkeypatch.setattr(agent.client, "chat", down, raising=False)
    with pytest.raises(ServiceError, match="The database is down"):
        made.query(made.candidate({}), FIRST)
    made.close()


def test_what_an_object_asks_of_models_is_counted(agent, monkeypatch):
    def chat(prompt):
        open_bill().charge(Spend(2, 30, 5))
        return "four"

    made = DataProblem(agent, ROWS, metric)
    monkeypatch.setattr(agent.client, "chat", chat, raising=False)
    assert made.query(made.candidate({}), FIRST).asked == Spend(2, 30, 5)
    [side_by_side] = SideBySide(made, 2).run([Job(made.candidate({}), FIRST)])
    assert side_by_side.asked == Spend(2, 30, 5)
    made.close()


def test_a_prompt_says_what_code_may_ask_for(problem):
    told = {variable.name: variable.available for variable in problem.variables}
    assert told["Agent.ask"] == (
        "self.client: Client, with asked (list), threads (list), chat(prompt), wait(seconds)",
        "self.manner: the variable manner",
    )


def test_prompt_and_code_are_replaced_and_the_program_given_stays_as_it_was(problem, agent):
    values = {
        "manner": "Shout",
        "Agent.ask": "def ask(self, manner, question):\n    return self.client.chat(manner + ': ' + question).upper()\n",
    }
    outcome = problem.query(problem.candidate(values), FIRST)
    assert outcome.detail["output"] == "'SHOUT: FOUR'"
    assert agent.manner.data == "Answer"


def test_a_call_outside_of_bundles_is_part_of_the_trace():
    problem = DataProblem(answer, ROWS, metric)
    outcome = problem.query(problem.candidate({}), FIRST)
    called = outcome.graph.records[-1]
    assert (called.operation, called.output) == ("chat", "Answer: four")
    assert [outcome.graph.records[parent].operation for parent in called.parents] == ["asked"]
    problem.close()


def test_what_home_is_asked_with_is_a_row_s_input_and_never_what_is_expected(problem, agent):
    agent.client.asked.clear()
    for split in ("train", "heldout"):
        for case in problem.cases(split):
            problem.query(problem.candidate({}), case)
    assert sorted(agent.client.asked) == [f"Answer: {n}" for n in range(10)]
    text = "def ask(self, manner, question):\n    return sorted(globals())\n"
    outcome = problem.query(problem.candidate({"Agent.ask": text}), FIRST)
    assert "four" not in outcome.detail["output"]


@pytest.mark.parametrize(
    ("manner", "failure"),
    [
        ("raise", "exception: Agent.ask failed. ValueError: no such word\nat line 3"),
        ("exit", "exception: Agent.ask failed. SystemExit: 3\nat line 3"),
        ("frame", "exception: Agent.ask failed. PermissionError: a frame does not leave this process\nat line 3"),
        ("large", "exception: Agent.ask failed. ValueError: What was asked for takes 40 MB as text, more than 32 MB"),
        ("object", "exception: TypeError: it returned what cannot leave the sandbox (an object)"),
        ("hang", "timeout: what the call asked for outside of the sandbox took longer than 1 s (line "),
    ],
)
def test_what_goes_wrong_at_home_is_an_outcome_with_its_line(problem, manner, failure):
    started = time.monotonic()
    for case in (FIRST, Case("heldout", 0)):
        assert problem.query(problem.candidate({"manner": manner}), case).failure.startswith(failure)
    assert time.monotonic() - started < 20
    assert problem.query(problem.candidate({}), FIRST).success


def test_the_limit_is_of_all_that_one_call_asks_for(problem):
    text = "def ask(self, manner, question):\n    for _ in range(100):\n        self.client.wait(0.1)\n"
    outcome = problem.query(problem.candidate({"Agent.ask": text + "    return ''\n"}), FIRST)
    assert outcome.failure.startswith(
        "timeout: what the call asked for outside of the sandbox took longer than 1 s (line 3)"
    )


def test_what_home_takes_is_none_of_the_program_s_own_time():
    problem = DataProblem(Agent(Client()), ROWS, metric, seconds=0.5)
    text = "def ask(self, manner, question):\n    self.client.wait(0.8)\n    return self.client.chat(manner + ': ' + question)\n"
    assert problem.query(problem.candidate({"Agent.ask": text}), FIRST).success
    problem.close()


def test_side_by_side_home_is_asked_from_several_threads_and_a_hang_is_given_up_there_too(problem, agent):
    jobs = [
        Job(problem.candidate({"manner": "hang"}), FIRST),
        *(Job(problem.candidate({}), c) for c in problem.cases("train")),
    ]
    found = list(SideBySide(problem, 2).run(jobs))
    assert found[0].failure.startswith(
        "timeout: what the call asked for outside of the sandbox took longer than 1 s (line "
    )
    assert all(outcome.success for outcome in found[1:])
    assert threading.main_thread().ident not in agent.client.threads[-len(found) :]


def test_a_database_that_belongs_to_the_main_thread_a_library_s_object_and_a_module_of_the_user_s(monkeypatch):
    database = sqlite3.connect(":memory:")
    database.execute("create table words (number, word)")
    database.executemany("insert into words values (?, ?)", [(n, w) for n, w in ROWS])
    monkeypatch.setattr(live_agent, "database", database)
    words = types.ModuleType("words")
    words.polite = lambda word: f"Answer: {word}"
    monkeypatch.setattr(live_agent, "words", words)
    problem = DataProblem(looked_up, ROWS, metric)
    assert set(problem.program.outside) == {"database", "words"}
    assert problem.query(problem.candidate({}), FIRST).detail["output"] == "'Answer: Answer: four'"
    text = "def looked_up(question):\n    return database.backup\n"
    assert "AttributeError: 'backup' of a Connection is a library's, and not mentioned" in (
        problem.query(problem.candidate({"looked_up": text}), FIRST).failure
    )
    problem.close()


def test_a_helper_with_a_state_goes_on_between_rows_and_a_container_is_a_copy_each_time():
    problem = DataProblem(remembered, ROWS, metric)
    candidate = problem.candidate({})
    outputs = [problem.query(candidate, case).detail["output"] for case in problem.cases("train")[:3]]
    assert outputs == ["(1, 1)", "(2, 1)", "(3, 1)"]
    problem.close()


def test_a_constant_that_only_a_proposal_names_is_not_carried(problem):
    text = "def ask(self, manner, question):\n    return API_KEY\n"
    outcome = problem.query(problem.candidate({"Agent.ask": text}), FIRST)
    assert "NameError: name 'API_KEY' is not defined" in outcome.failure
    assert live_agent.API_KEY not in problem.program.text
    reached = "def ask(self, manner, question):\n    return self.client._key\n"
    outcome = problem.query(problem.candidate({"Agent.ask": reached}), FIRST)
    assert "AttributeError: '_key' of a Client is private" in outcome.failure


def test_the_exported_file_names_what_to_put_in(problem, tmp_path):
    text = problem.bare(problem.candidate({}), "trained")
    assert text.startswith(
        "# trained\ncontroller_client = None  # of class Client, stayed outside in training: put yours here\n"
    )
    (tmp_path / "best.py").write_text(text)
    space = runpy.run_path(str(tmp_path / "best.py"))
    space["controller"].client = Client()
    assert space["controller"]("4").data == "Answer: four"


def test_the_exported_file_imports_what_is_imported():
    problem = DataProblem(numbered, ROWS, metric)
    assert set(problem.program.outside) == {"subprocess", "client"}
    text = problem.bare(problem.candidate({}), "trained")
    assert text.startswith("# trained\nimport subprocess\nclient = None  # of class Client")
    assert "\nfrom posix import getpid\n" in text
    problem.close()


def test_what_the_sandbox_has_not_fails_only_where_it_is_used():
    problem = DataProblem(numbered, ROWS, metric)
    assert problem.query(problem.candidate({}), FIRST).success
    text = "def numbered(question):\n    return subprocess.run(['id'])\n"
    failure = problem.query(problem.candidate({"numbered": text}), FIRST).failure
    assert "ImportError: 'subprocess' cannot be imported by a policy" in failure
    problem.close()


def test_a_program_that_asks_while_it_is_loaded_is_refused_with_its_line():
    with pytest.raises(
        ProgramError, match=r"^The program cannot be loaded: line \d+.*: PermissionError: while a program is loaded"
    ):
        DataProblem(Early(), ROWS, metric)


def test_data_that_cannot_go_to_the_sandbox_is_refused_with_its_name(monkeypatch):
    deep = [counter]
    for _ in range(60):
        deep = [deep]
    monkeypatch.setattr(live_agent, "kept", deep)
    with pytest.raises(
        UnsafeCodeError, match=r"^'kept' cannot be had in the sandbox, where the program runs: data nested more than 50"
    ):
        DataProblem(remembered, ROWS, metric)


def test_times_are_checked_and_trusted_calls_have_a_limit_too():
    for name in ("seconds", "home_seconds"):
        for value in (0, -1.0, "5", None, float("nan"), True):
            with pytest.raises(OptionError, match=rf"^{name}: expected a number of seconds above 0, found "):
                DataProblem(Agent(Client()), ROWS, metric, **{name: value})
    problem = DataProblem(Agent(Client()), ROWS, metric, seconds=0.3, home_seconds=0.2, trust=True)
    assert problem.query(problem.candidate({}), FIRST).success
    for case in (FIRST, Case("heldout", 0)):
        failure = problem.query(problem.candidate({"manner": "hang"}), case).failure
        assert failure == "timeout: call took longer than 0.5 s (line 3)"
    found = list(SideBySide(problem, 2).run([Job(problem.candidate({"manner": "hang"}), FIRST)]))
    assert found[0].failure.startswith("timeout: call took longer than 0.5 s")


def test_methods_of_several_objects_are_told_apart():
    first, second = Client(), Client()
    agent = Agent(None)
    agent.client = types.SimpleNamespace(chat=second.chat)
    agent.first, agent.later = first.chat, second.chat
    problem = DataProblem(agent, ROWS, metric)
    assert list(problem.program.outside) == ["controller_client", "controller_first", "controller_later"]
    text = (
        "def ask(self, manner, question):\n"
        "    return self.first('Answer: 1') + self.later('Answer: 2') + self.client.chat('A: 3')\n"
    )
    outcome = problem.query(problem.candidate({"Agent.ask": text}), FIRST)
    assert outcome.detail["output"] == "'Answer: oneAnswer: twoA: three'"
    assert (first.asked, second.asked) == (["Answer: 1"], ["Answer: 2", "A: 3"])
    problem.close()


def test_a_container_is_what_it_is_when_a_row_begins(monkeypatch):
    notes = [counter]
    monkeypatch.setattr(live_agent, "kept", notes)
    problem = DataProblem(remembered, ROWS, metric)
    candidate = problem.candidate({})
    found = []
    for case in problem.cases("train")[:4]:
        found.append(problem.query(candidate, case).detail["output"].rpartition(" ")[2])
        notes.append("one more")
    assert found == ["1)", "2)", "3)", "4)"]
    problem.close()


@pytest.mark.parametrize("error", [UnsafeCodeError, OptionError, ProgramError])
def test_an_error_of_robotrace_s_that_an_object_raises_is_the_row_s_failure_too(monkeypatch, error):
    def fail(prompt):
        raise error("not so")

    agent = Agent(Client())
    agent.client.chat = fail
    problem = DataProblem(agent, ROWS, metric)
    failure = problem.query(problem.candidate({}), FIRST).failure
    assert failure.startswith(f"exception: Agent.ask failed. {error.__name__}: not so\nat line 3")
    problem.close()

"""`rt.train(program, data=rows, metric=metric)`: trained, resumed, replayed and compared like a robot's controller."""

import logging

import live_agent
import pytest
from row_programs import ROWS, Agent, double, exact, solve

import robotrace as rt
from robotrace.errors import OptionError, UnknownNameError
from robotrace.llm import ScriptedChat
from robotrace.show.compare.pairing import compare

pytestmark = pytest.mark.slow

MANY = [(x, 2 * x) for x in range(30)]
NONE, PLUS_TWO, HALF, RIGHT = (
    f"### variable: double\n```python\ndef double(x):\n    return {it}\n```\n"
    for it in ("-1", "x + 2", "x / 2", "2 * x")
)


def model(*replies):
    return rt.OptoPrime(chat=ScriptedChat(replies))


def train(folder, *replies, data=MANY, **options):
    return rt.train(
        solve, data=data, metric=exact, optimizer=model(*replies), run=folder, **{"iterations": 3, **options}
    )


def verdicts(run):
    return [trial.verdict.value for trial in run.trials]


def test_a_program_is_trained_on_rows_and_tested_on_others(tmp_path):
    run = train(tmp_path / "run", NONE, RIGHT)
    assert verdicts(run) == ["start", "taken", "accepted"]
    assert run.config["rows"] == {"train": 18, "validation": 6, "heldout": 6, "seed": 0}
    assert (run.heldout.successes, run.heldout.n) == (6, 6)
    assert (run.scores, run.words.cases) == ({"held-out": 1.0, "training": 1.0}, "rows")
    assert run.reason == "solved 18 working and 0 fresh training cases"
    assert run.folder.best.read_text() == (
        "# Trained by robotrace for solve: optoprime, the language model scripted, iteration 2.\n"
        "def double(x):\n    return 2 * x\n\n\ndef solve(x):\n    return double(x)\n\n\ncontroller = solve\n"
    )
    assert double.parameter.data.endswith("return x + 1")  # what was given is not changed


def test_what_is_better_is_decided_on_rows_that_no_optimizer_sees(tmp_path):
    chat = ScriptedChat([PLUS_TWO, RIGHT])
    options = {"data": MANY, "metric": exact, "iterations": 2, "run": tmp_path / "run"}
    run = rt.train(solve, optimizer=rt.OptoPrime(chat=chat), **options)
    assert {trial.iteration: [it.case.split for it in found] for trial, found in run.validated.items()} == {
        0: ["validation"] * 6,
        1: ["validation"] * 6,
        2: ["validation"] * 6,
    }
    assert run.trials[2].why == "better than the best so far on the validation rows"
    asked = "".join(message.text for messages in chat.asked for message in messages)
    assert "train 0" in asked
    assert "validation 0" not in asked
    assert "heldout" not in asked


def test_a_killed_run_is_resumed_and_a_finished_one_replayed(tmp_path):
    whole = train(tmp_path / "whole", PLUS_TWO, RIGHT)
    torn = train(tmp_path / "torn", PLUS_TWO, RIGHT)
    lines = torn.folder.events.read_text().splitlines(keepends=True)
    torn.folder.events.write_text("".join(lines[:4]))
    resumed = train(tmp_path / "torn", RIGHT, resume=True)
    assert resumed.folder.best.read_bytes() == whole.folder.best.read_bytes()
    assert verdicts(resumed) == verdicts(whole)
    assert resumed.calls == 2
    again = rt.train(solve, data=MANY, metric=exact, replay=tmp_path / "whole", iterations=3, run=tmp_path / "again")
    assert again.folder.best.read_bytes() == whole.folder.best.read_bytes()
    [group] = compare([whole, resumed]).groups
    assert (group.heldout.successes, group.heldout.n) == (12, 12)


def test_other_rows_are_not_what_a_run_was_begun_with(tmp_path):
    train(tmp_path / "run", PLUS_TWO, iterations=1)
    with pytest.raises(OptionError, match=r"^The run run was begun with data '\w{16}', found '\w{16}'"):
        train(tmp_path / "run", data=[(x + 1, 2) for x in range(30)], iterations=1, resume=True)


def test_rows_are_met_in_batches_others_each_round(tmp_path):
    chat = ScriptedChat([PLUS_TWO, HALF, RIGHT])
    options = {"data": MANY, "metric": exact, "split": (20, 0, 10), "batch": 4, "iterations": 3}
    run = rt.train(solve, optimizer=rt.OptoPrime(chat=chat), run=tmp_path / "run", **options)
    tried = [[outcome.case.index for outcome in trial.outcomes] for trial in run.trials]
    assert tried[:2] == [[0, 1, 2, 3], [0, 1, 2, 3]]
    assert tried[3] == [8, 9, 10, 11]
    assert run.heldout.successes == 10
    with pytest.raises(OptionError, match=r"^batch: solve has 20 training rows, found 21\."):
        rt.train(solve, **{**options, "batch": 21}, optimizer=model(), run=tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_several_rows_at_a_time_make_the_same_run(tmp_path):
    one = train(tmp_path / "one", PLUS_TWO, RIGHT)
    two = train(tmp_path / "two", PLUS_TWO, RIGHT, workers=2, pool="processes")
    assert [trial.outcomes for trial in one.trials] == [
        tuple(
            type(it)(**{**_fields(it), "seconds": was.seconds})
            for it, was in zip(trial.outcomes, then.outcomes, strict=True)
        )
        for trial, then in zip(two.trials, one.trials, strict=True)
    ]


def _fields(outcome):
    return {name: getattr(outcome, name) for name in outcome.__dataclass_fields__}


def test_one_row_trains_and_it_is_said_that_none_is_held_out(tmp_path, caplog):
    with caplog.at_level(logging.WARNING, logger="robotrace"):
        run = train(tmp_path / "run", RIGHT, data=[(3, 6)])
    assert verdicts(run) == ["start", "accepted"]
    assert run.heldout.n == 0
    assert caplog.messages == ["solve has no row to hold out: the result is tried on none that training has not seen."]


def test_an_object_s_words_and_code_are_trained_together(tmp_path):
    say = "def say(self, x):\n    return self.word + str(self.times * x)\n"
    reply = f"### variable: word\n```text\nit is \n```\n### variable: Agent.say\n```python\n{say}```\n"
    rows = [{"x": x, "y": f"it is {2 * x}"} for x in range(5)]
    run = rt.train(
        Agent("was "),
        data=rows,
        metric=lambda output, row: (output["said"] == row["y"], f"Expected {row['y']!r}."),
        optimizer=model(reply),
        iterations=1,
        run=tmp_path / "run",
    )
    assert verdicts(run) == ["start", "accepted"]
    assert run.heldout.successes == run.heldout.n == 1
    assert run.task == "agent"


def test_numbers_are_tuned_by_score_alone(tmp_path):
    @rt.bundle(trainable=True)
    def scaled(x):
        """Twice x."""
        return 1.5 * x

    def near(output, row):
        return -abs(output - row[1])

    run = rt.train(scaled, data=ROWS, metric=near, optimizer="tune", iterations=3, run=tmp_path / "run")
    assert run.scores["training"] > -0.7 > run.trials[0].score
    assert run.scores["held-out"] is not None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"data": [], "metric": exact}, "data: expected at least one row, found none."),
        ({"data": ROWS}, "metric is missing: data needs it, as in train(program, data=rows, metric=metric), where"),
        ({"metric": exact}, "data is missing: metric needs it, as in train(program, data=rows, metric=metric), where"),
        ({"data": ROWS, "metric": exact, "task": "reach-v3"}, "task and data are both given: a program is trained on"),
        ({"data": ROWS, "metric": exact, "feedback": "facts"}, "feedback is a level of a robot's task: with data, the"),
        ({"task": "reach-v3", "split": (1, 0, 0)}, "split goes with data: a robot's task has its own."),
        ({"task": ROWS}, "task: expected a robot's task or the name of one, found rows: give them as"),
        ({"dat": ROWS}, "Unknown argument of train 'dat'. Did you mean data"),
        ({}, "Nothing to train on: give a robot's task, train(program, task), or rows and a metric,"),
        (
            {"data": ROWS, "metric": lambda output: 1.0},
            "metric: it is called as <lambda>(output, row), found <lambda>(output)",
        ),
        (
            {"data": ROWS, "metric": lambda output, row: None},
            "The metric <lambda> returned None for row 4; expected a number",
        ),
        (
            {"data": ROWS, "metric": lambda output, row: "words"},
            "Nothing says which program is better: no row has a score",
        ),
        (
            {"data": ROWS, "metric": exact, "optimizer": "induce"},
            "induce learns from a robot's expert, and solve has none",
        ),
        (
            {"data": ROWS, "metric": exact, "pool": "rey"},
            "Unknown pool 'rey'. Did you mean ray?",
        ),
        ({"data": ROWS, "metric": exact, "heldout": 9}, "heldout: solve has 2 held-out rows, found 9."),
        ({"data": ROWS, "metric": exact, "goals": 9}, "goals: solve has 8 training rows, found 9."),
    ],
)
def test_a_tired_user_s_mistake_is_one_line_and_leaves_no_folder(tmp_path, arguments, words):
    options = {"optimizer": model(), "run": tmp_path / "run", "iterations": 1, **arguments}
    with pytest.raises((OptionError, UnknownNameError)) as caught:
        rt.train(solve, **options)
    assert str(caught.value).startswith(words)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "run").exists()


def test_a_run_s_best_is_trained_on(tmp_path):
    first = train(tmp_path / "first", PLUS_TWO, iterations=1, data=[(2, 4), (2, 4)])
    for given in (first.best, first, tmp_path / "first"):
        program = rt.DataProblem(given, MANY, exact).program
        assert "return x + 2" in program.text


SAID, POLITE = (f"### variable: {name}\n```\n{text}\n```\n" for name, text in (("manner", "Say"), ("manner", "Please")))
ASK = (
    "### variable: Agent.ask\n```python\ndef ask(self, manner, question):\n"
    '    """The client\'s answer."""\n    return self.client.chat("Answer: " + question.strip())\n```\n'
)


def rude(client):
    """An agent that begins with the wrong words."""
    agent = live_agent.Agent(client)
    agent.manner = rt.node("Grunt", trainable=True, name="manner")
    return agent


def test_an_agent_with_a_live_client_is_trained_without_trust_resumed_and_replayed(tmp_path):
    options = {"data": live_agent.ROWS, "metric": live_agent.metric, "iterations": 2}
    client = live_agent.Client()
    run = rt.train(rude(client), optimizer=model(SAID, ASK), run=tmp_path / "run", **options)
    assert verdicts(run) == ["start", "taken", "accepted"]
    assert run.heldout.successes == run.heldout.n == 2
    assert (run.config["sandbox"], client.asked[0].partition(":")[0]) == ("full", "Grunt")
    best = run.folder.best.read_text()
    assert "controller_client = None  # of class Client, stayed outside in training: put yours here\n" in best
    again = rt.train(rude(client), optimizer=model(), run=tmp_path / "run", resume=True, **options)
    assert again.folder.best.read_text() == best
    replayed = rt.train(rude(client), replay=tmp_path / "run", run=tmp_path / "again", **options)
    assert (verdicts(replayed), replayed.best.text) == (verdicts(run), run.best.text)


def test_what_hangs_or_fails_at_home_ends_no_training(tmp_path):
    problem = rt.DataProblem(rude(live_agent.Client()), live_agent.ROWS, live_agent.metric, home_seconds=0.3)
    replies = [POLITE.replace("Please", manner) for manner in ("hang", "exit", "frame", "Answer")]
    run = rt.train(problem, optimizer=model(*replies), run=tmp_path / "run", iterations=4)
    assert verdicts(run) == ["start", "refused", "refused", "refused", "accepted"]
    failures = [trial.outcomes[0].failure.partition("\n")[0] for trial in run.trials[1:4]]
    assert failures[0].startswith(
        "timeout: what the call asked for outside of the sandbox took longer than 0.3 s (line "
    )
    assert failures[1:] == [
        "exception: Agent.ask failed. SystemExit: 3",
        "exception: Agent.ask failed. PermissionError: a frame does not leave this process",
    ]

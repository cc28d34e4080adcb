from pathlib import Path

import pytest
import toy

from robotrace.errors import ModelError, OptionError, UnknownNameError
from robotrace.training.suites.making import Asked, seeds_of
from robotrace.training.suites.settings import KNOWN, checked

POINT = f"{Path(toy.__file__).resolve()}:PointTask"


def plan_of(what, **said):
    settings = checked(said.pop("settings", {}), kind="option")
    return Asked.of(what).plan(settings=settings, **said)


def write(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    return path


def test_a_suite_by_name():
    made = plan_of("MT10", optimizers="induce", seeds=2, settings={"iterations": 3})
    assert (made.name, len(made.cells), made.seeds, made.settings) == ("MT10", 20, (0, 1), {"iterations": 3})
    assert made.members[0].name == "metaworld/reach-v3"


def test_a_suite_from_a_file(tmp_path):
    (tmp_path / "points.py").write_text("from toy import PointTask\n")
    path = write(
        tmp_path,
        'tasks = ["reach-v3", "./points.py:PointTask"]\noptimizers = ["induce", "tune"]\nseeds = [3, 5]\n'
        "iterations = 4\nheldout = 2\ngoals = 2\nmax_env_steps = 5000\n[option]\npopulation = 6\n",
    )
    made = plan_of(path)
    assert made.name == "mine"
    assert [member.name for member in made.members] == ["metaworld/reach-v3", "toy/point"]
    assert made.members[1].task == f"{tmp_path.resolve()}/points.py:PointTask"  # seen from the file
    assert (made.optimizers, made.seeds) == (("induce", "tune"), (3, 5))
    assert made.settings == {
        "goals": 2,
        "heldout": 2,
        "iterations": 4,
        "max_env_steps": 5000,
        "option": {"population": 6},
    }
    assert plan_of(path, seeds=1, settings={"iterations": 2}).settings["iterations"] == 2  # what is said counts more


def test_a_suite_whose_protocol_hides_goals_does_so_unless_somebody_says_otherwise(tmp_path):
    assert plan_of("ML1:door-open-v3", optimizers="induce").settings == {"goal": "hidden"}
    assert plan_of("ML1:reach-v3", optimizers="induce", settings={"goal": "visible"}).settings == {"goal": "visible"}
    assert "goal" not in plan_of("MT1:reach-v3", optimizers="induce").settings
    named = write(tmp_path, 'tasks = "ML1:door-open-v3"\noptimizers = ["induce"]\n')
    assert plan_of(named).settings == {"goal": "hidden"}
    with pytest.raises(
        OptionError, match=r"which induce is given; expected score or facts\. Its goal is hidden, and hints"
    ):
        plan_of("ML1:reach-v3", optimizers="induce")


def test_a_file_may_name_a_suite_or_two_classes(tmp_path):
    assert len(plan_of(write(tmp_path, 'tasks = "MT10"\noptimizers = ["induce"]\n')).members) == 10
    made = plan_of(write(tmp_path, 'tasks = ["reach-v3"]\ntest = ["push-v3"]\noptimizers = ["induce"]\n'))
    assert [(member.name, member.role) for member in made.members] == [
        ("metaworld/reach-v3", "train"),
        ("metaworld/push-v3", "test"),
    ]


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        (
            'tasks = ["reach-v3"]\nitertions = 3\n',
            UnknownNameError,
            "Unknown key of mine.toml 'itertions'. Did you mean iter",
        ),
        ('tasks = ["reach-v3"]\nseed = 3\n', UnknownNameError, "Unknown key of mine.toml 'seed'. Did you mean seeds"),
        ('tasks = ["reech-v3"]\n', UnknownNameError, "Unknown task 'reech-v3'. Did you mean reach-v3"),
        ('tasks = "MT11"\n', UnknownNameError, "Unknown suite 'MT11'. Did you mean MT1"),
        ("tasks = [", OptionError, "mine.toml' is not TOML"),
        ("seeds = 3\n", OptionError, "mine.toml: tasks is missing: a list of tasks"),
        ("tasks = [3]\n", OptionError, "mine.toml: tasks: expected a list of names, found [3]."),
        (
            'tasks = ["reach-v3"]\niterations = "3"\n',
            OptionError,
            "mine.toml: iterations: expected a whole number, found '3'.",
        ),
        ('tasks = ["reach-v3"]\nseeds = "3"\n', OptionError, "mine.toml: seeds: expected a number of seeds"),
        ('tasks = ["reach-v3"]\nfeedback = "hint"\n', UnknownNameError, "Unknown feedback 'hint'. Did you mean hints"),
        ('tasks = "MT10"\ntest = ["push-v3"]\n', OptionError, "mine.toml: test goes with a list of tasks"),
    ],
)
def test_a_file_that_is_no_suite(tmp_path, text, error, words):
    with pytest.raises(error) as raised:
        plan_of(write(tmp_path, text))
    assert words in str(raised.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(OptionError, match=r"none.toml' cannot be read: No such file or directory"):
        plan_of(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        ({"optimizers": ["indce"]}, UnknownNameError, "Unknown optimizer 'indce'. Did you mean induce"),
        ({"optimizers": ["optoprime"]}, ModelError, "model"),
        ({"settings": {"control": "raww"}}, OptionError, "control"),
        ({"settings": {"heldout": 51}}, OptionError, "heldout: metaworld/reach-v3 has 50 held-out goals, found 51."),
        ({"settings": {"goals": 0}}, OptionError, "goals"),
        ({"settings": {"iterations": -1}}, OptionError, "iterations"),
        ({"settings": {"max_usd": -1.0}}, OptionError, "The cap on dollars"),
        (
            {"settings": {"view": "masked"}},
            OptionError,
            "view: expected an option of induce, which have none such: leave it out.",
        ),
        ({"settings": {"option": {"sigmo": 1}}}, OptionError, "sigmo: expected an option of induce"),
        ({"optimizers": ["induce"], "settings": {"model": "x"}}, OptionError, "model: expected an option of induce"),
        ({"settings": {"policy": "blnk"}}, UnknownNameError, "blank"),
        ({"seeds": 0}, OptionError, "seeds: expected 1 or more"),
        ({"seeds": [-1]}, OptionError, "seeds: expected whole numbers from 0 up, found -1."),
    ],
)
def test_what_cannot_run_is_refused_before_anything_runs(said, error, words, monkeypatch):
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)
    with pytest.raises(error) as raised:
        plan_of(["reach-v3"], **{"optimizers": "induce", **said})
    assert words in str(raised.value)


def test_an_optimizer_whose_feedback_a_task_cannot_give(tmp_path):
    make = "def make_task(*, seed=0): return PointTask(seed=seed, expert=False)\n"
    (tmp_path / "blind.py").write_text(f"from toy import PointTask\n{make}")
    words = r"^toy/point cannot give feedback 'hints', which induce is given; expected score or facts\.$"
    with pytest.raises(OptionError, match=words):
        plan_of([f"{tmp_path}/blind.py"], optimizers="induce")


def test_options_go_to_the_optimizers_that_have_them():
    made = plan_of([POINT], optimizers=["induce", "tune"], settings={"option": {"population": 6}})
    assert made.settings == {"option": {"population": 6}}


def test_seeds():
    assert (seeds_of(2), seeds_of([4, 2])) == ((0, 1), (4, 2))


def test_a_folder_does_not_say_whether_code_is_trusted():
    assert "trust" not in KNOWN
    with pytest.raises(UnknownNameError, match="Unknown key 'trust'"):
        checked({"trust": True}, kind="key")


def test_the_model_that_the_environment_names_is_kept(monkeypatch):
    monkeypatch.setenv("ROBOTRACE_MODEL", "gpt-5.2")
    monkeypatch.setenv("OPENAI_API_KEY", "unused")
    assert plan_of([POINT], optimizers=["induce", "optoprime"]).settings == {"model": "gpt-5.2"}
    assert plan_of([POINT], optimizers="auto").settings == {"model": "gpt-5.2"}
    assert plan_of([POINT], optimizers="auto", settings={"model": "gpt-5.1"}).settings == {"model": "gpt-5.1"}
    assert plan_of([POINT], optimizers="induce").settings == {}

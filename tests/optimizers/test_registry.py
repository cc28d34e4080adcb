import pytest

from robotrace.errors import ModelError, OptionError, UnknownNameError
from robotrace.optimizers import (
    OPRO,
    Induce,
    OptoPrime,
    TextGrad,
    Tune,
    TunedBetween,
    automatic,
    choose,
    knows,
    optimizer_help,
    optimizer_names,
    searches,
    source_of,
    takes,
)
from robotrace.opto import Declaration, Variable

MINE = """
class Mine:
    name = "mine"

    def __init__(self, gain=0.5):
        self.options = {"gain": gain}

    def propose(self, evidence, *, sample=0):
        raise AssertionError


def make(*, gain):
    return Mine(gain * 2)


ready = Mine(7.0)
number = 3


def nothing():
    return 3


def broken():
    raise ValueError("no luck")
"""


@pytest.fixture
def endpoint(monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)


@pytest.fixture
def mine(tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(MINE)
    return str(tmp_path / "mine.py")


@pytest.mark.parametrize(("name", "kind"), [("optoprime", OptoPrime), ("opro", OPRO), ("textgrad", TextGrad)])
def test_a_name_is_the_optimizer_that_it_names(endpoint, name, kind):
    chosen = choose(name, {"memory": 2}, model="m-1")
    assert type(chosen) is kind
    assert (chosen.name, chosen.model, chosen.options.memory) == (name, "m-1", 2)
    assert name in optimizer_names()


@pytest.mark.parametrize("name", ["optoprime", "opro", "textgrad"])
def test_a_language_model_has_to_be_named(endpoint, name):
    with pytest.raises(ModelError, match="--model"):
        choose(name)


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("induce", {"memory": 5}, "induce has no option 'memory': it has none."),
        ("tune", {"memory": 5}, "tune has no option 'memory': it has population, seed, sigma."),
        ("tune", {"populaton": 5}, "tune has no option 'populaton': did you mean population?"),
        ("opro", {"view": "masked"}, "opro has no option 'view': it has context, memory, prompt_tokens, "),
        ("tune", {"seed": 1.5}, "seed must be 0 or more, found 1.5."),
        ("tune", {"population": "many"}, "population must be int or None, found 'many'."),
        ("tune", {"sigma": None}, "sigma must be float or int, found None."),
        ("opro", {"temperature": "hot"}, "temperature must be float or int or None, found 'hot'."),
        ("opro", {"context": 3}, "context must be str, found 3."),
        ("opro", {"samples": True}, "samples must be 1 or more, found True."),
        ("induce+tune", {"memory": 5}, "induce has no option 'memory': it has none."),
    ],
)
def test_an_option_that_cannot_be_is_refused_by_name(endpoint, name, options, words):
    with pytest.raises(OptionError) as caught:
        choose(name, options, model="m-1" if name == "opro" else None)
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("name", ["tune", "induce"])
def test_one_that_asks_no_language_model_takes_none(name):
    with pytest.raises(OptionError, match=f"{name} asks no language model: leave the model gpt out"):
        choose(name, model="gpt")


def test_an_unknown_name_is_refused():
    with pytest.raises(UnknownNameError, match="Did you mean opro"):
        choose("oppro")


@pytest.mark.parametrize("options", [{"tune_every": 2}, {"tune_every": 2, "tune_generations": 3, "optimizer": {}}])
@pytest.mark.parametrize("name", ["induce", "induce+tune"])
def test_turns_by_name_as_asked_for_and_as_a_run_tells_it(name, options):
    chosen = choose(name, options)
    assert (chosen.name, chosen.options.tune_every) == ("induce+tune", 2)


def test_what_a_run_has_recorded_makes_the_same_optimizer(endpoint):
    first = TunedBetween(OptoPrime(model="m", memory=7, view="masked"), every=4, tune=Tune(population=5, seed=2))
    said = Declaration.of(first)
    again = choose(first.name, said.options, model=said.model)
    assert Declaration.of(again) == said
    assert said.options["optimizer"]["memory"] == 7
    assert said.options["tune"] == {"population": 5, "sigma": 0.3, "seed": 2}


def test_tune_takes_no_turns_with_itself():
    with pytest.raises(OptionError, match="tune searches already"):
        choose("tune", {"tune_every": 2})


NUMBERS = [Variable("aim", "code", "def aim(hand):\n    return hand + 0.5\n")]
NONE = [Variable("aim", "code", "def aim(hand):\n    return hand\n")]


def test_automatic_takes_a_model_that_is_named_else_the_expert_else_numbers(monkeypatch):
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)
    why = "no model is named, the task has no expert, and the controller has 1 numbers to fit"
    assert automatic(("score", "facts"), variables=lambda: NUMBERS) == ("tune", why)
    assert automatic(("score", "hints"), variables=lambda: NUMBERS)[0] == "induce"
    assert automatic(("score",), model="m", variables=lambda: NONE) == ("optoprime", "the model m is named")
    with pytest.raises(OptionError, match="the controller has no numbers that tune could fit"):
        automatic(("score",), variables=lambda: NONE)


def test_automatic_takes_what_the_problem_says_suits_it_where_no_model_is_named(monkeypatch):
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)
    why = "no model is named, and the problem says that it suits"
    assert automatic((), variables=lambda: NUMBERS, unaided="mutate") == ("mutate", why)
    assert automatic(("hints",), variables=lambda: NONE, unaided="mutate") == ("mutate", why)
    assert automatic((), model="m", variables=lambda: NONE, unaided="mutate")[0] == "optoprime"


def test_numbers_are_searched_by_tune_and_by_auto_without_model_and_expert(monkeypatch):
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)
    assert searches("tune", ("score", "hints"))
    assert searches("auto", ("score",))
    assert searches(None, ("score",))
    assert not searches(None, ("score", "hints"))
    assert not searches(None, ("score",), model="m")
    assert not searches("optoprime", ("score",))
    monkeypatch.setenv("ROBOTRACE_MODEL", "m")
    assert not searches(None, ("score",))


@pytest.mark.parametrize(("name", "gain"), [("Mine", 0.5), ("ready", 7.0)])
def test_an_optimizer_of_a_user_s_file(mine, name, gain):
    chosen = choose(f"{mine}:{name}")
    assert Declaration.of(chosen) == Declaration(options={"gain": gain})
    assert source_of(chosen) == f"{mine}:Mine"
    assert source_of(Induce()) is None


def test_options_of_a_user_s_own(mine):
    assert choose(f"{mine}:make", {"gain": 3}).options == {"gain": 6}
    assert choose(f"{mine}:Mine+tune", {"gain": 3, "tune_every": 1}).options.optimizer == {"gain": 3}
    assert takes(f"{mine}:Mine", "gain")
    assert not takes(f"{mine}:Mine", "model")


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("Mine", {"gian": 1}, "has no option 'gian': did you mean gain?"),
        ("make", {}, "cannot be made: TypeError: make"),
        ("number", {}, "expected an optimizer or a class of such, found 3"),
        ("nothing", {}, r"expected something with a name and propose\(evidence, sample=0\), found 3"),
        ("broken", {}, "cannot be made: ValueError: no luck"),
        ("Mines", {}, "Did you mean Mine"),
        ("", {}, "Unknown optimizer in .* 'Optimizer'"),
    ],
)
def test_a_user_s_file_that_holds_no_optimizer(mine, name, options, words):
    with pytest.raises((OptionError, UnknownNameError), match=words):
        choose(f"{mine}:{name}" if name else mine, options)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """An installed package that announces an optimizer, and one that cannot be imported."""
    (tmp_path / "theirs.py").write_text(MINE.replace('"mine"', '"theirs"'))
    info = tmp_path / "theirs-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[robotrace.optimizers]\ntheirs = theirs:Mine\nlost = nowhere_at_all:Mine\n")
    monkeypatch.syspath_prepend(tmp_path)


def test_an_optimizer_of_an_installed_package(package):
    assert Declaration.of(choose("theirs", {"gain": 2})).options == {"gain": 2}
    assert "theirs" in optimizer_names()
    assert knows("theirs+tune")
    assert not knows("mine")
    with pytest.raises(OptionError, match="The optimizer 'lost' of an installed package cannot be imported"):
        choose("lost")


def test_help_says_what_each_one_does_in_a_line():
    words = optimizer_help()
    for name in ("induce", "optoprime", "opro", "textgrad", "tune"):
        assert f"{name} (" in words
    assert "opro (shows a language model past values and how well they did, sorted; no trace)" in words

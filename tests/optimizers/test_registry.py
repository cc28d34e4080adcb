import pytest

from robotrace.errors import ModelError, OptionError, UnknownNameError
from robotrace.optimizers import OPRO, OPTIMIZERS, OptoPrime, TextGrad, choose


@pytest.fixture
def endpoint(monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)


@pytest.mark.parametrize(("name", "kind"), [("optoprime", OptoPrime), ("opro", OPRO), ("textgrad", TextGrad)])
def test_a_name_is_the_optimizer_that_it_names(endpoint, name, kind):
    chosen = choose(name, ("facts",), model="m-1", memory=2)
    assert type(chosen) is kind
    assert (chosen.name, chosen.model, chosen.settings["memory"]) == (name, "m-1", 2)
    assert name in OPTIMIZERS


@pytest.mark.parametrize("name", ["optoprime", "opro", "textgrad"])
def test_a_language_model_has_to_be_named(endpoint, name):
    with pytest.raises(ModelError, match="--model"):
        choose(name, ("facts",))


def test_an_option_of_another_optimizer_is_refused(endpoint):
    with pytest.raises(OptionError, match="opro takes no view; leave it out, or use --optimizer optoprime"):
        choose("opro", ("facts",), model="m-1", view="masked")


def test_an_unknown_name_is_refused():
    with pytest.raises(UnknownNameError, match="Did you mean opro"):
        choose("oppro", ("facts",))

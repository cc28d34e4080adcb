from __future__ import annotations

import datetime

import pytest

from robotrace.errors import OptionError
from robotrace.llm.pricing import Price, price_of, prices, read_prices

FULL = """
[[price]]
model = "m-1"
aliases = ["m-1-dated"]
endpoint = "models.example"
as_of = 2026-06-21
prompt = 2
cached = 0.5
completion = 8.0
"""


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.delenv("ROBOTRACE_PRICES", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_a_table_is_read():
    assert read_prices(FULL, "p.toml") == (
        Price(("m-1", "m-1-dated"), 2.0, 0.5, 8.0, "models.example", datetime.date(2026, 6, 21)),
    )


def test_dollars_of_a_call():
    price = Price(("m",), prompt=2.0, cached=0.5, completion=8.0)
    # 750,000 fresh: 1.50; 250,000 cached: 0.125; 500,000 received: 4.00
    assert price.usd(prompt_tokens=1_000_000, cached_tokens=250_000, completion_tokens=500_000) == 5.625


def test_without_a_price_for_cached_tokens_they_cost_as_much_as_any():
    [price] = read_prices('[[price]]\nmodel = "m"\nprompt = 3\ncompletion = 0\n', "p.toml")
    assert price.usd(prompt_tokens=1_000_000, cached_tokens=1_000_000, completion_tokens=0) == 3.0


@pytest.mark.parametrize(("name", "host"), [("m-1", "models.example"), ("m-1-dated", "models.example")])
def test_a_price_is_found_by_its_exact_names(name, host):
    assert price_of([name], host, read_prices(FULL, "p.toml")) is not None


@pytest.mark.parametrize(
    ("name", "host"),
    [("m-1-mini", "models.example"), ("m", "models.example"), ("M-1", "models.example"), ("m-1", "localhost")],
)
def test_a_price_is_guessed_for_no_other_name_or_host(name, host):
    assert price_of([name], host, read_prices(FULL, "p.toml")) is None


def test_every_price_that_comes_with_robotrace_has_a_day_and_a_host():
    shipped = prices()
    assert {name for price in shipped for name in price.models} >= {"gpt-4.1", "gpt-4.1-mini"}
    assert all(price.as_of is not None and price.endpoint for price in shipped)


def test_the_users_own_prices_go_first(home):
    own = home / ".config" / "robotrace" / "prices.toml"
    own.parent.mkdir(parents=True)
    own.write_text('[[price]]\nmodel = "gpt-4.1"\nprompt = 1\ncompletion = 1\n')
    found = price_of(["gpt-4.1"], "api.openai.com", prices())
    assert found == Price(("gpt-4.1",), 1.0, 1.0, 1.0)


def test_the_file_that_the_environment_names_goes_before_the_one_at_home(home, monkeypatch):
    (home / "named.toml").write_text('[[price]]\nmodel = "m"\nprompt = 0\ncompletion = 0\n')
    monkeypatch.setenv("ROBOTRACE_PRICES", "~/named.toml")
    found = price_of(["m"], "localhost", prices())
    assert found is not None
    assert found.usd(prompt_tokens=100, cached_tokens=0, completion_tokens=100) == 0.0


def test_a_named_file_that_is_not_there_is_an_error(monkeypatch, home):
    monkeypatch.setenv("ROBOTRACE_PRICES", str(home / "nowhere.toml"))
    with pytest.raises(OptionError, match=r"nowhere\.toml' \(ROBOTRACE_PRICES\) cannot be read"):
        prices()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[price]\n", "p.toml is not TOML"),
        ("[[prices]]\n", "p.toml: 'prices' is not as expected"),
        ("price = 3\n", "p.toml: 'price' is not as expected"),
        (
            "[[price]]\nprompt = 1\ncompletion = 1\n",
            "price 1: 'model' must be the exact name of a model, found nothing",
        ),
        ('[[price]]\nmodel = "m"\nprompt = 1\n', "price 1: 'completion' must be dollars .* found nothing"),
        ('[[price]]\nmodel = "m"\nprompt = "1"\ncompletion = 1\n', "price 1: 'prompt' must be dollars .* found '1'"),
        ('[[price]]\nmodel = "m"\nprompt = -1\ncompletion = 1\n', "price 1: 'prompt' must be .* found -1"),
        ('[[price]]\nmodel = "m"\nprompt = nan\ncompletion = 1\n', "price 1: 'prompt' must be .* found nan"),
        ('[[price]]\nmodel = "m"\nprompt = true\ncompletion = 1\n', "price 1: 'prompt' must be .* found True"),
        ('[[price]]\nmodel = "m"\ninput = 1\n', "price 1: unknown key 'input'; the keys are aliases, as_of"),
        ('[[price]]\nmodel = "m"\naliases = [1]\nprompt = 1\ncompletion = 1\n', "'aliases' must be a list"),
        ('[[price]]\nmodel = "m"\nas_of = "May"\nprompt = 1\ncompletion = 1\n', "'as_of' must be a day"),
        (FULL + FULL, "p.toml: 'model' 'm-1' has two prices"),
    ],
)
def test_a_malformed_table_names_file_and_key(text, said):
    with pytest.raises(OptionError, match=said) as caught:
        read_prices(text, "p.toml")
    assert str(caught.value).startswith("p.toml")


def test_a_user_without_a_home_has_no_table_there(monkeypatch):
    def nobody() -> None:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("robotrace.llm.pricing.Path.home", nobody)
    assert prices()[0].as_of is not None  # those that come with robotrace


def test_a_table_named_by_a_home_that_is_not_known_is_one_line(monkeypatch):
    monkeypatch.setenv("ROBOTRACE_PRICES", "~nobody-of-this-name/prices.toml")
    with pytest.raises(OptionError, match="no home directory is known; give a whole path"):
        prices()


def test_somebody_elses_home_holds_no_table(monkeypatch, home):
    def exists(path: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("robotrace.llm.pricing.Path.exists", exists)
    assert prices()[0].as_of is not None


def test_settings_may_stand_elsewhere_than_at_home(monkeypatch, tmp_path):
    own = tmp_path / "settings" / "robotrace" / "prices.toml"
    own.parent.mkdir(parents=True)
    own.write_text('\ufeff[[price]]\nmodel = "m"\nprompt = 1\ncompletion = 1\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    assert price_of(["m"], "localhost", prices()) == Price(("m",), 1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[price]\n", "line 1"),
        ('a = 1\nb = "', "at end of document"),
        ("[[price]]\nmodel = 3\n", "price 1: 'model' must be"),
    ],
)
def test_a_table_at_home_that_is_wrong_is_named_with_the_line(home, text, said):
    own = home / ".config" / "robotrace" / "prices.toml"
    own.parent.mkdir(parents=True)
    own.write_text(text)
    with pytest.raises(OptionError) as caught:
        prices()
    assert str(caught.value).startswith(str(own))
    assert said in str(caught.value)


def test_a_folder_in_place_of_a_table_is_one_line(home):
    (home / ".config" / "robotrace" / "prices.toml").mkdir(parents=True)
    with pytest.raises(OptionError, match="cannot be read: it is no file"):
        prices()

"""Two methods are never one group; one method is one group, however old its runs are."""

import json
from pathlib import Path

import pytest

from robotrace.results import read_run
from robotrace.show.compare.groups import groups_of
from robotrace.show.compare.method import Method, settings_of

PUBLISHED = Path(__file__).parents[3] / "results" / "published"
OLD = {
    "view": "folded",
    "memory": 5,
    "samples": 1,
    "budget": 6000,
    "iterations": 10,
    "caps": {"calls": 10, "usd": None},
}
NEW = {
    "optimizer_options": {
        "view": "folded",
        "memory": 5,
        "reply": "fences",
        "vision": False,
        "samples": 1,
        "prompt_tokens": 6000,
        "temperature": None,
        "reasoning_effort": None,
        "context": "",
    },
    "iterations": 10,
    "caps": {"usd": None, "calls": 10, "cached_tokens": None},
}


@pytest.mark.parametrize(
    "other",
    [
        {"caps": {"env_steps": 1_000_000}},
        {"caps": {"env_steps": 1, "seconds": 60}},
        {"caps": {"cached_tokens": 1}},
        {"iterations": 5},
        {"goals": 3},
        {"confirm": 0},
        {"retries": 0},
        {"search": "greedy"},
        {"optimizer_options": {"memory": 1}},
        {"optimizer_options": {"view": "full"}},
        {"optimizer_options": {"tune": {"population": 4}, "other": {"memory": 4}}},
        {"optimizer_options": {"optimizer": {"samples": 2}, "tune": {"samples": 3}}},
        {"optimizer_options": {"weights": [1, 2]}},
        {"an_option_of_a_stranger": {"deep": [1]}},
        {"model": "m-2"},
        {"feedback": "score"},
        {"optimizer": "opro"},
        {"controller": "pass\n"},
    ],
)
def test_whatever_else_a_run_was_told_makes_another_method(make_run, other):
    alike = {"caps": {"env_steps": 1}, "optimizer_options": {"optimizer": {"samples": 1}, "tune": {"samples": 3}}}
    one, same = make_run("a", [0], **alike), make_run("b", [0], **alike, seed=1)
    groups = groups_of([one, same, make_run("c", [0], **{**alike, **other})])
    assert [len(group.runs) for group in groups] == [2, 1]
    assert groups[0].name != groups[1].name


def test_caps_are_named_where_they_differ(make_run):
    runs = [make_run(f"r{cap}", [0], caps={"calls": None, "env_steps": cap}) for cap in (1, 1_000_000)]
    assert [group.name for group in groups_of(runs)] == ["induce, max env steps 1", "induce, max env steps 1000000"]


@pytest.mark.parametrize(
    "other",
    [
        {"seed": 7},
        {"heldout_curve": True},
        {"sandbox": "none: trusted"},
        {"machine": {"kernel": "Haswell"}},
        {"made_from": "/home/me/mine.py:make"},
        {"optimizer_from": "/home/me/mine.py:Mine"},
        {"fresh_batch": 10, "reply": "fences", "vision": False, "temperature": None},
        {"replays": "an-older-run"},
        {"caps": {"env_steps": 9, "tokens": None}},
    ],
)
def test_where_it_ran_and_how_it_was_tested_makes_no_other_method(make_run, other):
    runs = [make_run("a", [0], caps={"env_steps": 9}), make_run("b", [0], **{"caps": {"env_steps": 9}, **other})]
    assert [len(group.runs) for group in groups_of(runs)] == [2]
    assert settings_of("induce", {"heldout": 20, "control": "raw", "horizon": 9, "options": {"hold": 5}}) == {}


def test_an_old_and_a_new_run_of_a_method_are_one_group(make_run):
    assert settings_of("optoprime", OLD) == settings_of("optoprime", NEW)
    assert settings_of("optoprime", NEW) == {
        "view": "folded",
        "memory": 5,
        "samples": 1,
        "prompt_tokens": 6000,
        "iterations": 10,
        "max_calls": 10,
    }
    asked = {"optimizer": "optoprime", "feedback": "facts", "model": "m"}
    assert [
        len(group.runs) for group in groups_of([make_run("a", [0], **asked, **OLD), make_run("b", [0], **asked, **NEW)])
    ] == [2]


def test_the_options_of_a_search_between_rounds_are_read_in_either_form():
    old = {"memory": 5, "population": 8, "sigma": 0.3, "tune_seed": 0, "tune_every": 2, "tune_generations": 4}
    tune = {"population": 8, "sigma": 0.3, "seed": 0}
    new = {"optimizer": {"memory": 5}, "tune": tune, "tune_every": 2, "tune_generations": 4}
    settings = settings_of("optoprime+tune", {"seed": 3, "optimizer_options": new})
    assert settings == settings_of("optoprime+tune", old)
    assert settings == {
        "memory": 5,
        "tune population": 8,
        "tune sigma": 0.3,
        "tune seed": 0,
        "tune_every": 2,
        "tune_generations": 4,
    }
    assert settings_of("tune", {"population": 8, "tune_seed": 1, "seed": 3}) == {"population": 8, "seed": 1}


def test_an_option_and_a_setting_of_the_run_that_share_a_name_stay_two():
    config = {"goals": 5, "optimizer_options": {"goals": 1, "optimizer": {"goals": 2}}}
    assert settings_of("mine", config) == {"goals": 1, "optimizer goals": 2, "run goals": 5}


def test_published_runs_are_of_two_methods():
    runs = [read_run(path.parent) for path in sorted(PUBLISHED.glob("*/*/config.json"))]
    groups = groups_of(runs)
    assert {group.name for group in groups} == {"optoprime", "optoprime, masked"}
    assert [len(group.runs) for group in groups] == [1] * len(runs)  # one of each task
    [pick_place] = [group for group in groups if group.setting.task == "metaworld/pick-place-v3"]
    assert (pick_place.in_all["env_steps"], pick_place.to_best["env_steps"]) == (4910, 2990)  # then it was confirmed
    settings = dict(Method.of(runs[0]).settings)
    assert (settings.pop("start"), json.dumps(settings)) == (
        "67a559",
        '{"confirm": 20, "goals": 5, "iterations": 10, "max_calls": 10, "memory": 5, "prompt_tokens": 6000, '
        '"retries": 1, "samples": 1, "search": "archive", "view": "folded"}',
    )

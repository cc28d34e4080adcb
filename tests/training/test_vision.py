"""A run whose model sees: what it was shown is in its folder, and resuming it draws nothing that was answered."""

import pytest
from filmed import FilmedPoint
from toy import PointTask

from robotrace import OptoPrime, train
from robotrace.errors import OptionError
from robotrace.llm import Message, ScriptedChat
from robotrace.results import read_run

REPLY = "### variable: controller\n```python\ndef controller(observation):\n    return [{x}, 0.0, 0.0, 0.0]\n```\n"


class Watching(ScriptedChat):
    """Keeps the messages."""

    def chat(self, messages: list[Message], *, json: bool = False):
        asked.extend(messages)
        return super().chat(messages, json=json)


asked: list[Message] = []


def run(folder, *replies, task=None, **options):
    asked.clear()
    settings = {"goals": 1, "confirm": 0, "heldout": 0, "iterations": len(replies), "retries": 0, "trust": True}
    optimizer = OptoPrime(chat=Watching(list(replies)), vision=True)
    return train("blank", task or FilmedPoint(), optimizer=optimizer, run=folder, **{**settings, **options})


def test_the_pictures_stand_beside_the_prompt(tmp_path):
    found = run(tmp_path / "run", REPLY.format(x=0.1), REPLY.format(x=0.2))
    assert [len(message.images) for message in asked] == [6, 6]
    for iteration, message in enumerate(asked, 1):
        kept = sorted((tmp_path / "run" / "prompts").glob(f"00{iteration}.*.png"))
        assert [path.name for path in kept] == [f"00{iteration}.{number}.png" for number in range(1, 7)]
        assert [path.read_bytes() for path in kept] == [image.png for image in message.images]
        prompt = (tmp_path / "run" / "prompts" / f"00{iteration}.md").read_text()
        assert prompt == message.text
        assert "- picture 6: t=8, the end" in prompt
    assert found.optimizer_options["vision"] is True


def test_going_on_draws_for_new_questions_only(tmp_path, caplog):
    run(tmp_path / "run", REPLY.format(x=0.1))
    task = FilmedPoint()
    run(tmp_path / "run", task=task, resume=True, iterations=1)
    assert (task.opened, asked) == (0, [])
    run(tmp_path / "run", REPLY.format(x=0.2), task=task, resume=True, iterations=2)
    assert (task.opened, len(asked)) == (1, 1)
    assert not [record for record in caplog.records if "asked otherwise" in record.message]


def test_a_replayed_run_draws_nothing(tmp_path):
    run(tmp_path / "run", REPLY.format(x=0.1))
    task = FilmedPoint()
    again = train(
        "blank",
        task,
        goals=1,
        confirm=0,
        heldout=0,
        iterations=1,
        retries=0,
        trust=True,
        replay=tmp_path / "run",
        run=tmp_path / "again",
    )
    assert task.opened == 0
    assert again.optimizer_options["vision"] is True
    assert read_run(tmp_path / "run").best.text == again.best.text


def test_a_task_without_a_camera_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(OptionError, match="toy/point has no camera"):
        run(tmp_path / "run", REPLY.format(x=0.1), task=PointTask())
    assert not (tmp_path / "run").exists()

import numpy as np

from robotrace.sandbox import Sandbox
from robotrace.sandbox.frames import HEADER
from robotrace.sandbox.layout import Layout, Packer

SEEN = {"task": "reach-v3", "place": np.array([1.0, 2.0, 3.0]), "opening": np.array(0.5)}
CHOOSES = """
def controller(observation):
    return [1.0] if observation["task"] == "reach-v3" else [float(observation["place"][0])]
"""


def test_a_text_takes_no_room_and_comes_back():
    packer = Packer.of(SEEN)
    assert packer.fill(SEEN)
    assert (packer.layout.size, len(packer.message)) == (4, HEADER.size + 32)
    seen = packer.layout.unpack(packer.message[HEADER.size :])
    assert (list(seen), seen["task"], seen["place"].tolist(), float(seen["opening"])) == (
        list(SEEN),
        "reach-v3",
        [1.0, 2.0, 3.0],
        0.5,
    )


def test_another_text_is_another_layout():
    packer = Packer.of(SEEN)
    assert not packer.fill({**SEEN, "task": "push-v3"})
    assert not packer.fill({name: value for name, value in SEEN.items() if name != "task"})
    assert Layout([("task", "push-v3"), ("place", [3])]).size == 3


def test_a_controller_in_the_sandbox_is_told_when_the_text_changes():
    with Sandbox() as sandbox, sandbox.load(CHOOSES) as policy:
        assert policy.act(SEEN).tolist() == [1.0]
        assert policy.act({**SEEN, "task": "push-v3", "place": np.array([7.0])}).tolist() == [7.0]

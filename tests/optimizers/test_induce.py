import re

import numpy as np
import pytest

from robotrace.optimizers.induce import Induce
from robotrace.opto import Candidate, Case, Declaration, Evidence, Optimizer, Outcome, Trial, Variable, Verdict
from robotrace.trace import Graph, Record, Ref

pytestmark = pytest.mark.slow

START = '''def controller(observation):
    """Return [x, y, z, grip]: where the hand goes, in metres, and the gripper effort."""
    return [0.0, 0.6, 0.2, -1.0]
'''
FETCH = '''import numpy as np


def controller(observation):
    """Return [x, y, z, grip]: where the hand goes, in metres, and the gripper effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    puck_pos = observation["puck_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_puck = puck_pos + np.array([-0.005, 0.0, 0.1])

    if np.linalg.norm(hand_pos - puck_pos) > 0.07:
        # The hand is more than 7 cm from the puck.
        grip = -1.0
    else:
        grip = 0.6

    if np.linalg.norm(hand_pos[:2] - above_puck[:2]) > 0.02:
        # The hand is more than 2 cm from above_puck, seen from above.
        return np.array([*above_puck, grip])
    elif gripper_opening > 0.73:
        # The gripper opening is above 0.73.
        return np.array([*puck_pos, grip])
    else:
        return np.array([*goal_pos, grip])
'''


def fetch(observation):
    """Go above the puck, down to it, then to the goal."""
    hand, puck, goal = (observation[f"{name}_pos"] for name in ("hand", "puck", "goal"))
    grip = 0.6 if np.linalg.norm(hand - puck) <= 0.07 else -1.0
    above = puck + np.array([-0.005, 0.0, 0.1])
    if np.linalg.norm(hand[:2] - above[:2]) > 0.02:
        place = above
    elif observation["gripper_opening"] > 0.73:
        place = puck
    else:
        place = goal
    return np.array([*place, grip])


def look(generator, near=0.5):
    """An observation with the hand somewhere near the puck."""
    puck = generator.uniform([-0.1, 0.6, 0.02], [0.1, 0.7, 0.02])
    spread = 0.2 if generator.random() > near else 0.03
    return {
        "hand_pos": puck + generator.uniform([-spread, -spread, 0.0], [spread, spread, 0.15]),
        "gripper_opening": np.array(generator.uniform(0.4, 1.0)),
        "puck_pos": puck,
        "goal_pos": generator.uniform([-0.1, 0.8, 0.05], [0.1, 0.9, 0.3]),
    }


def observations(count, seed=0):
    generator = np.random.default_rng(seed)
    return [look(generator) for _ in range(count)]


def episode(pairs, code=START, name="controller"):
    """The graph of an episode whose actions were told what they should have been."""
    records = [Record(0, "parameter", name, "", "", {}, code, None, None, {})]
    feedback = {}
    for observation, hint in pairs:
        seen = Record(len(records), "input", "observation", "", "", {}, observation, None, None, {})
        inputs = {"observation": Ref(seen.id), "__code__": Ref(0)}
        call = Record(seen.id + 1, "call", name, name, "", inputs, np.zeros(len(hint)), 3, None, {})
        records += [seen, call]
        feedback[call.id] = ("Go on.", hint)
    return Graph(tuple(records), feedback)


def evidence(*graphs, code=START, variables=None):
    outcomes = tuple(Outcome(Case("train", i), False, 0.0, "", graph) for i, graph in enumerate(graphs))
    described = variables or (Variable("controller", "code", code),)
    candidate = Candidate({"controller": code}, code)
    return Evidence("Fetch the puck.", described, (Trial(0, Verdict.START, "", None, candidate, outcomes),))


def taught(expert, seen, code=START):
    return evidence(*(episode([(o, expert(o)) for o in seen[k::5]], code) for k in range(5)), code=code)


def propose(expert=fetch, count=1500, code=START):
    proposal = Induce().propose(taught(expert, observations(count), code))
    assert proposal.refusal is None
    return proposal.values["controller"]


def load(text):
    names = {}
    exec(compile(text, "controller", "exec"), names)
    return names["controller"]


def agreement(text, expert, count=2000):
    controller = load(text)
    return np.mean([np.abs(controller(o) - expert(o)).max() < 1e-3 for o in observations(count, seed=99)])


def test_it_is_an_optimizer_without_a_model():
    assert isinstance(Induce(), Optimizer)
    assert Induce().name == "induce"
    assert (Declaration.of(Induce()).model, Declaration.of(Induce()).asks_a_model) == (None, False)


def test_the_program_behind_the_hints_is_recovered():
    assert agreement(propose(), fetch) > 0.98


def test_the_program_is_written_as_a_person_would():
    assert propose(count=3000) == FETCH


def test_a_target_without_choices_is_one_line():
    def reach(observation):
        return np.array([*observation["goal_pos"], -1.0])

    assert propose(reach, count=40).splitlines()[5:] == [
        '    goal_pos = observation["goal_pos"]',
        "",
        "    return np.array([*goal_pos, -1.0])",
    ]


def test_the_same_evidence_gives_the_same_text():
    assert propose(count=300) == propose(count=300)


def test_hints_seen_twice_change_nothing():
    graph = episode([(o, fetch(o)) for o in observations(200)])
    once, twice = (Induce().propose(evidence(*graphs)) for graphs in ([graph], [graph, graph]))
    assert once.values == twice.values


def test_signature_and_docstring_stay():
    code = (
        "import math\n\n\ndef drive(\n    seen: dict[str, float],\n) -> list[float]:\n"
        '    """Say\n\n    [a, b, c, squeeze].\n    """\n    return [math.pi] * 4\n'
    )
    pairs = [({**o}, fetch(o)) for o in observations(400)]
    graph = episode(pairs, code, name="drive")
    records = tuple(
        Record(
            r.id, r.kind, r.name, r.operation, "", {"seen": Ref(r.id - 1), "__code__": Ref(0)}, r.output, 3, None, {}
        )
        if r.kind == "call"
        else r
        for r in graph.records
    )
    variables = (Variable("drive", "code", code),)
    text = Induce().propose(evidence(Graph(records, graph.feedback), variables=variables)).values["drive"]
    assert text.startswith(
        "import numpy as np\n\n\ndef drive(\n    seen: dict[str, float],\n) -> list[float]:\n"
        '    """Say\n\n    [a, b, c, squeeze].\n    """\n    hand_pos = seen["hand_pos"]\n'
    )
    assert "squeeze = -1.0" in text


def test_it_can_rewrite_what_it_wrote():
    assert propose(count=300, code=propose(count=300)) == propose(count=300)


def test_numbers_are_as_round_as_the_gap_allows():
    numbers = re.findall(r"\d+\.\d+", re.sub(r"#.*", "", propose(count=3000)))
    assert numbers
    assert all(len(number.partition(".")[2]) <= 3 for number in numbers)


def test_a_threshold_stands_in_the_middle_of_its_gap():
    def press(observation):
        near = observation["height"] < 0.5
        return np.array([1.0 if near else -1.0])

    seen = [{"height": np.array(value)} for value in (0.0, 0.1, 0.2, 0.8, 0.9, 1.0)]
    assert "if height > 0.5:" in propose_for(press, seen)


def test_the_wider_gap_wins_among_tests_that_separate_alike():
    def press(observation):
        return np.array([float(observation["wide"] > 0.5)])

    seen = [
        {"narrow": np.array(v if v < 0.5 else v - 0.75), "wide": np.array(v)} for v in (0.0, 0.05, 0.1, 0.9, 0.95, 1.0)
    ]
    assert "if wide > 0.5:" in propose_for(press, seen)


def test_a_place_that_keeps_one_coordinate_of_the_hand():
    def lift(observation):
        hand, goal = observation["hand_pos"], observation["goal_pos"]
        return np.array([hand[0], hand[1], goal[2] + 0.05, 1.0])

    text = propose(lift, count=50)
    assert "at_hand_xy_goal_z = np.array([hand_pos[0], hand_pos[1], goal_pos[2] + 0.05])" in text


def test_mistaken_hints_do_not_grow_the_program():
    generator = np.random.default_rng(3)

    def mistaken(observation):
        answer = fetch(observation)
        return np.array([0.3, 0.3, 0.3, 0.0]) + generator.normal(0, 0.1, 4) if generator.random() < 0.005 else answer

    text = propose(mistaken, count=1500)
    assert text.count("return") <= 6
    assert agreement(text, fetch) > 0.95


def test_hints_that_scatter_by_a_centimetre_still_give_a_short_program():
    generator = np.random.default_rng(5)
    text = propose(lambda observation: fetch(observation) + generator.normal(0, 0.01, 4), count=1500)
    controller = load(text)
    errors = [np.abs(controller(o) - fetch(o)).max() for o in observations(1000, seed=98)]
    assert np.mean(np.array(errors) < 0.02) > 0.95
    assert text.count("return") <= 12


def test_lines_are_short_and_the_program_parses():
    text = propose()
    assert max(map(len, text.splitlines())) <= 120
    assert callable(load(text))


def test_the_reason_says_what_it_rests_on():
    reason = Induce().propose(taught(fetch, observations(100))).reason
    assert re.match(r"\d+ rules explain 100 distinct situations \(100 hints, 5 episodes\): ", reason)


def test_without_hints_it_says_what_is_needed():
    graph = episode([(o, fetch(o)) for o in observations(5)])
    words = Graph(graph.records, dict.fromkeys(graph.feedback, ("Move closer.",)))
    proposal = Induce().propose(evidence(words))
    assert proposal.values == {}
    assert "it needs feedback level hints" in proposal.refusal


def test_untraced_evidence_is_refused_too():
    assert "feedback level hints" in Induce().propose(evidence(None)).refusal


def test_two_functions_are_refused_by_name():
    graph = episode([(o, fetch(o)) for o in observations(5)])
    helper = Record(len(graph.records), "parameter", "grip", "", "", {}, "def grip(): ...", None, None, {})
    variables = (Variable("controller", "code", START), Variable("grip", "code", "def grip(): ..."))
    proposal = Induce().propose(evidence(Graph((*graph.records, helper), graph.feedback), variables=variables))
    assert proposal.refusal == (
        "induce rewrites one function that returns the action; trainable functions found: controller, grip."
    )


def test_a_function_that_does_not_return_the_action_is_refused():
    graph = episode([(o, fetch(o)) for o in observations(5)])
    last = len(graph.records)
    clip = Record(last, "call", "clip", "clip", "", {"action": Ref(2)}, np.zeros(4), None, None, {})
    proposal = Induce().propose(evidence(Graph((*graph.records, clip), {last: (np.zeros(4),)})))
    assert "Let it return the action itself" in proposal.refusal


@pytest.mark.parametrize("hint", [np.full(4, np.nan), np.full(4, np.inf)])
def test_hints_that_are_not_finite_teach_nothing(hint):
    proposal = Induce().propose(evidence(episode([(o, hint) for o in observations(5)])))
    assert "finite" in proposal.refusal


def propose_for(expert, seen):
    proposal = Induce().propose(taught(expert, seen, code="def controller(observation):\n    return [0.0]\n"))
    assert proposal.refusal is None
    return proposal.values["controller"]


def test_field_names_that_python_cannot_use_as_they_are():
    def press(observation):
        return np.array([1.0 if observation["abs"] + 0 * observation["lamp on?"] > 0.5 else -1.0])

    seen = [
        {"abs": np.array(v), "lamp on?": np.array(0.3 * (v % 0.2)), "if": np.array(1.0)} for v in np.arange(0, 1, 0.07)
    ]
    text = propose_for(press, seen)
    assert 'abs_2 = observation["abs"]' in text
    assert all(load(text)(o) == press(o) for o in seen)


def test_an_array_as_the_argument_itself():
    generator = np.random.default_rng(4)
    seen = [generator.uniform(0, 1, 2) for _ in range(40)]
    proposal = Induce().propose(evidence(episode([(o, np.array([float(o[1] > 0.5)])) for o in seen])))
    assert "if observation[1] > 0." in proposal.values["controller"]
    assert "observation = " not in proposal.values["controller"]


def test_a_function_that_is_asked_for_several_tasks_is_refused(tmp_path):
    from several_toys import two

    import robotrace as rt

    run = rt.train("blank", two(), optimizer="induce", run=tmp_path / "run", heldout=0, iterations=1)
    assert run.trials[1].why.startswith(
        "induce fits a function that is asked for one task; controller is asked for 2 of them (button-v2, point ...). "
        "Let each task have a trainable function of its own"
    )

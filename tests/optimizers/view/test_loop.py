from __future__ import annotations

from robotrace.optimizers.view.calls import Calls
from robotrace.optimizers.view.loop import Loop, Slot
from robotrace.optimizers.view.loop import find_loop as find_in
from robotrace.trace import Graph, Record, Ref


def calls(*operations: str) -> Graph:
    return Graph(tuple(Record(i, "call", name, name) for i, name in enumerate(operations)), {})


def find_loop(graph: Graph) -> Loop | None:
    return find_in(Calls.of(graph))


def slots(graph: Graph) -> list[tuple[str, int]]:
    loop = find_loop(graph)
    return list(loop.slots) if loop else []


def test_few_calls_are_no_loop():
    assert find_loop(calls(*["act", "step"] * 5)) is None


def test_the_last_operation_ends_a_pass():
    loop = find_loop(calls(*["act", "step"] * 10))
    assert loop is not None
    assert [[call.operation for call in one] for one in loop.passes] == [["act", "step"]] * 10


def test_an_operation_called_several_times_a_pass_has_several_slots():
    assert slots(calls(*["near", "near", "act", "step"] * 10)) == [("near", 0), ("near", 1), ("act", 0), ("step", 0)]


def test_branches_stand_where_they_are_called():
    graph = calls(*["look", "up", "act"] * 6, *["look", "down", "act"] * 6)
    assert slots(graph) == [("look", 0), ("down", 0), ("up", 0), ("act", 0)]


def test_a_pass_that_broke_off_is_a_pass():
    loop = find_loop(calls(*["act", "step"] * 10, "act"))
    assert loop is not None
    assert [call.operation for call in loop.passes[-1]] == ["act"]
    assert loop.slot[20] == Slot("act", 0)
    assert loop.row[20] == 10


def test_calls_that_do_not_repeat_are_no_loop():
    assert find_loop(calls(*(f"f{i % 17}" for i in range(17)), *(f"f{i * 7 % 17}" for i in range(17)))) is None


def test_a_loop_is_cut_where_fewest_values_go_on():
    records: list[Record] = []
    state: Ref | int = 0
    for _ in range(8):
        first = len(records)
        records.append(Record(first, "call", "look", "look", inputs={"state": state}))
        records.append(Record(first + 1, "call", "aim", "aim", inputs={"state": state, "seen": Ref(first)}))
        records.append(Record(first + 2, "call", "step", "step", inputs={"action": Ref(first + 1), "seen": Ref(first)}))
        state = Ref(first + 2)
    broken_off = [*records, Record(24, "call", "look", "look", inputs={"state": state})]
    loop = find_loop(Graph(tuple(broken_off), {}))
    assert loop is not None
    assert [call.operation for call in loop.passes[0]] == ["look", "aim", "step"]
    assert [call.operation for call in loop.passes[-1]] == ["look"]


def test_the_part_of_a_part_comes_from_the_whole():
    records = (
        Record(0, "call", "step", "step"),
        Record(1, "call", "getitem", "getitem", inputs={"container": Ref(0), "key": "hand"}),
        Record(2, "call", "getitem", "getitem", inputs={"container": Ref(1), "key": 0}),
        Record(3, "call", "getitem", "getitem", inputs={"container": Ref(0), "key": Ref(2)}),
    )
    graph = Graph(records, {})
    assert [Calls.of(graph).origin(id) for id in range(4)] == [(0, ()), (0, ("hand",)), (0, ("hand", 0)), (3, ())]

from robotrace.trace.bytecode import READS, named_by

SOURCE = """
def outer(x):
    global total
    total = len(x)

    def inner():
        return LIMIT + x

    return inner
"""


def test_names_are_found_in_inner_functions_too():
    code = compile(SOURCE, "source", "exec")
    assert list(named_by(code, READS)) == ["len", "LIMIT"]
    assert list(named_by(code, frozenset({"STORE_GLOBAL"}))) == ["total"]

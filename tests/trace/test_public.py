import robotrace.trace


def test_public_names_are_pinned():
    assert robotrace.trace.__all__ == [
        "Graph", "LateGraph", "Module", "Node", "Parameter", "Record", "Ref", "backward",
        "bundle", "is_tracing", "no_trace", "node", "noting_lines", "record", "unwrap",
    ]  # fmt: skip
    assert all(hasattr(robotrace.trace, name) for name in robotrace.trace.__all__)

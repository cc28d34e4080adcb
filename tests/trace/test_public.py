import robotrace.trace


def test_public_names_are_pinned():
    assert robotrace.trace.__all__ == [
        "Deferred", "Graph", "Module", "Node", "Parameter", "Record", "Ref", "backward",
        "bundle", "no_trace", "node", "noting_lines", "record", "restore", "unwrap",
    ]  # fmt: skip
    assert all(hasattr(robotrace.trace, name) for name in robotrace.trace.__all__)

import io

from rich.console import Console

from robotrace.show.markdown import markdown


def test_code_begins_in_the_first_column_so_that_it_can_be_copied():
    console = Console(file=io.StringIO(), width=40, force_terminal=True, color_system=None)
    console.print(markdown("# Title\n\nWords.\n\n```python\nif x:\n    y = 1\n```\n"))
    lines = [line.rstrip() for line in console.file.getvalue().splitlines()]
    assert lines[-4:] == ["", "if x:", "    y = 1", ""]

import pytest

from robotrace.errors import RunError
from robotrace.results.trusted import refuse_import


@pytest.mark.parametrize("name", ["metaworld/reach-v3", "shifted/push-v3@7", "optoprime", "induce+tune", "mine"])
def test_a_name_passes(name):
    assert refuse_import(name, "robotrace eval run --task {}") == name


@pytest.mark.parametrize("name", ["x.py", "./x.py:make", "/a/b.py", "x.PY:f", "shifted/x.py:make@3", "a.pyw"])
def test_a_file_is_refused_with_the_command_that_names_it(name):
    with pytest.raises(RunError, match="names a file of Python") as caught:
        refuse_import(name, "robotrace eval run --task {}")
    assert str(caught.value).endswith(f"If you know the file: robotrace eval run --task {name}")


def test_the_file_s_path_is_quoted_for_the_shell():
    with pytest.raises(RunError, match=r"robotrace eval run --task '/a b/\$\(x\)\.py:make'$"):
        refuse_import("/a b/$(x).py:make", "robotrace eval run --task {}")

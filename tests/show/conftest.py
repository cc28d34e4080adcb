import pytest
from fake_runs import write_run


@pytest.fixture
def make_run(tmp_path):
    """Write a run of this name under the test's folder and read it."""

    def make(name, train, **options):
        return write_run(tmp_path / name, train, **options)

    return make

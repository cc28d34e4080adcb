import pytest

from robotrace.episodes import make, task_names
from robotrace.episodes.suites import find_suite, suite_names
from robotrace.errors import OptionError, UnknownNameError


def test_the_bundled_suites():
    assert suite_names() == ("ML1", "ML10", "ML45", "MT1", "MT10", "MT25", "MT50", "SHIFT10")
    counts = {name: len(find_suite(name).roles) for name in suite_names() if not name.endswith(("T1", "L1"))}
    assert counts == {"ML10": 15, "ML45": 50, "MT10": 10, "MT25": 25, "MT50": 50, "SHIFT10": 10}


def test_every_task_of_a_suite_can_be_made():
    named = {task for name in suite_names() if not name.endswith(("T1", "L1")) for task, _ in find_suite(name).roles}
    assert named <= set(task_names())
    assert make(find_suite("SHIFT10").tasks[0]).name == "shifted/reach-v3@SHIFT10"


def test_classes():
    assert find_suite("ML10").roles[9:11] == (
        ("metaworld/basketball-v3", "train"),
        ("metaworld/drawer-open-v3", "test"),
    )
    assert find_suite("MT10").roles[0] == ("metaworld/reach-v3", "")


def test_a_suite_of_one_task():
    suite = find_suite("MT1:push-v3")
    assert (suite.name, suite.tasks) == ("MT1:push-v3", ("metaworld/push-v3",))
    assert find_suite("ML1:metaworld/push-v3").name == "ML1:push-v3"
    with pytest.raises(OptionError, match=r"^MT1 is one task, which has to be named: MT1:[a-z-]+-v3, for example.$"):
        find_suite("MT1")
    with pytest.raises(UnknownNameError, match=r"^Unknown task of MT1 'push-v2'. Did you mean push-v3"):
        find_suite("MT1:push-v2")
    with pytest.raises(OptionError, match=r"^MT10 is a suite of 10 tasks, found 'MT10:push-v3': leave :push-v3 out.$"):
        find_suite("MT10:push-v3")


def test_an_unknown_suite():
    with pytest.raises(UnknownNameError, match=r"^Unknown suite 'MT500'. Did you mean MT50, "):
        find_suite("MT500")


def test_a_package_announces_suites(tmp_path, monkeypatch):
    (tmp_path / "theirs.py").write_text(
        "from robotrace.episodes.suites import Suite\nTWO = Suite('TWO', 'Two tasks.', ('reach-v3', 'push-v3'))\nNONE = 3\n"
    )
    info = tmp_path / "theirs-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[robotrace.suites]\nTWO = theirs:TWO\nNONE = theirs:NONE\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert {"TWO", "NONE"} <= set(suite_names())
    assert find_suite("TWO").roles == (("reach-v3", ""), ("push-v3", ""))
    with pytest.raises(OptionError, match=r"^NONE is no suite: expected a robotrace.episodes.suites.Suite, found 3.$"):
        find_suite("NONE")

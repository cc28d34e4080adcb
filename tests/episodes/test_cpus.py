import os

import pytest

from robotrace.episodes import cpus
from robotrace.episodes.cpus import cores, others, places, quota


def machine(root, own, files):
    for name, words in {"proc/self/cgroup": own, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words)
    return root


@pytest.mark.parametrize(
    ("own", "files", "share"),
    [
        ("0::/\n", {"sys/fs/cgroup/cpu.max": "max 100000\n"}, None),
        ("0::/\n", {"sys/fs/cgroup/cpu.max": "150000 100000\n"}, 1.5),
        (
            "0::/jobs/a\n",
            {"sys/fs/cgroup/jobs/cpu.max": "200000 100000\n", "sys/fs/cgroup/jobs/a/cpu.max": "max 1\n"},
            2.0,
        ),
        (
            "4:cpu,cpuacct:/box\n",
            {
                "sys/fs/cgroup/cpu/box/cpu.cfs_quota_us": "400000\n",
                "sys/fs/cgroup/cpu/box/cpu.cfs_period_us": "100000\n",
            },
            4.0,
        ),
        (
            "4:cpu:/\n",
            {"sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n"},
            None,
        ),
    ],
    ids=["no limit", "a share", "the group above", "version 1", "version 1 without a limit"],
)
def test_the_share_of_a_control_group(tmp_path, own, files, share):
    assert quota(machine(tmp_path, own, files)) == share


def test_a_system_without_control_groups_has_no_limit(tmp_path):
    assert quota(tmp_path) is None


@pytest.mark.parametrize(("paid", "count"), [("max", 4), ("290", 2), ("50", 1), ("800", 4)])
def test_cores_are_those_that_are_allowed_and_paid_for(tmp_path, monkeypatch, paid, count):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1, 2, 3}, raising=False)
    assert cores(machine(tmp_path, "0::/\n", {"sys/fs/cgroup/cpu.max": f"{paid} 100\n"})) == count


@pytest.mark.parametrize(("workers", "found"), [(1, ()), (2, ()), (3, (0, 2, 5)), (4, ())])
def test_each_worker_has_a_cpu_of_its_own_where_all_are_taken(monkeypatch, workers, found):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {5, 0, 2}, raising=False)
    assert places(workers) == found


@pytest.mark.parametrize(("usable", "paid", "expected"), [
    ({0, 1, 2, 3}, "max", {0, 1, 3}),
    ({0, 1, 2, 3}, "300", {0, 1, 3}),
    ({0, 1, 2, 3}, "290", set()),
    ({1, 2}, "200", {1}),
    ({2}, "max", set()),
    ({0, 1}, "max", set()),
])  # fmt: skip
def test_the_other_cpus_are_those_that_this_thread_is_not_on(tmp_path, monkeypatch, usable, paid, expected):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: usable, raising=False)
    monkeypatch.setattr(cpus, "current", lambda: 2)
    assert others(machine(tmp_path, "0::/\n", {"sys/fs/cgroup/cpu.max": f"{paid} 100\n"})) == expected


def test_the_cpu_that_this_thread_is_on_is_one_of_its_own():
    assert cpus.current() in os.sched_getaffinity(0)

"""A pool is one option, and a backend one file."""

import socket
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
import thread_pool
from pools import GOOD, assert_same, plain, point_task

from robotrace import plugins
from robotrace.episodes import ProcessPool, RayPool, cores, evaluate, open_pool
from robotrace.episodes.pool import backend_names, backends
from robotrace.errors import OptionError, PoolError, UnknownNameError
from robotrace.opto import Candidate

PLACE = str(Path(thread_pool.__file__).resolve())


def test_one_worker_is_this_process_and_several_are_processes():
    assert open_pool(point_task()) is None
    assert open_pool(point_task(), pool="serial", workers=None) is None
    for options in ({"workers": 2}, {"pool": "processes", "workers": 2}):
        with open_pool(point_task(), **options) as pool:
            assert (type(pool), pool.workers) == (ProcessPool, 2)


def test_without_a_number_there_is_a_process_for_each_cpu():
    for pool in (None, "processes"):
        with open_pool(point_task(), pool=pool, workers=None) as opened:
            assert opened.workers == cores()


@pytest.mark.parametrize("choice", ["processes:here", "serial:here"])
def test_an_address_is_refused_where_there_is_none(choice):
    with pytest.raises(OptionError, match=r"found .*here'"):
        open_pool(point_task(), pool=choice)


def test_serial_is_one_worker():
    with pytest.raises(OptionError, match="one worker in this process, found pool='serial' and workers=4"):
        open_pool(point_task(), pool="serial", workers=4)


def test_an_unknown_pool_comes_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"Unknown pool 'process'. Did you mean processes\?"):
        open_pool(point_task(), pool="process")
    assert backend_names() == ("processes", "ray", "serial")


def test_an_address_goes_to_the_backend(monkeypatch):
    joined = []
    monkeypatch.setattr(RayPool, "connect", lambda self: joined.append(self.address))
    for choice in ("ray", "ray:auto", "ray:ray://head:10001"):
        open_pool(point_task(), pool=choice, workers=3)
    assert joined == ["", "auto", "ray://head:10001"]


@pytest.mark.slow
def test_a_fourth_backend_is_one_file_named_by_its_path():
    there = evaluate(Candidate({}, GOOD), point_task(seed=3), goals=4, pool=PLACE, workers=None)
    here = evaluate(Candidate({}, GOOD), point_task(seed=3), goals=4)
    for one, other in zip(here.episodes, there.episodes, strict=True):
        assert_same(plain(one), plain(other))


def test_or_one_that_an_installed_package_announces(monkeypatch):
    entry = EntryPoint("threads", "thread_pool:Pool", backends.ENTRY_POINTS)
    monkeypatch.setattr(plugins, "installed", lambda group: {"threads": entry} if group == "robotrace.pools" else {})
    with open_pool(point_task(), pool="threads:head:6817", workers=None, level="hints") as pool:
        assert (pool.workers, thread_pool.Pool.opened) == (2, ("head:6817", "hints"))
    assert backend_names() == ("processes", "ray", "serial", "threads")


def test_what_is_no_pool_is_refused(tmp_path):
    (tmp_path / "mine.py").write_text("Pool = dict\n")
    with pytest.raises(OptionError, match="expected a class derived from WorkerPool"):
        open_pool(point_task(), pool=str(tmp_path / "mine.py"))


@pytest.fixture
def nobody():
    """A port of this machine that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.parametrize("scheme", ["ray://", ""])
def test_a_ray_cluster_that_does_not_answer_is_given_up_on_at_once(nobody, scheme, monkeypatch):
    pytest.importorskip("ray")
    address = f"{scheme}127.0.0.1:{nobody}"
    with pytest.raises(
        PoolError, match=rf"no Ray cluster to be had at '{address}': nothing answers at 127.0.0.1, port"
    ):
        open_pool(point_task(), pool=f"ray:{address}")
    monkeypatch.setenv("RAY_ADDRESS", address)
    with pytest.raises(PoolError, match="no Ray cluster to be had at 'auto': nothing answers"):
        open_pool(point_task(), pool="ray:auto")


def test_a_ray_address_without_a_number_for_its_port_is_refused():
    pytest.importorskip("ray")
    with pytest.raises(PoolError, match="'ray://head:port': expected ray://HOST:PORT"):
        open_pool(point_task(), pool="ray:ray://head:port")

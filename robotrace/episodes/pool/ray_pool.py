"""Workers on a Ray cluster: actors that do the same work, and speak of it in the same bytes.

Every machine of the cluster needs robotrace, and a user's own files under the same paths.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Sequence
from typing import Any

from robotrace.episodes.pool.server import ONE_THREAD, Server
from robotrace.episodes.pool.worker_pool import WorkerDied, WorkerPool
from robotrace.errors import OptionError, PoolError

CLIENT_PORT = 10001
"""Where Ray's clients are served, unless an address says otherwise."""
SECONDS_TO_ANSWER = 5.0
"""For the head of a cluster to take a connection; what is behind it has Ray's own patience."""


class Actor:
    """One Ray actor, from this side."""

    def __init__(self, ray: Any, handle: Any) -> None:
        self._ray, self._handle = ray, handle
        self._ready = handle.ready.remote()
        self.pending: Any = None

    def working(self) -> bool:
        """Whether the cluster has found it a place."""
        return bool(self._ray.wait([self._ready], timeout=0)[0])

    def ask(self, request: str) -> None:
        """Hand it a request."""
        self.pending = self._handle.run.remote(request)

    def answer(self) -> bytes:
        """What came of it."""
        try:
            found: bytes = self._ray.get(self.pending)
        except self._ray.exceptions.RayError as error:
            raise WorkerDied(f"a Ray actor was lost ({' '.join(str(error).split())[:300]})") from error
        return found

    def stop(self) -> None:
        """Nothing: Ray ends actors by itself only once nobody can ask them."""

    def kill(self) -> None:
        """End it."""
        self._ray.kill(self._handle)


class RayPool(WorkerPool[Actor]):
    """Workers on a Ray cluster; see `WorkerPool`.

    The address is "auto" for the cluster that runs here, which is the default, "local" to start one for this process, or
    "ray://host:10001" for one elsewhere. It is without effect where Ray is connected already. Waiting for a place in the cluster
    does not count as time of a request.

    Raises:
        OptionError: Ray is not installed.
        PoolError: There is no cluster at that address.
    """

    has_address = True

    def connect(self) -> None:
        """Join the cluster."""
        self._ray, self._ours = _connect(self.address or "auto")

    def default_workers(self) -> int:
        """One for each CPU of the cluster."""
        return int(self._ray.cluster_resources().get("CPU", 1))

    def start_worker(self) -> Actor:
        """An actor."""
        actor = self._ray.remote(Server).options(num_cpus=1, max_restarts=0, runtime_env={"env_vars": ONE_THREAD})
        return Actor(self._ray, actor.remote(self.work_json))

    def wait_for(self, workers: Sequence[Actor], seconds: float | None) -> Sequence[Actor]:
        """Those whose result is there."""
        by_pending = {worker.pending: worker for worker in workers}
        ready, _ = self._ray.wait(list(by_pending), num_returns=1, timeout=seconds)
        return [by_pending[pending] for pending in ready]

    def close(self) -> None:
        """End all actors, and leave the cluster if this pool joined it."""
        super().close()
        if self._ours:
            self._ray.shutdown()
            self._ours = False


def _endpoint(address: str) -> tuple[str, int] | None:
    """The host and port of a cluster elsewhere; None where Ray finds or starts one by itself."""
    named = os.environ.get("RAY_ADDRESS", "") if address == "auto" else address
    if named in ("", "auto", "local"):
        return None
    scheme, _, place = named.rpartition("://")
    host, _, port = place.partition("/")[0].rpartition(":")
    if scheme not in ("", "ray") or (not host and not scheme):
        return None
    try:
        return (host.strip("[]"), int(port)) if host else (port, CLIENT_PORT)
    except ValueError as error:
        raise PoolError(f"The Ray address {named!r}: expected ray://HOST:PORT, found no number as its port.") from error


def _check_reachable(address: str) -> None:
    """Ray itself tries an address that nobody is at for a minute or more.

    Raises:
        PoolError: Nothing answers there.
    """
    endpoint = _endpoint(address)
    if endpoint is None:
        return
    host, port = endpoint
    try:
        socket.create_connection((host, port), timeout=SECONDS_TO_ANSWER).close()
    except (OSError, UnicodeError) as error:
        raise PoolError(
            f"There is no Ray cluster to be had at {address!r}: nothing answers at {host}, port {port}, within "
            f"{SECONDS_TO_ANSWER:g} s ({error}). Check the address, and that `ray start --head` runs there."
        ) from error


def _connect(address: str) -> tuple[Any, bool]:
    """Ray, and whether it was connected by this."""
    try:
        import ray
    except ImportError as error:
        raise OptionError("Ray is not installed: pip install 'robotrace[ray]', or use processes (workers).") from error
    if ray.is_initialized():
        return ray, False
    _check_reachable(address)
    try:
        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        ray.init(address=address, **quiet, **({"include_dashboard": False} if address == "local" else {}))
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise PoolError(f"There is no Ray cluster to be had at {address!r}: {error}") from error
    return ray, True

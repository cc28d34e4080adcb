"""Programs that attack: none reaches anything, none leaves anything behind, and the next policy works."""

import os
import sys

import pytest
from siege import Siege, attacks, ordinary_user

from robotrace.sandbox import level

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not sys.platform.startswith("linux") or level() not in ("full", "strong"), reason="this kernel has no seccomp"
    ),
]

MEMORY = {"mem_reserve", "mem_numpy_reserve", "mem_map", "mem_leak_a_step"}
"""What nothing but rlimits stops before its time is up."""
LANDLOCK_AND_RLIMITS = {
    *("ctypes_mmap_rwx", "mprotect_exec", "shellcode_rwx"),
    *("dns_query", "netlink_raw", "socketpair", "udp_send", "vsock"),
    *("exotic_syscalls", "raw_clone3", "shared_memory", "user_namespace"),
    *("new_session", "outlive_zygote", "ptrace_self"),
}
"""What they do not stop where there is no seccomp."""
SAME_USER = {"chmod", "rlimits_of_parent"}
"""What they do not stop either where the policy's process is the same user as the runner."""
NOTHING_ELSE = {
    *("proc_parent_environ", "proc_parent_mem", "process_vm_readv_parent", "read_ssh_key", "list_folder"),
    *("append_bashrc", "import_machinery", "rename", "unlink", "write_file"),
    *("abstract_unix", "tcp_ctypes", "tcp_listen", "tcp_python", "udp_send"),
    *("fork_bomb", "fork_outlive", "kill_zygote", "numpy_os", "os_system", "subprocess_run", "thread"),
    *("ctypes_mmap_rwx", "mprotect_exec", "outlive_zygote", "signal_parent", "mem_map", "mem_reserve"),
}
"""Some of what a process of its own and a watchdog do not stop."""
KERNEL = tuple(
    name for name, row in attacks().items() if row["kind"] in ("secrets", "files", "net", "proc", "mem", "code")
)
"""What layers of the kernel stop; the other attacks meet the watchdog and the decoder, which nothing takes away here."""
USERS = [
    "",
    pytest.param("nobody", marks=pytest.mark.skipif(os.geteuid() != 0, reason="all run as an ordinary user already")),
]


@pytest.fixture(scope="module")
def siege():
    with Siege() as siege:
        yield siege


@pytest.mark.parametrize("name", attacks())
def test_an_attack_has_no_effect(siege, name):
    assert siege.attack(name) == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="all run as an ordinary user already")
def test_an_attack_has_no_effect_for_an_ordinary_user():
    ordinary_user()
    with Siege(user="nobody") as siege:
        assert siege.fallen() == {}


def fallen(missing, user):
    if user:
        ordinary_user()
    with Siege(missing, user=user) as siege:
        return set(siege.fallen(KERNEL))


@pytest.mark.parametrize("user", USERS)
def test_seccomp_and_rlimits_hold_by_themselves(user):
    assert fallen(["landlock", "drop"], user) == set()


@pytest.mark.parametrize("user", USERS)
def test_without_rlimits_only_memory_can_be_taken_even_where_seccomp_is_alone(user):
    assert fallen(["landlock", "rlimits", "drop"], user) == MEMORY


@pytest.mark.skipif(level() != "full", reason="this kernel has no Landlock")
@pytest.mark.parametrize("user", USERS)
def test_without_seccomp_no_file_no_server_no_process_is_reached(user):
    assert fallen(["seccomp"], user) <= LANDLOCK_AND_RLIMITS | SAME_USER


@pytest.mark.parametrize("user", USERS)
def test_a_process_and_a_watchdog_alone_keep_little_in(user):
    assert fallen(["seccomp", "landlock", "rlimits", "drop"], user) >= NOTHING_ELSE


def test_every_attack_says_what_it_does():
    assert all(row["kind"] and row["why"] and row["source"] for row in attacks().values())

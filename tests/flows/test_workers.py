"""Work in processes of their own: a crash or a hang costs its own item only."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.workers import WorkFailed, in_processes
from tests.therapyindex.running import REPOSITORY


def work(item: int) -> int:
    """Squares, but for numbers that kill, hang or raise."""
    if item == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if item == 5:
        time.sleep(600)
    if item == 7:
        raise ValueError("seven")
    return item * item


def test_results_come_in_order_and_a_crash_and_a_hang_cost_their_own_item_only() -> None:
    found = list(in_processes(work, [1, 2, 3, 4, 5, 6], seconds=3))
    assert [item for item, _ in found] == [1, 2, 3, 4, 5, 6]
    results = dict(found)
    assert [results[item] for item in (1, 2, 4, 6)] == [1, 4, 16, 36]
    crashed, hung = results[3], results[5]
    assert isinstance(crashed, WorkFailed)
    assert isinstance(hung, WorkFailed)
    assert (crashed.is_late, hung.is_late) == (False, True)


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(ValueError, match="seven"):
        list(in_processes(work, [1, 7, 2], seconds=30))


def test_no_work_starts_no_process() -> None:
    assert list(in_processes(work, [], seconds=1)) == []


SERVER = "'multiprocessing.forkserver' in sys.orig_argv[-1]"
IMPORTED = {
    "processes": f"if {SERVER}: os.register_at_fork(after_in_child=die)",
    "their server": f"if {SERVER}: die()",
}


def begun_where(folder: Path, die: str, times: int) -> str:
    """What becomes of three items in a new process, where its worker processes, or their server, die so many times."""
    for number in range(times):
        (folder / f"to-die-{number}").touch()
    (folder / "sitecustomize.py").write_text(
        "import os, pathlib, sys\n"
        "def die():\n"
        "    for mark in pathlib.Path(__file__).parent.glob('to-die-*'):\n"
        "        mark.unlink(missing_ok=True)\n"
        "        os._exit(9)\n"
        f"{IMPORTED[die]}\n"
    )
    code = "from tests.flows import test_workers as t; print(list(t.in_processes(t.work, [1, 2, 4], seconds=60)))"
    env = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{REPOSITORY}"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=120)
    return done.stdout or done.stderr.splitlines()[-1]


@pytest.mark.parametrize(("die", "times"), [("processes", 2), ("their server", 2)])
def test_a_process_that_is_killed_between_two_items_costs_none(tmp_path: Path, die: str, times: int) -> None:
    assert begun_where(tmp_path, die, times).strip() == "[(1, 1), (2, 4), (4, 16)]"


@pytest.mark.parametrize("die", IMPORTED)
def test_processes_that_cannot_start_are_one_clear_line(tmp_path: Path, die: str) -> None:
    said = begun_where(tmp_path, die, 100)
    assert said.startswith("records.errors.TherapyIndexError: ")
    assert "make memory free" in said

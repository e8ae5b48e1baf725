"""Work in processes of their own: a crash or a hang costs its own item only."""

import os
import signal
import time

import pytest

from flows.workers import WorkFailed, in_processes


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

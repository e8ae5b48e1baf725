"""Work in processes of their own: what crashes or hangs one of them costs its own item only."""

import os
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkFailed(Exception):
    """A process came to its end over an item: `is_late` when it was stopped for taking too long."""

    def __init__(self, message: str, *, is_late: bool) -> None:
        super().__init__(message)
        self.is_late = is_late


def in_processes(
    work: Callable[[Item], Result], items: Sequence[Item], *, seconds: float
) -> Iterator[tuple[Item, Result | WorkFailed]]:
    """Does the work on each item, as many at once as there are processors, and gives the results in order.

    An item whose process dies or takes longer than `seconds` comes with a WorkFailed. What the work itself raises is
    raised here. Closing the iterator early stops the processes.
    """
    if not items:
        return
    # Spawned: a fork would copy the locks of threads that are at work (Prefect's, the database's).
    workers = min(len(items), os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count() or 1)
    with ProcessPool(max_workers=workers, context=get_context("spawn")) as pool:
        try:
            results = pool.map(work, items, timeout=seconds).result()
            for item in items:
                try:
                    yield item, next(results)
                except TimeoutError:
                    yield item, WorkFailed(f"took longer than {seconds:g} seconds", is_late=True)
                except ProcessExpired as error:
                    yield item, WorkFailed(f"its process ended with code {error.exitcode}", is_late=False)
        finally:
            pool.stop()

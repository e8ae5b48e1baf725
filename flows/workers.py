"""Work in processes of their own: what crashes or hangs one of them costs its own item only."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from time import sleep
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from records.errors import TherapyIndexError

_TRIES = 3
_PAUSE = 0.5  # seconds between them
_IMPORTED = ("flows.batches",)  # before the first process begins: the work that takes long to import

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
    raised here. A process that dies between two items costs none. Raises TherapyIndexError when none lives long enough
    to begin. Closing the iterator early stops the processes.
    """
    rest, fruitless = list(items), 0
    while rest:
        done = 0
        try:
            for found in _pooled(work, rest, seconds):
                done += 1
                yield found
        except BrokenProcessPool as error:
            fruitless = 0 if done else fruitless + 1
            if fruitless == _TRIES:
                raise TherapyIndexError(
                    "the processes that read pages end before they begin: make memory free, then run this again."
                ) from error
            sleep(_PAUSE)
        rest = rest[done:]


def _pooled(
    work: Callable[[Item], Result], items: Sequence[Item], seconds: float
) -> Iterator[tuple[Item, Result | WorkFailed]]:
    # Forked from a server that has no threads: a fork of this process would copy the locks of threads that are at work
    # (Prefect's, the database's), and each that is spawned would import everything again.
    context = get_context("forkserver")
    context.set_forkserver_preload(list(_IMPORTED))
    workers = min(len(items), os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count() or 1)
    with ProcessPool(max_workers=workers, context=context) as pool:
        try:
            results = [pool.schedule(work, args=(item,), timeout=seconds) for item in items]
            for item, result in zip(items, results, strict=True):
                # Tasks that come to a pool just when it breaks are never told.
                while not wait([result], timeout=1).done:
                    if not pool.active:
                        raise BrokenProcessPool("no process is left")
                try:
                    yield item, result.result()
                except TimeoutError:
                    yield item, WorkFailed(f"took longer than {seconds:g} seconds", is_late=True)
                except ProcessExpired as error:
                    yield item, WorkFailed(f"its process ended with code {error.exitcode}", is_late=False)
        finally:
            pool.stop()

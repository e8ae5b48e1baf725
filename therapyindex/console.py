"""What people see: progress on standard error, answers on standard output."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
import typer

if TYPE_CHECKING:
    from flows.progress import Progress


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def say(line: str) -> None:
    """One line of an answer."""
    typer.echo(line)


def counted(counts: dict[str, int]) -> str:
    """14 therapists, 14 statements, 1 approaches -> as prose."""
    return ", ".join(f"{count:,} {name}" for name, count in counts.items()) or "nothing"


@contextmanager
def progress_bar() -> Iterator["Progress"]:
    """A bar per stage on standard error; on no terminal, nothing."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int | None, note: str = "") -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total, note="", rate="")
            speed = bars.tasks[bars.task_ids.index(tasks[what])].speed
            rate = f"{speed:,.1f}/s" if speed else ""
            bars.update(tasks[what], completed=done, total=total, note=note, rate=rate)

        yield show

"""The table of checks that a dry run shows."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from flows.stages.publish import Published

_ORDER = ("failed", "accepted", "passed", "not applicable")
_STYLES = {"failed": "bold red", "accepted": "yellow", "passed": "green", "not applicable": "dim"}
_UNBROKEN = 10_000  # columns


def print_checks(published: "Published", console: Console | None = None) -> None:
    """Prints the checks of a publish on standard output, what failed first.

    On a terminal the subject stands below its check, which leaves room for the reason in 80 columns; elsewhere each
    result is one line.
    """
    console = console or Console()
    if console.is_terminal:
        console.print(_table(published, stacked=True))
        return
    wide = Console(width=_UNBROKEN, no_color=True)
    with wide.capture() as captured:
        wide.print(_table(published, stacked=False))
    for line in captured.get().splitlines():
        console.print(line.rstrip(), markup=False, highlight=False, soft_wrap=True)


def _table(published: "Published", *, stacked: bool) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("outcome", max_width=10 if stacked else None)
    table.add_column("check", overflow="fold", min_width=16)
    if not stacked:
        table.add_column("subject")
    for name in ("figure", "limit"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("reason", overflow="fold")
    for one in sorted(published.checks, key=lambda result: _ORDER.index(result.outcome)):
        subject = one.subject or "all"
        what = [f"{one.check}\n{subject}"] if stacked else [one.check, subject]
        cells = [*what, _number(one.figure), _number(one.limit), one.reason]
        table.add_row(Text(one.outcome, style=_STYLES[one.outcome]), *map(Text, cells))
    return table


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3f}"

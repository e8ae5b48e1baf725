"""docs/benchmarks.md: a section for each part, which stays as it is until that part is measured anew."""

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

REPORT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
_HEAD = """# Benchmarks

Written by `make bench`, or for some of it by `make bench PARTS="crawl answers"`. Ratios are measured in one run,
ours and the other taking turns; absolute figures belong to the machine and its load at that hour.
"""
_SECTION = re.compile(r"^## (\S+)\n", re.MULTILINE)


class Row(NamedTuple):
    """One line of a table: what, our figure, what it is measured against, the figure that counts, its target."""

    what: str
    ours: str
    against: str
    figure: float
    target: str
    met: bool | None  # None without a target

    def markdown(self) -> str:
        """The line as Markdown."""
        verdict = {True: "met", False: "**missed**", None: ""}[self.met]
        return f"| {self.what} | {self.ours} | {self.against} | {self.figure:.2f} | {self.target} | {verdict} |"


def write(part: str, rows: Iterable[Row], order: Sequence[str], report: Path = REPORT) -> None:
    """Puts the lines of one part into the report; parts that are not in `order` any more leave it."""
    _, *found = _SECTION.split(report.read_text(encoding="utf-8")) if report.exists() else [""]
    sections = dict(zip(found[::2], found[1::2], strict=True))
    sections[part] = _section(rows)
    known = [f"## {name}\n\n{sections[name].strip()}\n" for name in order if name in sections]
    report.write_text("\n".join([_HEAD, *known]), encoding="utf-8")


def _section(rows: Iterable[Row]) -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = [f"Measured on {datetime.now(UTC):%Y-%m-%d} ({machine}).", ""]
    lines += ["| what | ours | against | figure | target | |", "|---|---|---|---|---|---|"]
    return "\n".join([*lines, *(row.markdown() for row in rows)])

"""A file of opt-outs: one KEY a line, with a reason behind a tab, or as CSV with the columns key and reason."""

import csv
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from flows.optout_keys import key_of
from records.errors import WrongUse
from records.optouts import Key

Columns: TypeAlias = tuple[str, ...]

_COLUMNS: Columns = ("key", "reason")
_HEADINGS = frozenset({*_COLUMNS, "id", "name", "url"})  # each of them, in a line that names nobody, tells a header


class Line(Struct, frozen=True):
    """One line that names somebody; lines are counted from 1."""

    number: int
    key: Key
    reason: str | None


class BadLine(Struct, frozen=True, kw_only=True):
    """One line that names nobody, and why."""

    line: int
    why: str


def read_lines(file: Path) -> tuple[list[Line], list[BadLine]]:
    """The good lines and the bad ones; blank lines and those that begin with # say nothing.

    Raises WrongUse when the file cannot be read, or is a CSV file of other columns or with another separator.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WrongUse(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise WrongUse(f"{file} cannot be read: it is no text in UTF-8.") from error
    good: list[Line] = []
    bad: list[BadLine] = []
    columns: Columns | None = None
    for number, shown in enumerate(text.split("\n"), 1):
        line = shown.strip()
        if not line or line.startswith("#"):
            continue
        named = _named(number, line, columns)
        if isinstance(named, Line):
            good.append(named)
        elif not (good or bad or columns) and _is_header(line):
            columns = _columns(line, f"{file}, line {number}")
        else:
            bad.append(named)
    return good, bad


def _named(number: int, line: str, columns: Columns | None) -> Line | BadLine:
    """Whom a line names, of a file with or without a header."""
    try:
        key, reason = _parted(line, columns)
        return Line(number, key_of(key), reason.strip() or None)
    except WrongUse as error:
        return BadLine(line=number, why=str(error))


def _parted(line: str, columns: Columns | None) -> tuple[str, str]:
    """The key and the reason of a line."""
    if columns is None and "\t" in line:
        key, _, reason = line.partition("\t")
        return key.strip('" '), reason
    if columns is None and not line.startswith('"'):
        return line, ""
    try:
        cells = _cells(line, ",")
    except csv.Error as error:
        raise WrongUse(f"no line of a CSV file: {error}.") from None
    if len(cells) > len(_COLUMNS):
        raise WrongUse('more than two columns: a name is written in quotes, "Name, ST".')
    row = dict(zip(columns or _COLUMNS, cells, strict=False))
    return row.get("key", ""), row.get("reason", "")


def _is_header(line: str) -> bool:
    """Whether a first line that names nobody is that of a CSV file, whatever its columns and separator.

    One that begins with somebody and a semicolon tells as well that the file is of another kind.
    """
    tables = [_heading(line, separator) for separator in ",;\t"]
    return any(_HEADINGS.intersection(cells) for cells in tables) or isinstance(_named(1, tables[1][0], None), Line)


def _columns(line: str, where: str) -> Columns:
    """The columns in the order of a header. Raises WrongUse for others, and for other separators."""
    heading = _heading(line, ",")
    columns = (*heading, *_COLUMNS[len(heading) :])  # the reason may stand below no word
    if sorted(columns) != sorted(_COLUMNS):
        raise WrongUse(
            f"{where}: a CSV file has the columns key,reason, separated by commas, and no others; without a header "
            "each line is one KEY, with a reason behind a tab."
        )
    return columns


def _heading(line: str, separator: str) -> list[str]:
    try:
        return [cell.strip().lower() for cell in _cells(line, separator)]
    except csv.Error:
        return [""]


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator, strict=True, skipinitialspace=True))

"""A file of opt-outs: one KEY a line, with a reason behind a tab, or as CSV with the columns key and reason."""

import csv
from pathlib import Path

from msgspec import Struct

from flows.optout_keys import key_of
from records.errors import WrongUse
from records.optouts import Key

_HEADERS = (["key"], ["key", "reason"])


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

    Raises WrongUse when the file cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WrongUse(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise WrongUse(f"{file} cannot be read: it is no text in UTF-8.") from error
    good: list[Line] = []
    bad: list[BadLine] = []
    is_csv = False
    for number, shown in enumerate(text.split("\n"), 1):
        line = shown.strip()
        if not line or line.startswith("#"):
            continue
        if not good and not bad and [cell.strip().lower() for cell in line.split(",")] in _HEADERS:
            is_csv = True
            continue
        try:
            key, reason = _parted(line, is_csv=is_csv)
            good.append(Line(number, key_of(key), reason.strip() or None))
        except WrongUse as error:
            bad.append(BadLine(line=number, why=str(error)))
    return good, bad


def _parted(line: str, *, is_csv: bool) -> tuple[str, str]:
    """The key and the reason of a line."""
    if "\t" in line:
        key, _, reason = line.partition("\t")
        return key.strip('" '), reason
    if not is_csv and not line.startswith('"'):
        return line, ""
    try:
        cells = next(csv.reader([line], strict=True, skipinitialspace=True))
    except csv.Error as error:
        raise WrongUse(f"no line of a CSV file: {error}.") from None
    if len(cells) > 2:
        raise WrongUse('more than two columns: a name is written in quotes, "Name, ST".')
    return cells[0], cells[1] if len(cells) > 1 else ""

"""Fees as numbers with their currency."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from price_parser import Price

from pipelines.data import read_yaml

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_HIGHEST_FEE = 5_000  # above this a number on a fee line is no fee of one session
_LOWEST_FEE = 5  # below this it is the price of a minute, or a slip
_LOWEST_ALONE = 10  # a smaller number without a currency is some other number
_LONGEST = 400
_DEFAULT = "USD"  # of numbers that stand alone
_CLAUSES = re.compile(r"[;|•·\n]|,(?!\d)|\.(?=\s)")
_PLUS = re.compile(r"\+(?!\s*[^\W\d_])")  # "$90+", not "$90 + tax"
_OF_SEVERAL = re.compile(
    r"\s*(?:/|for|per|x)\s*(?:[2-9]|1\d|two|three|four|five|six|eight|ten|twelve)\s*(?:sessions|visits|weeks)",
    re.IGNORECASE,
)
_PER = re.compile(r"\s*(?:/|per|a|an|each|for an?)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:-|to|and|or|/|–)\s*", re.IGNORECASE)
_TO = re.compile(r"\s*(?:-|to)\s*", re.IGNORECASE)
_FOR = re.compile(r"\s*(?:(?:/|per) ?\w+ )?(?:(?:for|on|at|as) )?(?:(?:a|my|our|the) )?", re.IGNORECASE)
_OFFERED = re.compile(r"(?: \w+){0,2} (?:and|or|available|offered|possible|on request)\b", re.IGNORECASE)
_ALONE = re.compile(
    r"\s*(?P<low>\d[\d.,]*)(?:\s*(?:-|to)\s*(?P<high>\d[\d.,]*))?"
    r"\s*(?:(?:per|/|a|an|each)\s*[\w\s./-]*)?",
    re.IGNORECASE,
)


_DATE = re.compile(
    r"\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})|(?:\d{1,2}[/.-])?(?:19|20)\d\d(?:\s*[/.-]\s*(?:\d{1,2}|(?:19|20)\d\d)){0,2}"
)


class Fees(NamedTuple):
    """The fee of one session; one side is None in "from $90" and "up to $200"."""

    lowest: float | None
    highest: float | None
    currency: str


class _Amount(NamedTuple):
    value: float
    currency: str | None
    start: int
    end: int


@lru_cache(maxsize=4_096)
def fees(shown: str) -> Fees | None:
    """The fee that a line such as "$120 - $180 per session" tells; None when it tells none, or of two currencies."""
    text = shown[:_LONGEST].translate(_DASHES)
    clauses = _CLAUSES.split(text)
    told = _regular([_of_session(_told(clause), clause) for clause in clauses], clauses)
    amounts = [amount for found in told for amount in found]
    currencies = {amount.currency for amount in amounts}
    if not amounts:
        return _alone(text)
    if len(currencies) > 1:
        return None
    currency = currencies.pop() or _DEFAULT
    values = sorted({amount.value for amount in amounts})
    if values[0] == 0:
        return Fees(None, values[-1], currency) if values[-1] else None
    if len(values) == 1:
        clause, first = next((clause, found[0]) for clause, found in zip(clauses, told, strict=True) if found)
        before, behind = clause[: first.start], clause[first.end :]
        if _ends("highest", before) or _opens("highest_behind", behind):
            return Fees(None, values[0], currency)
        if _ends("lowest", before) or _opens("lowest_behind", behind) or _PLUS.match(behind.lstrip()):
            return Fees(values[0], None, currency)
    return Fees(values[0], values[-1], currency)


def says_no_figure(shown: str) -> bool:
    """Whether a line of fees is understood though it tells none: "Contact me", "Free consultation"."""
    return not any(char.isdigit() for char in shown) and _has("no_figure", shown)


def _told(clause: str) -> list[_Amount]:
    """The amounts of a clause that have a currency, and the bare ones that make a range with these."""
    amounts = list(_amounts(clause))
    signed = {amount.currency for amount in amounts if amount.currency}
    told: list[_Amount] = []
    for index, amount in enumerate(amounts):
        near = [amounts[other] for other in (index - 1, index + 1) if 0 <= other < len(amounts)]
        if amount.currency is None and not any(_in_range(clause, amount, other) for other in near):
            continue
        currency = amount.currency or (next(iter(signed)) if len(signed) == 1 else None)
        is_likely = _LOWEST_FEE <= amount.value <= _HIGHEST_FEE or (amount.value == 0 and len(amounts) > 1)
        if currency and is_likely and not _OF_SEVERAL.match(clause[amount.end :]):
            told.append(amount._replace(currency=currency))
    return told


def _of_session(amounts: list[_Amount], clause: str) -> list[_Amount]:
    """The amounts of a clause but for those of a package, a missed hour and the like."""
    if not _has("others", clause):
        return amounts
    behind = ((amount, _PER.match(clause, amount.end)) for amount in amounts)
    return [amount for amount, per in behind if per and _pattern("of_session").match(clause, per.end())]


def _regular(told: list[list[_Amount]], clauses: list[str]) -> list[list[_Amount]]:
    """The amounts that everybody pays: without the reduced ones. A sliding scale alone is the fee all pay."""
    paid = [_unreduced(amounts, clause) for amounts, clause in zip(told, clauses, strict=True)]
    is_scale = not any(paid) and any(_has("scale", clause) for clause in clauses)
    return told if is_scale else paid


def _unreduced(amounts: list[_Amount], clause: str) -> list[_Amount]:
    """The amounts of a clause before which no reduction is spoken of last, nor right behind the last one."""
    kept = [amount for amount in amounts if not _is_announced_reduced(clause[: amount.start])]
    if kept and kept[-1] is amounts[-1] and _is_reduced_behind(clause[kept[-1].end :]):
        last = kept.pop()
        if kept and _TO.fullmatch(clause[kept[-1].end : last.start]):
            kept.pop()
    return kept


def _is_announced_reduced(before: str) -> bool:
    """Whether a word for a reduction stands before an amount, and none for the whole fee behind that."""
    return _has("reduced", re.split(_pattern("whole"), before)[-1])


def _is_reduced_behind(behind: str) -> bool:
    begins = _FOR.match(behind)
    named = _pattern("reduced").match(behind, begins.end()) if begins else None
    return named is not None and not _OFFERED.match(behind, named.end())


def _amounts(clause: str) -> Iterator[_Amount]:
    for found in _amount().finditer(clause):
        value = Price.fromstring(found["number"]).amount_float
        if value is None:
            continue
        # "$150 CAD": the dollar sign alone says least.
        sign = found["behind"] if found["before"] == "$" and found["behind"] else found["before"] or found["behind"]
        currency = _currencies().get((sign or "").lower())
        if currency or not _opens("units", clause[found.end() :].lstrip(" -")):
            yield _Amount(value, currency, found.start(), found.end())


def _in_range(clause: str, bare: _Amount, other: _Amount) -> bool:
    first, second = sorted((bare, other), key=lambda amount: amount.start)
    return other.currency is not None and _BETWEEN.fullmatch(clause[first.end : second.start]) is not None


def _alone(text: str) -> Fees | None:
    """A line that is a number or a range and nothing else; a day or a year is none."""
    found = None if _DATE.fullmatch(text.strip(" .")) else _ALONE.fullmatch(text)
    numbers = (
        [Price.fromstring(number).amount_float for number in found.group("low", "high") if number] if found else []
    )
    values = sorted(value for value in numbers if value is not None and _LOWEST_ALONE <= value <= _HIGHEST_FEE)
    return Fees(values[0], values[-1], _DEFAULT) if values and len(values) == len(numbers) else None


def _has(table: str, text: str) -> bool:
    return _pattern(table).search(text) is not None


def _ends(table: str, text: str) -> bool:
    return text.lower().rstrip(" :").endswith(tuple(_data()[table]))


def _opens(table: str, text: str) -> bool:
    return _pattern(table).match(text.lstrip()) is not None


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml(__package__, "fees.yaml")
    return data


@cache
def _currencies() -> dict[str, str]:
    return {sign.lower(): code for code, signs in _data()["currencies"].items() for sign in (code, *signs)}


@cache
def _pattern(table: str) -> re.Pattern[str]:
    words = sorted(_data()[table], key=len, reverse=True)
    return re.compile("|".join(map(_word, words)), re.IGNORECASE)


@cache
def _amount() -> re.Pattern[str]:
    sign = "|".join(_word(sign) for sign in sorted(_currencies(), key=len, reverse=True))
    number = r"(?<!\d)(?<!\d[.,])\d(?:[\d.,]*\d)?"
    return re.compile(rf"(?:(?P<before>{sign})\s?)?(?P<number>{number})(?:\s?(?P<behind>{sign}))?", re.IGNORECASE)


def _word(word: str) -> str:
    """A pattern for a word that is no part of a longer one."""
    before = r"(?<![^\W\d_])" if word[0].isalpha() else ""
    behind = r"(?![^\W\d_])" if word[-1].isalpha() else ""
    return f"{before}{re.escape(word)}{behind}"

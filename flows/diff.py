"""Two runs compared, field by field, before anything is published."""

from collections import Counter
from itertools import groupby

from msgspec import Struct, field, json

from flows.publishing.shown import not_hidden
from pipelines.changes import Difference, differences
from records.optouts import OptOuts
from store.ledger import open_ledger
from store.optouts import load_optouts
from store.runs import Run, open_run
from store.settings import StoreSettings

_SHOWN = 60  # letters of a value


class Diff(Struct, frozen=True, kw_only=True):
    """The differences of two runs: by kind of record, then by id. `counts` are e.g. "therapist MOD": 3."""

    before: str
    after: str
    counts: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def lines(self, samples: int) -> list[str]:
        """The same for people: per field how many changed, with some of them."""
        lines = [f"run {self.before} -> run {self.after}"]
        if not self.differences:
            return [*lines, "no difference but the dates of seeing"]
        for kind, several in (("therapist", "therapists"), ("statement", "statements"), ("approach", "approaches")):
            added, gone, changed = (self.counts.get(f"{kind} {op}", 0) for op in ("ADD", "DEL", "MOD"))
            lines.append(f"{several}: {added:,} added, {gone:,} gone, {changed:,} changed")
            by_field = sorted((one for one in self.differences if one.record == kind), key=_place)
            for (op, name), found in groupby(by_field, key=_place):
                rows = list(found)
                lines.append(f"  {_WORDS[op]} {name if op == 'MOD' else ''}".rstrip() + f": {len(rows):,}")
                lines += [f"    {row.id}  {_shown(row)}" for row in rows[:samples]]
        return lines


_WORDS = {"ADD": "added", "DEL": "gone", "MOD": "changed"}


def diff(settings: StoreSettings, before: str, after: str) -> Diff:
    """What differs between two runs by their ids. Raises TherapyIndexError when one is not there or cannot be read.

    Nothing is said of people who asked to be left out.
    """
    old, new = open_run(settings, before), open_run(settings, after)
    found = list(_differences(old, new, load_optouts(open_ledger(settings, create=False))))
    records = {(one.record, one.op, one.id) for one in found}
    return Diff(
        before=old.id,
        after=new.id,
        counts=dict(Counter(f"{record} {op}" for record, op, _ in sorted(records))),
        fields=dict(Counter(f"{one.record} {one.field}" for one in found if one.op == "MOD")),
        differences=found,
    )


def _differences(old: Run, new: Run, optouts: OptOuts) -> list[Difference]:
    return [
        *differences("therapist", *((one for one, _ in not_hidden(run, optouts)) for run in (old, new))),
        *differences("statement", *((s for _, said in not_hidden(run, optouts) for s in said) for run in (old, new))),
        *differences("approach", old.approaches(), new.approaches()),
    ]


def _place(one: Difference) -> tuple[str, str]:
    return one.op, one.field


def _shown(one: Difference) -> str:
    if one.op == "MOD":
        return f"{_value(one.before)} -> {_value(one.after)}"
    return _value(one.after if one.op == "ADD" else one.before)


def _value(value: object) -> str:
    if value is None or value == []:
        return "(absent)"
    text = value if isinstance(value, str) else json.encode(value).decode()
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"

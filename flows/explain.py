"""Why a record says what it says: its mentions and what links them, each field's origin, each claim's evidence."""

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct, field

from flows.publishing.shown import hidden
from pipelines.resolve.optouts import HELD_BACK
from records import ClaimEvidence, Link, Provenance, Statement, Therapist
from records.errors import TherapyIndexError
from records.optouts import Key
from store.ledger import open_ledger
from store.optouts import load_optouts
from store.runs import latest_run, open_run
from store.settings import StoreSettings

_SHOWN = 100  # letters of a value
_LEFT_OUT = "{} has asked to be left out: nothing of them is shown (`therapyindex optout list`)."
_HELD_BACK = (
    "{0} has the name and state of somebody who asked to be left out and is held back: `therapyindex optout add {0}` "
    "when it is them, `release` in corrections.yaml when not."
)


class Explained(Struct, frozen=True, kw_only=True):
    """All that a run knows of one therapist and why; `asked` is the id that was given, perhaps a former one."""

    run: str
    asked: str
    therapist: Therapist
    links: list[Link] = field(default_factory=list)
    provenance: list[Provenance] = field(default_factory=list)
    claims: list[ClaimEvidence] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    older_statements: list[Statement] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The same for people."""
        one = self.therapist
        yield f"{one.id}  {one.name} ({one.status}), run {self.run}"
        if one.former_ids:
            yield f"former ids: {', '.join(one.former_ids)}"
        yield ""
        yield "mentions (ref, source, seen, why it is this therapist):"
        for link in self.links:
            why = f"{', '.join(link.evidence)} ({link.score:.2f})" if link.evidence else "the first one"
            yield f"  {link.ref}  {link.source}  {_days(link.first_seen, link.last_seen)}  {why}"
            yield f"              {_short(link.shown)}"
            yield f"              {link.source_url}"
        yield ""
        yield "fields (* won):"
        for name, rows in groupby(self.provenance, key=lambda row: row.field):
            yield f"  {name}"
            by_value: dict[tuple[str, str], list[Provenance]] = {}
            for row in sorted(rows, key=lambda row: not row.won):
                by_value.setdefault((row.value, row.raw), []).append(row)
            for row, *same in by_value.values():
                raw = f"  from {_short(row.raw)!r}" if row.raw != row.value else ""
                yield f"    {'*' if row.won else ' '} {_short(row.value)}{raw}"
                dates = f"fetched {row.fetched_at:%Y-%m-%d}, confirmed {row.last_confirmed:%Y-%m-%d}"
                yield f"      {row.source_url}, {dates}"
                if same:
                    yield f"      and the same on {len(same)} more (--json shows all)"
        yield ""
        yield "claims:"
        for claim in self.claims:
            where = f"{claim.field} [{claim.start}:{claim.end}]"
            yield f"  {claim.approach_id}: {claim.claim}, {where} {_short(claim.text)!r}"
            yield f"    {claim.source_url}, {claim.last_seen:%Y-%m-%d}"
        yield ""
        yield "statements:"
        for name, statements in (("", self.statements), ("older, ", self.older_statements)):
            for said in statements:
                yield f"  {said.approach_id}: {name}{_days(said.first_seen, said.last_seen)} {_short(said.text)!r}"
                yield f"    {said.source_url}"


def explain(settings: StoreSettings, therapist_id: str, run_id: str | None = None) -> Explained:
    """What a run (by default the last) knows of a therapist, by a present or former id.

    Raises TherapyIndexError when there is no run, nobody of that id, or somebody who asked to be left out.
    """
    optouts = load_optouts(open_ledger(settings, create=False))
    if optouts.hold(Key("id", therapist_id)):
        raise TherapyIndexError(_LEFT_OUT.format(therapist_id))
    run = latest_run(settings) if run_id is None else open_run(settings, run_id)
    if run is None:
        raise TherapyIndexError("nothing to explain yet: run `therapyindex normalize` first.")
    found = next((one for one in run.therapists() if therapist_id in (one.id, *one.former_ids)), None)
    if found is None and any(row.code == HELD_BACK and therapist_id in row.detail for row in run.quarantine()):
        raise TherapyIndexError(_HELD_BACK.format(therapist_id))
    if found is None:
        raise TherapyIndexError(f"run {run.id} knows nobody of the id {therapist_id}; `therapyindex search` shows ids.")
    statements = [one for one in run.statements() if one.therapist_id == found.id]
    if why := hidden(run, optouts, found, statements):
        raise TherapyIndexError((_LEFT_OUT if why == "out" else _HELD_BACK).format(therapist_id))
    return Explained(
        run=run.id,
        asked=therapist_id,
        therapist=found,
        links=list(run.links(found.id)),
        provenance=list(run.provenance(found.id)),
        claims=list(run.claims(found.id)),
        statements=statements,
        older_statements=[one for one in run.statement_history() if one.therapist_id == found.id],
    )


def _days(first: object, last: object) -> str:
    days = [f"{day:%Y-%m-%d}" for day in (first, last)]
    return days[0] if days[0] == days[1] else " to ".join(days)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"

"""The change feed: what each publication changed in what the public sees, as a file and a row of the ledger.

The file is written before the swap and entered after it. Killed between the two, the live version has no entry: the
next publisher makes it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Literal
from uuid import uuid4

import msgspec
from msgspec import Struct
from sqlalchemy import Engine

from flows.publishing.desk import Desk
from flows.publishing.shown import HeldBack, ids_of, shown
from pipelines.changes import Person, changes, changes_of_people
from records import Change
from records.errors import Unreadable
from records.optouts import OptOuts
from search import IndexWriter
from store.files import remove
from store.optouts import load_optouts
from store.publications import Publication, add_publication, list_publications, read_feed, write_feed
from store.runs import Run, open_run, run_ids
from store.settings import StoreSettings
from store.versions import Version, list_versions

Kind = Literal["publish", "rollback"]


class Shown(Struct, frozen=True):
    """What the public has seen of a version: people of its run at a time, and its approaches.

    Left out are those of the opt-outs, and the ids `out`. `gone` are the changes that took people out of the version
    since it became live.
    """

    version: str
    run: Run
    at: datetime
    optouts: OptOuts = OptOuts()
    out: frozenset[str] = frozenset()
    gone: Sequence[Change] = ()

    def people(self) -> Iterator[Person]:
        """The people, in the order of ids."""
        return (one for one in shown(self.run, self.optouts, self.at) if one[0].id not in self.out)


def between(before: Shown | None, people: Iterable[Person], run: Run) -> Iterator[Change]:
    """The changes from what was shown to these people and the approaches of their run."""
    yield from changes_of_people(before.people() if before else (), people)
    yield from changes("approach", before.run.approaches() if before else (), run.approaches())


def shown_before(ledger: Engine, store: StoreSettings, engine: str, version: str) -> Shown | None:
    """What was shown before this version became live, or is shown now where it is not live.

    None when nothing was, or when its run is gone.
    """
    known = list_publications(ledger, engine)
    swaps = _swaps(known)
    if swaps and swaps[-1].version == version:
        swaps.pop()
    return _shown_since(ledger, store, known, swaps[-1]) if swaps else None


def shown_now(ledger: Engine, store: StoreSettings, version: Version, optouts: OptOuts) -> Shown:
    """What is shown of a live version by these opt-outs: a version lacks whoever has left it, also who came back."""
    known = list_publications(ledger, version.engine)
    swaps = _swaps(known)
    since = _shown_since(ledger, store, known, swaps[-1]) if swaps and swaps[-1].version == version.version else None
    found = since or Shown(version.version, open_run(store, version.run), version.built_at)
    return msgspec.structs.replace(found, optouts=optouts)


def prepare(
    ledger: Engine,
    store: StoreSettings,
    engine: str,
    version: str,
    run: Run,
    built_at: datetime,
    optouts: OptOuts,
    kind: Kind,
    lacking: frozenset[str] = frozenset(),
) -> Publication:
    """Writes the changes that making this version live will be; to be entered once it is live.

    `lacking` are people of the run whom the version does not hold, whatever the opt-outs say by now. Raises Unreadable
    when the version's run cannot be read. Where that of what was shown before cannot, the feed begins anew.
    """
    known = list_publications(ledger, engine)
    _sweep(store, engine, known)
    swaps = _swaps(known)
    before = _shown_since(ledger, store, known, swaps[-1]) if swaps else None
    path = run.directory / f"changes-{version}-{engine}-{len(known) + 1}.parquet"

    def told(before: Shown | None) -> Iterator[Change]:
        held_back = HeldBack()
        people = (one for one in shown(run, optouts, built_at, held_back) if one[0].id not in lacking)
        yield from between(before, people, run)
        out = lacking.union(held_back.left_out)
        yield from (Change(op="OUT", record="therapist", id=one, therapist_id=one) for one in sorted(out))

    try:
        counts = write_feed(path, told(before))
    except Unreadable:
        if before is None:
            raise
        before = None  # a damaged run keeps no good one from the public
        counts = write_feed(path, told(before))
    return Publication(
        engine=engine,
        kind=kind,
        version=version,
        before=before.version if before else None,
        at=built_at,
        counts=counts,
        changes=_below(store, path),
    )


def missing_in(writer: IndexWriter, version: str, run: Run) -> frozenset[str]:
    """People of its run whom a version that comes back does not hold, for whatever reason they left it."""
    held = {record["id"] for record in writer.scan(version, "therapists")}
    return frozenset(one for one in ids_of(run) if one not in held)


def enter(ledger: Engine, prepared: Publication, at: datetime) -> None:
    """Enters what was prepared: its version became live at that time."""
    add_publication(ledger, msgspec.structs.replace(prepared, at=at))


def mend(desk: Desk) -> None:
    """Makes the entry of a live version that has none; only for the holder of the publisher's lease."""
    ledger, store, writer, engine = desk.ledger, desk.store, desk.writer, desk.engine
    live, swaps = writer.live(), _swaps(list_publications(ledger, engine))
    if live is None or (swaps and swaps[-1].version == live):
        return
    meta = next((info.meta for info in writer.versions() if info.version == live), None)
    if meta is None:
        return
    kind: Kind = "rollback" if any(one.version == live for one in swaps) else "publish"
    optouts = load_optouts(ledger)
    with suppress(Unreadable):  # a run is gone or damaged, so nothing can be told; the next publication goes on
        run = open_run(store, meta.run)
        missing = missing_in(writer, live, run) if kind == "rollback" else frozenset()
        prepared = prepare(ledger, store, engine, live, run, meta.built_at, optouts, kind, missing)
        enter(ledger, prepared, meta.published_at or datetime.now(UTC))


def record_optout(
    ledger: Engine, store: StoreSettings, engine: str, version: str, left: Mapping[str, Iterable[str]]
) -> None:
    """Enters that people, each with their statements, have `left` a version; who was not in it is no matter.

    Of a version that is not live nothing is told; a live one without an entry is told of by the entry it will get.
    """
    known = list_publications(ledger, engine)
    swaps = _swaps(known)
    before = _shown_since(ledger, store, known, swaps[-1]) if swaps else None
    if before is None or before.version != version or not (ids := sorted(left.keys() - before.out)):
        return
    rows = chain(
        (Change(op="DEL", record="therapist", id=one, therapist_id=one) for one in ids),
        (Change(op="DEL", record="statement", id=said, therapist_id=one) for one in ids for said in left[one]),
    )
    path = before.run.directory / f"changes-{version}-{engine}-optout-{uuid4().hex[:8]}.parquet"
    counts = write_feed(path, rows)
    publication = Publication(
        engine=engine,
        kind="optout",
        version=version,
        before=version,
        at=datetime.now(UTC),
        changes=_below(store, path),
        counts=counts,
    )
    add_publication(ledger, publication)


def _swaps(known: Iterable[Publication]) -> list[Publication]:
    return [one for one in known if one.kind != "optout"]


def _shown_since(
    ledger: Engine, store: StoreSettings, known: Sequence[Publication], publication: Publication
) -> Shown | None:
    """What a publication made the public see, less those who left since; None when that can be told no more."""
    rows = list_versions(ledger, publication.engine)
    version = next((row for row in rows if row.version == publication.version), None)
    optouts = [one for one in known if one.kind == "optout" and one.id > publication.id]
    whole = all((store.data / one.changes).is_file() for one in [publication, *optouts])
    if version is None or not whole or version.run not in run_ids(store):
        return None
    try:
        gone = [change for one in optouts for _, change in read_feed(store, one, ["DEL"])]
        out = _left_out(store, publication) | {change.id for change in gone}
        return Shown(version.version, open_run(store, version.run), version.built_at, out=out, gone=gone)
    except Unreadable:
        return None


def _left_out(store: StoreSettings, publication: Publication) -> frozenset[str]:
    if not (store.data / publication.changes).is_file():
        return frozenset()
    return frozenset(change.id for _, change in read_feed(store, publication, ["OUT"]))


def _sweep(store: StoreSettings, engine: str, known: Iterable[Publication]) -> None:
    """Removes what was prepared and never became live."""
    entered = {one.changes for one in known}
    found = (store.data / "runs").glob(f"*/changes-*-{engine}-[0-9]*.parquet")
    remove(path for path in found if _below(store, path) not in entered)


def _below(store: StoreSettings, path: Path) -> str:
    return path.relative_to(store.data).as_posix()

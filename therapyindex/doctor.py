"""Doctor: what could keep a night from going well, and how to mend it."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from records.errors import TherapyIndexError
from store.files import nearest_existing
from therapyindex.settings import Settings

LOW_DISK = 2 * 1024**3  # bytes


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was looked at; `detail` says how to mend it when it is not ok."""

    what: str
    ok: bool
    detail: str


def examine(settings: Settings) -> list[Finding]:
    """Looks at the installation, the data directory, the settings, the sources, the ledger and the engine."""
    return [*_machine(settings.data), *_contact(settings), *_sources(), *_ledger(settings), *_engine(settings)]


def _machine(data: Path) -> Iterator[Finding]:
    yield Finding(what="python", ok=sys.version_info >= (3, 11), detail=sys.version.split()[0])
    place = nearest_existing(data)
    writable = place.is_dir() and os.access(place, os.W_OK)
    yield Finding(
        what="data directory",
        ok=writable,
        detail=f"{data} can be written"
        if writable
        else f"{place} is no directory that can be written: choose another with --data",
    )
    free = shutil.disk_usage(place).free
    yield Finding(
        what="disk",
        ok=free >= LOW_DISK,
        detail=f"{free / 1024**3:.1f} GiB free" + ("" if free >= LOW_DISK else ": make room before the next night"),
    )


def _contact(settings: Settings) -> Iterator[Finding]:
    yield Finding(
        what="contact",
        ok=True,
        detail=settings.contact or "none: set THERAPYINDEX_CONTACT (a mail address or page) to crawl a public host",
    )


def _sources() -> Iterator[Finding]:
    from flows.stages.crawl import source_facts

    try:
        facts, faults = source_facts()
    except TherapyIndexError as error:
        yield Finding(what="sources", ok=False, detail=str(error))
        return
    yield from (Finding(what="sources", ok=False, detail=fault) for fault in faults)
    terms = (f"terms read on {fact['reviewed_on']}" if fact["reviewed_on"] else "terms not read yet" for fact in facts)
    detail = "; ".join(f"{fact['name']} ({read})" for fact, read in zip(facts, terms, strict=True))
    yield Finding(what="sources", ok=True, detail=detail)


def _ledger(settings: Settings) -> Iterator[Finding]:
    from flows.status import status

    try:
        found = status(settings.store, settings.search)
    except TherapyIndexError as error:
        yield Finding(what="ledger", ok=False, detail=str(error))
        return
    yield Finding(what="ledger", ok=True, detail="; ".join(line.strip() for line in found.lines()))


def _engine(settings: Settings) -> Iterator[Finding]:
    from search import open_engine

    what = f"engine {settings.engine}"
    try:
        engine = open_engine(settings.search)
        try:
            state = engine.state()
        finally:
            engine.close()
        may_publish, allowed = _allowed(settings)
        fault = _fault(settings) if may_publish else None  # who only searches may not look so closely
    except TherapyIndexError as error:
        yield Finding(what=what, ok=False, detail=str(error))
        return
    if state and fault:
        yield Finding(what=what, ok=False, detail=fault)
        return
    detail = f"version {state.version} is live" if state else "no version is live: run therapyindex publish"
    yield Finding(what=what, ok=state is not None, detail=detail + allowed)


def _fault(settings: Settings) -> str | None:
    from flows.publishing.readable import live_fault
    from search import open_writer

    writer = open_writer(settings.search)
    try:
        return live_fault(writer)
    finally:
        writer.close()


def _allowed(settings: Settings) -> tuple[bool, str]:
    """Whether one may publish, and what is said of it."""
    if settings.engine == "embedded":
        return True, ""
    from search.engines.elasticsearch_rights import rights

    found = rights(settings.search)
    return found.may_publish, f"; {found.said}"

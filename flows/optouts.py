"""Opt-outs: who asks to be left out is looked up, remembered, and taken out of every version at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct, field
from sqlalchemy import Engine

from flows.erase import Erased, erase_new
from flows.erase import erase as erase_all
from flows.optout_file import BadLine, read_lines
from flows.optout_keys import Known, Lookup, Others, key_of, others, people
from flows.progress import Progress, silent
from flows.publishing.opening import at_the_desk
from flows.verify import Verified
from flows.verify import verify as look_everywhere
from records.errors import Busy, TherapyIndexError, WrongUse
from records.optouts import Key
from search.settings import SearchSettings
from store.ledger import open_ledger
from store.optouts import Entry, add_optout, entries_of, list_optouts, load_optouts, remove_optout
from store.settings import StoreSettings
from store.versions import list_versions

NO_VERSION = "no version is published yet: who asked is remembered, and every later version obeys"

_PATIENCE = 10.0  # seconds for which a publish that is under way is waited for
_NAMED = 10  # namesakes in an error

State = Literal["applied", "publishing", "failed"]
EngineName = Literal["embedded", "elasticsearch"]
_ENGINES: tuple[EngineName, ...] = ("embedded", "elasticsearch")


class Found(Struct, frozen=True, kw_only=True):
    """Whom a KEY means. `person` is None when nobody is known by it; `known` are the entries they have already.

    `others` are whom it touches too, `unread` the runs that could not be read.
    """

    key: Key
    person: Known | None
    known: list[str]
    others: Others
    unread: list[str]

    @property
    def keys(self) -> set[Key]:
        """All that will be remembered."""
        return {self.key, *(self.person.keys if self.person else ())}


class Applied(Struct, frozen=True, kw_only=True):
    """What came of it on one engine: by version how many documents went; why none could go, or not of all versions.

    `versions` is how many versions there are. `publishing`: a publish is under way, and applies it before it ends.
    """

    engine: EngineName
    state: State
    documents: dict[str, int] = field(default_factory=dict)
    versions: int = 0
    error: str | None = None

    @property
    def line(self) -> str:
        """The same for people."""
        if self.state == "publishing":
            return f"{self.engine}: a publish is under way and applies it before it ends; if it fails, run this again"
        taken = f"{sum(self.documents.values()):,} documents taken out of {len(self.documents)} versions"
        if self.state == "applied":
            if not self.versions:
                return f"{self.engine}: {NO_VERSION}"
            return f"{self.engine}: {taken if self.documents else 'nothing to take out, all its versions obey already'}"
        return f"{self.engine}: not applied ({self.error})" + (f"; {taken}" if self.documents else "")


class Added(Struct, frozen=True, kw_only=True):
    """An opt-out that is remembered.

    `ids` are whom it means (none: nobody is known), `keys` counts its keys by kind. `too` are the ids of others who are
    left out with them, `held_back` those of namesakes, `unread` the runs that could not be read.
    """

    entry: str
    ids: list[str]
    keys: dict[str, int]
    too: list[str]
    held_back: list[str]
    unread: list[str]
    applied: list[Applied]
    erased: Erased | None = None


class Imported(Struct, frozen=True, kw_only=True):
    """What came of a file: the entries, how many of its keys mean nobody who is known, and the lines that are bad.

    `unread` are the runs that could not be read.
    """

    entries: list[str]
    unknown: int
    unread: list[str]
    bad: list[BadLine]
    applied: list[Applied]
    erased: Erased | None = None


def find(store: StoreSettings, text: str, *, progress: Progress = silent) -> Found:
    """Whom a KEY means. Raises WrongUse for what is no key, and for a name that several people in that state have."""
    key = key_of(text)
    ledger = open_ledger(store)
    return _found(store, ledger, key, people(store, ledger, {key}, progress))


def add(
    store: StoreSettings,
    search: SearchSettings,
    found: Found,
    *,
    reason: str | None = None,
    erase: bool = False,
    progress: Progress = silent,
) -> Added:
    """Remembers an opt-out and applies it at once. Doing it again changes nothing, or finishes what could not be done.

    With `erase` what is kept of the person goes too.
    """
    ledger = open_ledger(store)
    entry = add_optout(ledger, found.keys, reason=reason, erase=erase)
    applied = apply(store, search, ledger, progress=progress)
    ids = found.person.ids if found.person else []
    return Added(
        entry=entry,
        ids=ids,
        keys=dict(sorted(Counter(key.kind for key in found.keys).items())),
        too=found.others.too,
        held_back=found.others.namesakes,
        unread=found.unread,
        applied=applied,
        erased=_erased(store, search, ledger, progress) if erase else None,
    )


def import_file(
    store: StoreSettings, search: SearchSettings, file: Path, *, erase: bool = False, progress: Progress = silent
) -> Imported:
    """Adds everybody whom a file names, one KEY a line. Bad lines are told, all others are taken.

    Raises WrongUse when the file cannot be read, or has other columns.
    """
    lines, bad = read_lines(file)
    ledger = open_ledger(store)
    lookup = people(store, ledger, {line.key for line in lines}, progress)
    entries: list[str] = []
    unknown = 0
    for number, line in enumerate(lines, 1):
        progress("opt out", number, len(lines))
        meant = lookup.known.get(line.key, [])
        if len(meant) > 1:
            bad.append(BadLine(line=line.number, why=_several(meant)))
            continue
        unknown += not meant
        keys = {line.key, *(key for one in meant for key in one.keys)}
        entries.append(add_optout(ledger, keys, reason=line.reason, erase=erase))
    applied = apply(store, search, ledger, progress=progress) if entries else []
    return Imported(
        entries=list(dict.fromkeys(entries)),
        unknown=unknown,
        unread=lookup.unread,
        bad=sorted(bad, key=lambda one: one.line),
        applied=applied,
        erased=_erased(store, search, ledger, progress) if erase and entries else None,
    )


def listed(store: StoreSettings) -> list[Entry]:
    """Everybody who asked, oldest first; no names are known, only how many keys of which kind."""
    return list_optouts(open_ledger(store, create=False))


def remove(store: StoreSettings, text: str) -> str:
    """Takes an opt-out back, by any key of the person or by the name of the entry; gives the entry's name.

    The person is shown again after the next normalize and publish. Raises TherapyIndexError when nobody asked who is
    known by it, WrongUse when several did.
    """
    ledger = open_ledger(store, create=False)
    named = next((one.entry for one in list_optouts(ledger) if one.entry == text.strip()), None)
    known = [named] if named else entries_of(ledger, [key_of(text)])
    if not known:
        raise TherapyIndexError("nobody who asked to be left out is known by that: `therapyindex optout list`.")
    if len(known) > 1:
        raise WrongUse(f"several people who asked are known by that: remove one of the entries {', '.join(known)}.")
    remove_optout(ledger, known)
    return known[0]


def apply(
    store: StoreSettings, search: SearchSettings, ledger: Engine, *, progress: Progress = silent
) -> list[Applied]:
    """Brings all versions of both engines in line with the opt-outs, wherever there may be any."""
    found: list[Applied] = []
    for settings in engines(search, ledger):
        engine = settings.engine
        progress(f"apply on {engine}", 0, None)
        try:
            with at_the_desk(store, settings, patience=_PATIENCE) as desk:
                obeyed = desk.obeyed
            behind = "; ".join(f"version {version}: {why}" for version, why in obeyed.behind.items())
            state: State = "failed" if behind else "applied"
            found.append(
                Applied(
                    engine=engine,
                    state=state,
                    documents=obeyed.documents,
                    versions=obeyed.versions,
                    error=behind or None,
                )
            )
        except Busy:
            found.append(Applied(engine=engine, state="publishing"))
        except TherapyIndexError as error:
            found.append(Applied(engine=engine, state="failed", error=str(error)))
    return found


def erase_what_came(store: StoreSettings, search: SearchSettings, *, progress: Progress = silent) -> Erased | None:
    """Erases what has come since of people of whom nothing may be kept; None when nobody has asked for that."""
    ledger = open_ledger(store, create=False)
    optouts = load_optouts(ledger, erased=True)
    return erase_new(store, list(engines(search, ledger)), optouts, progress) if optouts.digests else None


def verify(store: StoreSettings, search: SearchSettings, *, progress: Progress = silent) -> Verified:
    """Every place, and who of those who asked is still found there. Raises TherapyIndexError when there is no data."""
    ledger = open_ledger(store, create=False)
    everybody, erased = load_optouts(ledger), load_optouts(ledger, erased=True)
    return look_everywhere(store, list(engines(search, ledger)), everybody, erased, progress)


def _found(store: StoreSettings, ledger: Engine, key: Key, lookup: Lookup) -> Found:
    meant = lookup.known.get(key, [])
    if len(meant) > 1:
        raise WrongUse(_several(meant))
    person = meant[0] if meant else None
    keys = {key, *(person.keys if person else ())}
    return Found(
        key=key,
        person=person,
        known=entries_of(ledger, keys),
        others=others(store, keys, person.ids) if person else Others(),
        unread=lookup.unread,
    )


def _several(meant: Sequence[Known]) -> str:
    ids = [one.ids[0] for one in meant]
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return f"{len(ids)} people are known by that: say which by the id: {', '.join(ids[:_NAMED])}{more}."


def engines(search: SearchSettings, ledger: Engine) -> Iterator[SearchSettings]:
    """The settings of each engine that may hold versions."""
    built = {version.engine for version in list_versions(ledger)}
    for engine in _ENGINES:
        if search.index.exists() if engine == "embedded" else engine in built or engine == search.engine:
            yield search.model_copy(update={"engine": engine})


def _erased(store: StoreSettings, search: SearchSettings, ledger: Engine, progress: Progress) -> Erased:
    optouts = load_optouts(ledger, erased=True)
    return erase_all(store, list(engines(search, ledger)), optouts, progress)

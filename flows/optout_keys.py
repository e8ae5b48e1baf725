"""What people who ask to be left out are known by: a KEY as it is written, and all keys of whom it means."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from typing import Any

import msgspec
from msgspec import Struct, field
from sqlalchemy import Engine

from crawlers.sources import canonical_url, load_source, page_kind, source_of
from flows.progress import Progress
from flows.publishing.shown import bearers, hidden, with_statements
from index_config.places import state_code
from pipelines.extract.places import STATES
from pipelines.optouts import Crowd, contact_keys, keys_of, name_key, text_keys
from records import Location, Provenance, Statement, Therapist
from records.errors import Unreadable, WrongUse
from records.optouts import Key, OptOuts, url_key
from store.identities import ids_of_profiles, mentions_of
from store.runs import Run, latest_run, open_run, run_ids
from store.settings import StoreSettings
from store.versions import list_versions

_ID = re.compile(r"t[a-z2-7]{12}")
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+\w{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)
_FEW = 20  # people of whom the files of a run are asked one by one


class Known(Struct, frozen=True):
    """Somebody who is known: all their ids, what they are called, and their keys. A name is for the operator only."""

    ids: list[str]
    name: str | None
    keys: set[Key]


class Lookup(Struct, frozen=True):
    """Whom keys mean, and the runs that could not be read: who is known only there was not found."""

    known: dict[Key, list[Known]]
    unread: list[str]


class Others(Struct, frozen=True):
    """Ids of others whom an opt-out touches.

    `too` share a phone, a website or words and a part of the name, and are left out; `namesakes` are held back.
    """

    too: list[str] = field(default_factory=list)
    namesakes: list[str] = field(default_factory=list)


class _Gathered(Struct):
    """A therapist of a run while their keys are gathered."""

    therapist: Therapist
    statements: list[Statement]
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def ids(self) -> list[str]:
        return [self.therapist.id, *self.therapist.former_ids]

    def keys(self) -> Iterator[Key]:
        yield from keys_of(self.therapist, self.statements)
        states = {place.state for shown in self.values["locations"] for place in _places(shown) if place.state}
        states |= {place.state for place in self.therapist.locations if place.state}
        for name in {self.therapist.name, *self.values["name"]}:
            for statement in self.statements:
                yield from text_keys(statement.text, name)
            for phone in {self.therapist.phone, *self.values["phone"]}:
                yield from contact_keys("phone", phone, name)
            for website in {self.therapist.website, *self.values["website"]}:
                yield from contact_keys("website", website, name)
            yield from (name_key(name, state) for state in states)


def key_of(text: str) -> Key:
    """The key that is written as an id, a profile's address or "Name, ST". Raises WrongUse for anything else."""
    text = text.strip()
    if _ID.fullmatch(text):
        return Key("id", text)
    if _ADDRESS.fullmatch(text):
        return url_key(_profile(text if "://" in text else f"https://{text}"))
    name, comma, shown = text.rpartition(",")
    state = state_code(shown) or (shown.strip().upper() if shown.strip().upper() in STATES else None)
    if comma and state and any(char.isalpha() for char in name):
        return name_key(name, state)
    raise WrongUse('no key: give an id (t3fq2k7mxw5ab), the address of a profile or of their website, or "Name, ST".')


def _profile(url: str) -> str:
    source = source_of(url)
    if source is None:
        return url
    canonical = canonical_url(source, url)
    if page_kind(load_source(source), canonical) != "profile":
        raise WrongUse(f"{canonical} is nobody's profile: give the address of a person's or practice's own page.")
    return canonical


def people(store: StoreSettings, ledger: Engine, wanted: Collection[Key], progress: Progress) -> Lookup:
    """Whom these keys mean: in the last run, else in those of the versions that are live or kept, else in the ledger.

    Each run's files are read a few times, however many keys there are. A damaged run keeps nobody from asking.
    """
    found: dict[Key, list[Known]] = {}
    unread: list[str] = []
    for run_id in _runs(store, ledger):
        missing = {key for key in wanted if key not in found}
        try:
            found |= _in_run(open_run(store, run_id), ledger, missing, progress) if missing else {}
        except Unreadable:
            unread.append(run_id)
    lost = {key for key in wanted if key.kind == "url" and key not in found}
    if lost:  # addresses that have gone since
        owners = ids_of_profiles(ledger, lambda url: url_key(url) in lost)
        known = people(store, ledger, {Key("id", owner) for owner in owners.values()}, progress).known
        found |= {url_key(url): known[Key("id", owner)] for url, owner in owners.items() if Key("id", owner) in known}
    for key in wanted:
        if key.kind == "id" and key not in found and (mentions := mentions_of(ledger, [key.value])):
            found[key] = [Known([key.value], None, {key, *_of_mentions(mentions)})]
    return Lookup(found, unread)


def others(store: StoreSettings, keys: Iterable[Key], own: Collection[str]) -> Others:
    """What becomes of others in the last run when somebody with these keys and `own` ids is left out."""
    found, optouts = Others(), OptOuts().with_keys(keys)
    with suppress(Unreadable):
        if run := latest_run(store):
            for bearer, words in bearers(run):
                if bearer.id not in own and (said := hidden(run, optouts, bearer, words)):
                    (found.too if said == "out" else found.namesakes).append(bearer.id)
    return found


def _runs(store: StoreSettings, ledger: Engine) -> list[str]:
    known = run_ids(store)
    served = {version.run for version in list_versions(ledger) if version.state in ("live", "kept")}
    return sorted({*known[-1:], *served.intersection(known)}, reverse=True)


def _in_run(run: Run, ledger: Engine, wanted: set[Key], progress: Progress) -> dict[Key, list[Known]]:
    progress("look up", 0, None)
    met: dict[str, _Gathered] = {}
    named: defaultdict[Key, list[str]] = defaultdict(list)
    for therapist, statements in with_statements(run):
        for key in wanted.intersection(_lookups(therapist)):
            met[therapist.id] = _Gathered(therapist, list(statements))
            named[key].append(therapist.id)
    if not met:
        return {}
    for statement in run.statement_history():
        if statement.therapist_id in met:
            met[statement.therapist_id].statements.append(statement)
    for row in _origins(run, met):
        if not (row.extractor == "correction" and row.value == "null"):
            met[row.therapist_id].values[row.field].add(row.value)
    keys = {one: set(gathered.keys()) for one, gathered in met.items()}
    crowd = Crowd(key for found in keys.values() for key in found)
    for therapist, statements in with_statements(run):
        crowd.see(therapist, statements)
    known = {
        one: Known(
            gathered.ids,
            gathered.therapist.name,
            crowd.telling(keys[one], {one}) | set(_of_mentions(mentions_of(ledger, gathered.ids))),
        )
        for one, gathered in met.items()
    }
    return {key: [known[one] for one in ids] for key, ids in named.items()}


def _origins(run: Run, ids: Collection[str]) -> Iterator[Provenance]:
    if len(ids) > _FEW:
        yield from (row for row in run.provenance() if row.therapist_id in ids)
    else:
        for one in ids:
            yield from run.provenance(one)


def _lookups(therapist: Therapist) -> Iterator[Key]:
    yield from (Key("id", one) for one in [therapist.id, *therapist.former_ids])
    yield from map(url_key, therapist.profile_urls)
    if therapist.website:  # people name their own site
        yield url_key(therapist.website)
    yield from _names(therapist)


def _names(therapist: Therapist) -> Iterator[Key]:
    return (name_key(therapist.name, state) for state in {place.state for place in therapist.locations} if state)


def _of_mentions(mentions: Iterable[str]) -> Iterator[Key]:
    """The addresses of all profiles that were ever theirs."""
    for mention in mentions:
        kind, _, rest = mention.partition("|")
        if kind == "profile":
            yield url_key(rest.partition("|")[2])


def _places(shown: str) -> list[Any]:
    return msgspec.json.decode(shown, type=list[Location])

"""The ledger of opt-outs: one entry per person, digests only, changes that never lose one another."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from records.optouts import Key, url_key
from store.ledger import open_ledger
from store.optouts import add_optout, entries_of, learn, list_optouts, load_optouts, remove_optout
from store.settings import StoreSettings
from store.versions import Version, add_version

ADA = [Key("id", "tada"), url_key("https://directory.example/therapist/ada-quill"), Key("name", "ada quill, OR")]
NAMESAKE = [Key("id", "tother"), Key("name", "ada quill, OR")]


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    return StoreSettings(data=tmp_path)


@pytest.fixture
def ledger(settings: StoreSettings) -> Iterator[Engine]:
    engine = open_ledger(settings)
    yield engine
    engine.dispose()


def test_whoever_is_known_keeps_their_entry(ledger: Engine) -> None:
    entry = add_optout(ledger, ADA, reason="by mail")
    assert add_optout(ledger, [ADA[1], Key("phone", "+15035550142 ada")]) == entry
    (only,) = list_optouts(ledger)
    assert (only.entry, only.reason, only.erase) == (entry, "by mail", False)
    assert only.keys == {"id": 1, "name": 1, "phone": 1, "url": 1}
    assert add_optout(ledger, [ADA[2]], reason="by phone", erase=True) == entry
    (only,) = list_optouts(ledger)
    assert (only.reason, only.erase) == ("by phone", True)
    assert add_optout(ledger, [ADA[0]]) == entry
    assert list_optouts(ledger) == [only]  # what was asked once is not taken back by asking again


def test_only_a_change_advances_the_revision(ledger: Engine) -> None:
    assert load_optouts(ledger).revision == 0
    entry = add_optout(ledger, ADA)
    first = load_optouts(ledger).revision
    assert first > 0
    add_optout(ledger, ADA)
    learn(ledger, [(ADA, ADA)])
    remove_optout(ledger, ["nobody"])
    assert load_optouts(ledger).revision == first
    learn(ledger, [(ADA, [Key("id", "tnew")])])
    second = load_optouts(ledger).revision
    add_optout(ledger, ADA, erase=True)
    third = load_optouts(ledger).revision
    remove_optout(ledger, [entry])
    assert first < second < third < load_optouts(ledger).revision
    assert load_optouts(ledger).digests == frozenset()


def test_namesakes_are_two_and_the_end_of_one_leaves_the_other(ledger: Engine) -> None:
    first, second = add_optout(ledger, ADA), add_optout(ledger, NAMESAKE)
    assert entries_of(ledger, [ADA[2]]) == [first, second] != [first, first]
    remove_optout(ledger, [first])
    held = load_optouts(ledger)
    assert [held.hold(key) for key in ADA] == [False, False, True]
    assert held.hold(NAMESAKE[0])


def test_two_entries_that_turn_out_to_be_one_person_are_joined(ledger: Engine) -> None:
    first = add_optout(ledger, [Key("id", "t1")])
    add_optout(ledger, [Key("id", "t2")], erase=True)
    assert add_optout(ledger, [Key("id", "t1"), Key("id", "t2")]) == first
    (only,) = list_optouts(ledger)
    assert (only.keys, only.erase) == ({"id": 2}, True)


def test_what_is_learned_belongs_to_the_person(ledger: Engine) -> None:
    entry = add_optout(ledger, ADA)
    learn(ledger, [([ADA[0], ADA[2]], [Key("id", "tnew")]), ([Key("id", "tnew")], [Key("id", "tnewer")])])
    learn(ledger, [([Key("id", "nobody")], [Key("id", "nothing")])])
    assert entries_of(ledger, [Key("id", "tnewer")]) == [entry]
    assert not load_optouts(ledger).hold(Key("id", "nothing"))
    remove_optout(ledger, [entry])
    assert not load_optouts(ledger).hold(Key("id", "tnewer"))


def test_versions_built_up_to_the_end_of_an_opt_out_may_lack_somebody(ledger: Engine) -> None:
    ahead = datetime.now(UTC) + timedelta(seconds=3)  # names of versions carry seconds, each its own
    add_version(ledger, Version(engine="embedded", version="1", run="r", run_digest="d", built_at=ahead))
    entry = add_optout(ledger, ADA)
    assert load_optouts(ledger).removed_at is None
    remove_optout(ledger, [entry])
    assert load_optouts(ledger).removed_at == ahead


def test_no_name_and_no_secret_is_shown(ledger: Engine, settings: StoreSettings) -> None:
    add_optout(ledger, ADA)
    held = load_optouts(ledger)
    assert held.secret.hex() not in f"{held!r} {held}"
    assert held.secret not in repr(list_optouts(ledger)).encode()
    written = b"".join(path.read_bytes() for path in settings.data.glob("ledger.db*"))
    assert b"quill" not in written


def test_changes_made_at_once_are_all_there(settings: StoreSettings) -> None:
    open_ledger(settings).dispose()

    def add(number: int) -> str:
        own = open_ledger(settings)
        try:
            return add_optout(own, [Key("id", f"t{number}"), Key("id", "shared")])
        finally:
            own.dispose()

    with ThreadPoolExecutor(8) as pool:
        entries = set(pool.map(add, range(40)))
    held = load_optouts(open_ledger(settings))
    assert len(entries) == 1
    assert all(held.hold(Key("id", f"t{number}")) for number in range(40))

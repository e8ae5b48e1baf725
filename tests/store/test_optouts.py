"""The ledger of opt-outs: one entry per person, digests only, changes that never lose one another."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete

from records.optouts import Key, url_key
from store.ledger import open_ledger
from store.optouts import add_optout, entries_of, learn, list_optouts, load_optouts, remove_optout
from store.settings import StoreSettings
from store.tables import meta

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


@pytest.mark.parametrize("erased", ["t1", "t2"])
def test_two_entries_that_turn_out_to_be_one_person_are_joined(ledger: Engine, erased: str) -> None:
    first = add_optout(ledger, [Key("id", "t1")], erase=erased == "t1")
    add_optout(ledger, [Key("id", "t2")], erase=erased == "t2")
    assert add_optout(ledger, [Key("id", "t1"), Key("id", "t2")]) == first
    (only,) = list_optouts(ledger)
    assert (only.keys, only.erase) == ({"id": 2}, True)
    assert len(load_optouts(ledger, erased=True).digests) == 2


def test_what_is_learned_belongs_to_the_person(ledger: Engine) -> None:
    entry = add_optout(ledger, ADA)
    learn(ledger, [([ADA[0], ADA[2]], [Key("id", "tnew")]), ([Key("id", "tnew")], [Key("id", "tnewer")])])
    learn(ledger, [([Key("id", "nobody")], [Key("id", "nothing")])])
    assert entries_of(ledger, [Key("id", "tnewer")]) == [entry]
    assert not load_optouts(ledger).hold(Key("id", "nothing"))
    remove_optout(ledger, [entry])
    assert not load_optouts(ledger).hold(Key("id", "tnewer"))


def test_the_revision_of_the_last_end_of_an_opt_out(ledger: Engine) -> None:
    entry = add_optout(ledger, ADA)
    assert load_optouts(ledger).removed == 0
    remove_optout(ledger, ["nobody"])
    assert load_optouts(ledger).removed == 0
    remove_optout(ledger, [entry])
    removed = load_optouts(ledger)
    assert removed.removed == removed.revision
    add_optout(ledger, [Key("id", "t1")])
    add_optout(ledger, [Key("id", "t2")])
    add_optout(ledger, [Key("id", "t1"), Key("id", "t2")])  # joined: nobody is taken back
    assert load_optouts(ledger).removed == removed.removed


def test_the_erased_have_a_revision_of_their_own(ledger: Engine) -> None:
    def erased() -> int:
        return load_optouts(ledger, erased=True).revision

    add_optout(ledger, ADA)
    assert erased() == 0
    add_optout(ledger, ADA, erase=True)
    first = erased()
    assert first == load_optouts(ledger).revision
    add_optout(ledger, [Key("id", "t2")])
    add_optout(ledger, ADA, erase=True, reason="by mail")
    assert erased() == first < load_optouts(ledger).revision
    learn(ledger, [(ADA, [Key("id", "tnew")])])  # there may be more of her than was known
    second = erased()
    assert second > first
    add_optout(ledger, [Key("id", "t2"), Key("id", "tnew")])  # they turn out to be one person
    assert erased() == load_optouts(ledger).revision > second


def test_a_ledger_from_before_these_were_kept_takes_the_safe_side(ledger: Engine) -> None:
    add_optout(ledger, ADA, erase=True)
    with ledger.begin() as connection:
        connection.execute(delete(meta).where(meta.c.key.in_(["optout_erased_revision", "optout_removed_revision"])))
    before = load_optouts(ledger)
    assert before.removed == before.revision == load_optouts(ledger, erased=True).revision
    add_optout(ledger, NAMESAKE)  # from then on they are kept
    after = load_optouts(ledger)
    assert after.removed == before.revision == load_optouts(ledger, erased=True).revision < after.revision


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

"""What status and verify say of versions: of what is live the engine has the word, else the ledger is told as that."""

import json
import socket

import pytest

from store.ledger import open_ledger
from store.settings import StoreSettings
from store.versions import set_version
from tests.therapyindex.running import TWIN, Therapyindex


def test_a_pointer_that_was_moved_by_hand(twice: tuple[Therapyindex, str, str]) -> None:
    run, first, second = twice
    pointer = run.data / "index" / "live"
    pointer.write_text(json.dumps(json.loads(pointer.read_text()) | {"version": first}))
    assert f"live on embedded: version {first} of run" in run("status").stdout
    assert f"the ledger says {second}" in run("status").stdout
    pointer.unlink()
    assert "nothing is live on embedded" in run("status").stdout
    pointer.write_text("{")
    shown = run("status").stdout.splitlines()[-1]
    assert f"live on embedded, as the ledger knows: version {second}" in shown
    assert "publish --force" in shown


def test_an_engine_that_is_not_asked(twice: tuple[Therapyindex, str, str]) -> None:
    """What the ledger knows is told as that: of an engine that does not answer, and of another one."""
    run, _, second = twice
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        run.env |= {"THERAPYINDEX_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": url}
        *_, here, there = run("status").stdout.splitlines()
    assert here.startswith(f"live on elasticsearch, as the ledger knows: nothing (Elasticsearch at {url} does not")
    assert there.startswith(f"live on embedded, as the ledger knows: version {second} of run")
    assert "--engine embedded asks" in there


def test_nothing_is_published_yet(therapyindex: Therapyindex) -> None:
    therapyindex.import_page(TWIN)
    assert "nothing is live on embedded: therapyindex publish makes a version" in therapyindex("status").stdout


@pytest.mark.parametrize(
    ("state", "told"),
    [("kept", "kept"), ("refused", "refused"), ("rejected", "rejected"), ("building", "unfinished"), ("live", "kept")],
)
def test_verify_calls_each_version_what_it_is(twice: tuple[Therapyindex, str, str], state: str, told: str) -> None:
    run, first, second = twice
    set_version(open_ledger(StoreSettings(data=run.data)), "embedded", first, state=state)
    places = [one["name"] for one in run.json("optout", "verify")["places"]]
    assert places == [f"index (embedded), live version {second}", f"index (embedded), {told} version {first}"]

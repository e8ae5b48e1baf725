"""Erasure: nothing of her stays in any file or index, everything of all others does, also after a kill."""

import random
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from flows.erase import Erased, erase, erase_new
from flows.publishing.shown import with_statements
from flows.stages.normalize import normalize
from flows.stages.publish import publish
from flows.stages.rollback import rollback
from flows.verify import Verified, verify
from pipelines.optouts import keys_of
from records import Query, Statement, Therapist
from records.errors import Busy
from records.optouts import OptOuts
from search import open_engine, open_writer
from search.settings import SearchSettings
from store.leases import lease
from store.ledger import open_ledger
from store.optouts import add_optout, load_optouts
from store.pages import captures
from store.runs import Run, open_run, run_ids
from store.settings import StoreSettings
from tests.flows.erasing import (
    FIRST_NIGHT,
    OTHERS,
    START,
    WORDS,
    approach_page,
    ask,
    build,
    crawl,
    left,
    rows,
)
from tests.repetitions import NOTHING_LEFT_OUT

KILLS = 20 if NOTHING_LEFT_OUT else 5
MOMENTS = random.Random(datetime.now(UTC).toordinal())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory in which she has asked."""
    data = tmp_path_factory.mktemp("built") / "data"
    settings = StoreSettings(data=data)
    build(settings, [SearchSettings(index=data / "index")])
    ask(settings)
    return data


@pytest.fixture(scope="module")
def erased(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, in which she is erased."""
    data = tmp_path_factory.mktemp("erased") / "data"
    shutil.copytree(built, data)
    assert run(data).complete
    return data


@pytest.fixture
def data(built: Path, tmp_path: Path) -> Path:
    """A directory of her own for each test."""
    shutil.copytree(built, tmp_path / "data")
    return tmp_path / "data"


def engines(data: Path) -> list[SearchSettings]:
    return [SearchSettings(index=data / "index")]


def asked(data: Path) -> OptOuts:
    return load_optouts(open_ledger(StoreSettings(data=data)))


def run(data: Path) -> Erased:
    return erase(StoreSettings(data=data), engines(data), asked(data))


def look(data: Path) -> Verified:
    return verify(StoreSettings(data=data), engines(data), asked(data), asked(data))


def state(data: Path) -> dict[str, Any]:
    """All that anybody could notice, without what differs between two runs of the same thing."""
    settings = StoreSettings(data=data)
    runs = [open_run(settings, id_) for id_ in run_ids(settings)]
    writer = open_writer(engines(data)[0])
    exports = {path.name: path.read_bytes() for path in sorted(data.glob("exports/lines/*"))}
    return {
        "captures": sorted((one.url, one.digest, bool(one.file)) for one in captures(open_ledger(settings))),
        "runs": [(one.manifest, list(one.therapists()), list(one.statements()), list(one.links())) for one in runs],
        "versions": {
            info.version: sorted(record["id"] for record in writer.scan(info.version, "therapists"))
            for info in writer.versions()
        },
        "exports": exports,
        "identities": rows(settings, "identities"),
    }


def test_nothing_of_her_stays_and_all_of_the_others(built: Path, erased: Path) -> None:
    assert {path.split("/")[0] for path in left(StoreSettings(data=built))} >= {
        "archive",
        "extracts",
        "runs",
        "exports",
    }
    assert left(StoreSettings(data=erased)) == []
    for id_ in run_ids(StoreSettings(data=built)):
        before, after = (open_run(StoreSettings(data=data), id_) for data in (built, erased))
        others = [one for one in before.therapists() if one.name != "Ada Quillhaven"]
        assert list(after.therapists()) == others
        ids = {one.id for one in others}
        assert list(after.statements()) == [one for one in before.statements() if one.therapist_id in ids]
        assert list(after.provenance()) == [one for one in before.provenance() if one.therapist_id in ids]
        assert after.manifest.counts["therapists"] == len(others)
        assert after.manifest.digest != before.manifest.digest
        was, now = before.manifest.figures, after.manifest.figures
        assert was
        assert now
        assert now.counts == was.counts | after.manifest.counts
        pages, fewer = was.sources["therapyden"], now.sources["therapyden"]
        assert (fewer.pages, fewer.profiles, fewer.approach_pages) == (
            (pages.pages or 0) - 1,
            (pages.profiles or 0) - 1,
            pages.approach_pages,
        )


def test_what_is_archived_says_of_the_others_what_it_said(data: Path) -> None:
    settings = StoreSettings(data=data)
    run(data)
    before = open_run(settings, run_ids(settings)[-1])
    again = normalize(settings, everything=True)
    after = open_run(settings, again.run.id)
    assert list(after.therapists()) == list(before.therapists())
    assert list(after.statements()) == list(before.statements())
    assert {one.name for one in after.therapists()} == {"Bo Vance", "Ida Marsh", "Odo Fennimore"}
    assert again.run.quarantine == {}
    assert left(settings) == []


def test_verify_finds_her_before_and_nobody_after(built: Path, erased: Path, tmp_path: Path) -> None:
    before = look(shutil.copytree(built, tmp_path / "before"))
    found = {place.name.partition("/")[0].partition(" (")[0] for place in before.places if place.found}
    assert found == {
        "index",
        "archive",
        "extracts",
        "runs",
        "ledger, identities",
        "ledger, pages and captures",
        "exports",
    }
    assert not before.clean
    assert look(shutil.copytree(erased, tmp_path / "after")).clean
    told = "\n".join(before.lines()) + msgspec.json.encode(before).decode()
    assert "Quill" not in told
    assert "quill" not in told
    assert "lantern" not in told


def test_a_run_that_was_never_finished_goes_whole(data: Path) -> None:
    newest = max((data / "runs").glob("*/"))
    unfinished = newest.with_name("20991231-000000-killed")
    unfinished.mkdir()
    for name in ("therapists.parquet", "statements.parquet"):
        (unfinished / name).write_bytes((newest / name).read_bytes())
    places = {place.name: place.found for place in look(data).places}
    assert places[f"runs/{unfinished.name} (unfinished)"] > 0
    assert run(data).complete
    assert not unfinished.exists()
    assert look(data).clean


def test_what_cannot_be_looked_at_is_not_verified(erased: Path, tmp_path: Path) -> None:
    data = shutil.copytree(erased, tmp_path / "data")
    [file, *_] = sorted(data.rglob("*.warc.gz"))
    file.write_bytes(file.read_bytes()[:-20])
    found = look(data)
    assert [place.name for place in found.places if not place.clean] == ["archive/therapyden"]
    assert not found.clean
    assert not run(data).complete
    nowhere = SearchSettings(engine="elasticsearch", elasticsearch_url="http://127.0.0.1:9")
    places = verify(StoreSettings(data=data), [nowhere], asked(data), asked(data)).places
    assert places[0].trouble


def test_erased_twice_is_erased_once(erased: Path, tmp_path: Path) -> None:
    data = shutil.copytree(erased, tmp_path / "data")
    again = run(data)
    assert msgspec.structs.replace(again, people=0) == Erased()
    assert state(data) == state(erased)


def test_a_source_that_is_being_crawled_is_left_and_said_so(data: Path) -> None:
    with lease(open_ledger(StoreSettings(data=data)), "crawl-therapyden"):
        done = run(data)
        assert done.left == ["archive/therapyden: a crawl is at work on it"]
        assert rows(StoreSettings(data=data), "identities") > 4  # they say who is meant
    assert run(data).complete
    assert look(data).clean
    with lease(open_ledger(StoreSettings(data=data)), "normalize"), pytest.raises(Busy):
        run(data)


def test_a_later_crawl_that_meets_her_is_erased_too(erased: Path, tmp_path: Path) -> None:
    data = shutil.copytree(erased, tmp_path / "data")
    settings = StoreSettings(data=data)
    assert erase_new(settings, engines(data), asked(data)) == Erased()
    crawl(settings, 3, {**FIRST_NIGHT, "/specialties/relational-therapy": approach_page(note="third")})
    done = erase_new(settings, engines(data), asked(data))
    assert (done.own_pages, done.pages_rewritten, done.pages_dropped) == (1, 3, 0)
    assert left(settings) == []
    normalize(settings, now=START + timedelta(days=3))
    assert left(settings) == []
    assert erase_new(settings, engines(data), asked(data)) == Erased()


def test_a_page_on_which_others_speak_of_her_goes_and_what_they_said_stays(tmp_path: Path) -> None:
    settings = StoreSettings(data=tmp_path / "data")
    said = OTHERS["Bo Vance"].replace("Ties", "With Ada Quillhaven I learned that ties")
    page = {"/specialties/relational-therapy": approach_page().replace(OTHERS["Bo Vance"], said)}
    crawl(settings, 1, FIRST_NIGHT | page)
    before = open_run(settings, normalize(settings, now=START + timedelta(days=1)).run.id)
    others = {one.id: one.text for one in before.statements() if one.text != WORDS}
    optouts = ask(settings)
    done = erase(settings, [], optouts)
    assert (done.own_pages, done.pages_rewritten, done.pages_dropped) == (1, 2, 1)
    after = open_run(settings, normalize(settings, now=START + timedelta(days=2)).run.id)
    assert {one.id: one.text for one in after.statements()} == others
    assert not any(path.startswith("archive") for path in left(settings))
    assert verify(settings, [], optouts, optouts).clean
    crawl(settings, 2, page)  # the very same once more
    assert erase_new(settings, [], optouts).pages_dropped == 1
    assert not any(path.startswith("archive") for path in left(settings))


def test_whoever_reads_a_run_meanwhile_reads_on(data: Path) -> None:
    ledger = open_ledger(StoreSettings(data=data))
    last = open_run(StoreSettings(data=data), run_ids(StoreSettings(data=data))[-1])
    known = [(one, said) for one, said in with_statements(last) if one.name != "Ada Quillhaven"]
    first, *others = sorted(known, key=lambda one: (not one[1], one[0].id))  # whoever says something and comes first
    add_optout(ledger, keys_of(*first), erase=True)
    statements = last.statements()
    opened = next(statements)  # before; the therapists are opened behind
    run(data)
    half = Run(last.directory, last.manifest)
    half.statements = lambda: chain([opened], statements)  # type: ignore[method-assign]
    assert dict(by_id(with_statements(half))) == dict(by_id(others))


def by_id(people: Iterable[tuple[Therapist, list[Statement]]]) -> Iterator[tuple[str, list[Statement]]]:
    return ((one.id, said) for one, said in people)


def test_whoever_reads_the_index_meanwhile_goes_on_and_finds_her_no_more(data: Path) -> None:
    engine = open_engine(engines(data)[0])
    before = {hit.id for hit in engine.search(Query(q="relational therapy", limit=50)).hits}
    run(data)
    after = {hit.id for hit in engine.search(Query(q="relational therapy", limit=50)).hits}
    assert len(before - after) == 1
    assert after < before
    assert engine.search(Query(q='"lantern room"')).total.value == 0
    assert engine.search(Query(q='"storm and the calm"')).total.value == 1
    engine.close()


def test_a_rollback_does_not_bring_her_back(data: Path) -> None:
    run(data)
    rollback(StoreSettings(data=data), engines(data)[0])
    assert look(data).clean
    assert left(StoreSettings(data=data)) == []
    publish(StoreSettings(data=data), engines(data)[0], accept={"rejected": "a test"})
    assert look(data).clean


@pytest.mark.parametrize("_repetition", range(KILLS))
def test_killed_at_any_moment_the_next_one_goes_on(data: Path, erased: Path, _repetition: int) -> None:
    assert killed(data, moment=MOMENTS.randint(1, 130)) in (0, -9)
    assert run(data).complete
    assert look(data).clean
    assert left(StoreSettings(data=data)) == []
    assert state(data) == state(erased)


def killed(data: Path, moment: int) -> int:
    command = [sys.executable, "-m", "tests.flows.erase_killed", str(data), str(moment)]
    return subprocess.run(command, capture_output=True, check=False, timeout=120).returncode


@pytest.fixture
def elasticsearch(elasticsearch_url: str) -> Iterator[SearchSettings]:
    from elasticsearch import Elasticsearch

    alias = f"test-{uuid4().hex[:12]}"
    yield SearchSettings(engine="elasticsearch", elasticsearch_url=elasticsearch_url, alias=alias)
    with Elasticsearch(elasticsearch_url) as client:
        client.indices.delete(index=list(client.indices.get(index=f"{alias}-*")))


def test_on_elasticsearch_no_segment_keeps_her(elasticsearch: SearchSettings, tmp_path: Path) -> None:
    settings = StoreSettings(data=tmp_path / "data")
    build(settings, [elasticsearch])
    optouts = ask(settings)
    assert verify(settings, [elasticsearch], optouts, optouts).places[0].found == 1
    assert erase(settings, [elasticsearch], optouts).documents == 5
    assert verify(settings, [elasticsearch], optouts, optouts).clean
    writer = open_writer(elasticsearch)
    assert [writer.residue(info.version) for info in writer.versions()] == [0, 0]
    assert [writer.count(info.version, "therapists") for info in writer.versions()] == [3, 3]
    writer.close()

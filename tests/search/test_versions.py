"""What both engines promise of versions: read back, forgetting people, mended where somebody had a hand in them."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import timedelta
from errno import ENOTEMPTY
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
import pytest

from index_config.mappings import INDEXES
from records import Query
from records.errors import EngineUnavailable, IsLive
from search import IndexWriter, SearchEngine, open_engine, open_writer
from search.settings import SearchSettings
from search.writer import IndexName
from tests.repetitions import each, left_to_ci
from tests.search.conftest import Settings
from tests.search.people import EMDR, META, PEOPLE, SEEN, build, documents, publish
from tests.servers.proxy import Plan, proxy

FIRST, SECOND, THIRD = (f"20261120-03150{n}-aaaaaaaa" for n in range(3))
GONE = "t0004"
LAST_STEP = {
    "embedded": "search.engines.tantivy_index.Files.write_meta",
    "elasticsearch": "search.engines.elasticsearch_writer.ElasticsearchWriter._write_meta",
}


@pytest.fixture
def engine(empty: SearchSettings) -> Iterator[SearchEngine]:
    """Reads from where the writer writes."""
    engine = open_engine(empty)
    yield engine
    engine.close()


@pytest.fixture
def elasticsearch(new_settings: Settings) -> Iterator[tuple[IndexWriter, SearchSettings, Any]]:
    """A writer of Elasticsearch, its settings, and a client that does things by hand."""
    from elasticsearch import Elasticsearch

    settings = new_settings("elasticsearch")
    writer = open_writer(settings)
    with Elasticsearch(settings.elasticsearch_url) as client:
        yield writer, settings, client
    writer.close()


@contextmanager
def behind_proxy(settings: SearchSettings, plan: Plan) -> Iterator[IndexWriter]:
    """A writer whose requests pass by a plan: what it does itself comes before the request that it sees."""
    with (
        proxy(settings.elasticsearch_url, plan) as between,
        closing(open_writer(settings.model_copy(update={"elasticsearch_url": between.url}))) as writer,
    ):
        yield writer


def counts(writer: IndexWriter, version: str) -> dict[IndexName, int]:
    return {index: writer.count(version, index) for index in INDEXES}


def found(engine: SearchEngine, **params: Any) -> set[str]:
    return {hit.id for hit in engine.search(Query(limit=100, **params)).hits}


# ---- read and scan


def test_records_are_read_back_as_they_were_sent(writer: IndexWriter) -> None:
    publish(writer, FIRST)
    for index in INDEXES:
        records = {document["id"]: document["record"] for document in documents(index)}
        assert writer.read(FIRST, index, [*list(records)[:3], "nobody"]) == dict(list(records.items())[:3])
        assert writer.read(FIRST, index, []) == {}
        scanned = list(writer.scan(FIRST, index))
        assert len(scanned) == len(records)
        assert {one["id"]: one for one in scanned} == records


def many(count: int) -> Iterator[dict[str, Any]]:
    """Statements of one therapist, and one of another."""
    model = documents("statements")[0]
    for number in range(count):
        id_ = f"s{number:06}"
        yield {**model, "id": id_, "therapist_id": GONE, "record": {"id": id_}}
    yield {**model, "id": "other", "record": {"id": "other"}}


def test_more_than_a_search_gives_at_once(writer: IndexWriter) -> None:
    count = 10_100
    writer.build(FIRST, META)
    writer.bulk(FIRST, "statements", many(count))
    writer.finish(FIRST, {})
    assert len({one["id"] for one in writer.scan(FIRST, "statements")}) == count + 1
    assert len(writer.read(FIRST, "statements", [f"s{number:06}" for number in range(count)])) == count
    assert writer.forget(FIRST, [GONE], 1) == count
    assert [one["id"] for one in writer.scan(FIRST, "statements")] == ["other"]


# ---- forget


def test_the_forgotten_are_gone_at_once(writer: IndexWriter, engine: SearchEngine) -> None:
    publish(writer, FIRST)
    page = engine.search(Query(q="therapist", limit=5))
    facets = {value.value: value.count for value in engine.search(Query(approach=[EMDR])).facets["state"]}
    assert GONE in found(engine, q="emdr")
    before = counts(writer, FIRST)
    assert writer.forget(FIRST, [GONE, "nobody"], 7) == 2
    assert GONE not in found(engine, q="emdr")
    after = engine.search(Query(approach=[EMDR]))
    assert {value.value: value.count for value in after.facets["state"]} == facets | {"CA": facets["CA"] - 1}
    rest = engine.search(Query(q="therapist", limit=100, cursor=page.next))
    assert rest.total.value == len(PEOPLE) - 1
    assert GONE not in {hit.id for hit in rest.hits}
    assert counts(writer, FIRST) == before | {
        "therapists": before["therapists"] - 1,
        "statements": before["statements"] - 1,
    }
    assert writer.read(FIRST, "therapists", [GONE]) == {}
    assert GONE not in {one["therapist_id"] for one in writer.scan(FIRST, "statements")}
    (info,) = writer.versions()
    assert (info.meta.optouts, info.meta.published_at, info.meta.counts) == (7, SEEN, META.counts)


def test_a_kept_version_forgets_too(writer: IndexWriter, engine: SearchEngine) -> None:
    publish(writer, FIRST)
    page = engine.search(Query(q="therapist", limit=5, sort="name"))
    publish(writer, SECOND)
    assert writer.forget(FIRST, [GONE], 1) == 2
    old = engine.search(Query(q="therapist", limit=100, sort="name", cursor=page.next))
    assert (old.index.version, old.total.value) == (FIRST, len(PEOPLE) - 1)
    assert counts(writer, SECOND)["therapists"] == len(PEOPLE)
    assert {info.version: info.meta.optouts for info in writer.versions()} == {FIRST: 1, SECOND: 0}


def test_forgetting_goes_on_where_it_was_killed(
    writer: IndexWriter, engine: SearchEngine, empty: SearchSettings
) -> None:
    publish(writer, FIRST)
    with patch(LAST_STEP[empty.engine], side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        writer.forget(FIRST, [GONE], 3)
    again = open_writer(empty)
    again.forget(FIRST, [GONE], 3)
    assert again.forget(FIRST, [GONE], 3) == 0
    assert again.versions()[0].meta.optouts == 3
    assert GONE not in found(engine, q="emdr")
    assert GONE not in {one["therapist_id"] for one in again.scan(FIRST, "statements")}
    again.close()


def test_all_can_be_forgotten_and_nobody(writer: IndexWriter, engine: SearchEngine) -> None:
    publish(writer, FIRST)
    assert writer.forget(FIRST, [], 1) == 0
    assert writer.forget(FIRST, [one.id for one, _ in PEOPLE], 2) == len(PEOPLE) + len(documents("statements"))
    assert engine.search(Query(q="therapist")).total.value == 0
    assert counts(writer, FIRST)["statements"] == 0
    assert list(writer.scan(FIRST, "therapists")) == []


def test_an_unfinished_version_forgets_nothing(writer: IndexWriter) -> None:
    writer.build(FIRST, META)
    with pytest.raises(EngineUnavailable, match="not finished"):
        writer.forget(FIRST, [GONE], 1)


@left_to_ci("the server takes half a minute, and flows/test_erase.py looks at the same")
def test_nothing_of_the_expunged_stays(elasticsearch: tuple[IndexWriter, SearchSettings, Any]) -> None:
    writer, settings, client = elasticsearch
    publish(writer, FIRST)
    writer.forget(FIRST, [one.id for one, _ in PEOPLE[:3]], 1, expunge=True)
    stats = client.indices.stats(index=f"{settings.alias}-*", metric="docs")["indices"]
    assert {name: one["total"]["docs"]["deleted"] for name, one in stats.items()} == dict.fromkeys(stats, 0)
    assert counts(writer, FIRST)["therapists"] == len(PEOPLE) - 3


def test_a_version_says_whose_traces_are_gone(writer: IndexWriter) -> None:
    publish(writer, FIRST)
    assert writer.versions()[0].meta.expunged == META.expunged == 0
    writer.forget(FIRST, [], 5, expunge=True)
    writer.forget(FIRST, [GONE], 7)
    (info,) = writer.versions()
    assert (info.meta.optouts, info.meta.expunged) == (7, 5)


def test_a_version_from_before_that_was_kept_is_read(writer: IndexWriter, empty: SearchSettings) -> None:
    publish(writer, FIRST)
    told = msgspec.to_builtins(writer.versions()[0].meta)
    del told["expunged"], told["built_with"]
    write_meta_by_hand(empty, FIRST, told)
    assert [(info.version, info.meta.expunged, info.meta.built_with) for info in writer.versions()] == [(FIRST, 0, 0)]


# ---- finish


def test_a_version_says_what_it_was_built_from(elasticsearch: tuple[IndexWriter, SearchSettings, Any]) -> None:
    from msgspec.structs import replace

    writer, settings, client = elasticsearch
    meta = replace(META, taxonomy="aa", mapping="bb", optouts=4)
    writer.build(FIRST, meta)
    writer.bulk(FIRST, "approaches", documents("approaches"))
    name = f"{settings.alias}-therapists-{FIRST}"
    building = client.indices.get_settings(index=name)[name]["settings"]["index"]
    assert (building["refresh_interval"], building["number_of_replicas"]) == ("-1", "0")
    writer.finish(FIRST, {"approaches": 299})
    said = client.indices.get_mapping(index=name)[name]["mappings"]["_meta"]
    assert (said["run"], said["taxonomy"], said["mapping"], said["optouts"]) == ("run-1", "aa", "bb", 4)
    assert said["counts"] == {"approaches": 299}
    finished = client.indices.get_settings(index=name)[name]["settings"]["index"]
    assert "refresh_interval" not in finished
    assert finished["auto_expand_replicas"] == "0-1"


def test_copies_and_one_segment_where_they_are_wished(new_settings: Settings) -> None:
    from elasticsearch import Elasticsearch

    settings = new_settings("elasticsearch").model_copy(update={"replicas": "0", "force_merge": True})
    writer = open_writer(settings)
    writer.build(FIRST, META)
    for _ in range(3):
        writer.bulk(FIRST, "therapists", documents("therapists"))
    writer.finish(FIRST, {})
    assert writer.count(FIRST, "therapists") == len(PEOPLE)
    writer.close()
    name = f"{settings.alias}-therapists-{FIRST}"
    with Elasticsearch(settings.elasticsearch_url) as client:
        finished = client.indices.get_settings(index=name)[name]["settings"]["index"]
        assert (finished["number_of_replicas"], finished["auto_expand_replicas"]) == ("0", "false")
        segments = client.indices.segments(index=name)["indices"][name]["shards"]["0"][0]["segments"]
        assert len(segments) == 1


def test_an_index_deleted_while_it_is_built(elasticsearch: tuple[IndexWriter, SearchSettings, Any]) -> None:
    writer, settings, client = elasticsearch
    publish(writer, FIRST)
    writer.build(SECOND, META)
    client.indices.delete(index=f"{settings.alias}-statements-{SECOND}")
    writer.bulk(SECOND, "statements", documents("statements"))  # the server makes an index of its own
    with pytest.raises(EngineUnavailable, match="was deleted while it was built"):
        writer.finish(SECOND, {})
    assert (writer.live(), [info.version for info in writer.versions()]) == (FIRST, [FIRST])
    writer.delete(SECOND)
    assert not client.indices.exists(index=f"{settings.alias}-statements-{SECOND}")


# ---- present and delete


def test_what_is_there_finished_or_not(writer: IndexWriter) -> None:
    assert writer.present() == set()
    publish(writer, FIRST)
    writer.build(SECOND, META)
    assert writer.present() == {FIRST, SECOND}
    writer.delete(SECOND)
    assert writer.present() == {FIRST}


@pytest.mark.parametrize("late", each(["swap", "deletion"]))
def test_what_a_killed_publisher_asked_for_is_done_while_its_version_is_deleted(
    elasticsearch: tuple[IndexWriter, SearchSettings, Any], late: str
) -> None:
    """The server may still have it in its queue when the next publisher has looked at what is live."""
    writer, settings, client = elasticsearch
    publish(writer, FIRST)
    build(writer, SECOND)

    def plan(method: str, path: str) -> None:
        if (method == "DELETE" or path.startswith("/_aliases")) and SECOND in writer.present():
            if late == "swap":
                writer.swap(SECOND, SEEN)
            else:
                client.indices.delete(index=[f"{settings.alias}-{index}-{SECOND}" for index in INDEXES])

    with behind_proxy(settings, plan) as through, pytest.raises(IsLive) if late == "swap" else nullcontext():
        through.delete(SECOND)
    assert writer.settle() == (SECOND if late == "swap" else FIRST)
    assert writer.present() == ({FIRST, SECOND} if late == "swap" else {FIRST})


def test_a_swap_that_comes_after_another(elasticsearch: tuple[IndexWriter, SearchSettings, Any]) -> None:
    """A killed publisher's request that arrives late: it knew of another live version, and changes nothing."""
    writer, settings, client = elasticsearch
    publish(writer, FIRST)
    for version in (SECOND, THIRD):
        build(writer, version)

    def plan(_: str, path: str) -> None:
        if path.startswith("/_aliases"):
            writer.swap(THIRD, SEEN)

    refused = pytest.raises(EngineUnavailable, match="somebody else has changed what is live")
    with behind_proxy(settings, plan) as through, refused:
        through.swap(SECOND, SEEN)
    alias = f"{settings.alias}-therapists"
    assert list(client.indices.get_alias(name=alias)) == [f"{alias}-{THIRD}"]
    assert writer.settle() == writer.live() == THIRD


@pytest.mark.parametrize("gone_back", each([False, True]), ids="rollback={}".format)
def test_a_deletion_that_comes_after_a_swap(
    elasticsearch: tuple[IndexWriter, SearchSettings, Any], gone_back: bool
) -> None:
    """A killed publisher's request that arrives late: it knew of another live version, and brings that one not back."""
    writer, settings, client = elasticsearch
    publish(writer, FIRST)
    publish(writer, SECOND)
    build(writer, THIRD)
    to = FIRST if gone_back else THIRD
    swapped = iter([to])

    def plan(_: str, path: str) -> None:
        if path.startswith("/_aliases") and (version := next(swapped, None)):
            writer.swap(version, SEEN)

    with behind_proxy(settings, plan) as through, suppress(IsLive):
        through.delete(FIRST)
    for index in INDEXES:
        alias = f"{settings.alias}-{index}"
        assert list(client.indices.get_alias(name=alias)) == [f"{alias}-{to}"]


def test_a_version_is_deleted_beside_a_live_one_that_takes_no_changes(
    elasticsearch: tuple[IndexWriter, SearchSettings, Any],
) -> None:
    writer, settings, client = elasticsearch
    publish(writer, FIRST)
    build(writer, SECOND)
    live = f"{settings.alias}-*-{FIRST}"
    client.indices.put_settings(index=live, settings={"index.blocks.read_only": True})
    try:
        writer.delete(SECOND)
    finally:
        client.indices.put_settings(index=live, settings={"index.blocks.read_only": None})
    assert writer.present() == {FIRST}
    assert writer.settle() == FIRST


def test_a_version_is_deleted_while_files_are_made_in_it(new_settings: Settings) -> None:
    """As by the thread with which tantivy watches an index that was just opened."""
    writer = open_writer(new_settings("embedded"))
    writer.build(FIRST, META)
    remove, tries = shutil.rmtree, []

    def rmtree(path: Path) -> None:
        tries.append(path)
        if len(tries) == 1:
            raise OSError(ENOTEMPTY, "Directory not empty")
        remove(path)

    with patch("shutil.rmtree", rmtree):
        writer.delete(FIRST)
    assert len(tries) == 2
    assert writer.present() == set()
    writer.close()


# ---- settle


def test_nothing_to_settle(writer: IndexWriter) -> None:
    assert writer.settle() is None
    publish(writer, FIRST)
    build(writer, SECOND, PEOPLE[:3])
    assert writer.settle() == FIRST
    assert writer.live() == FIRST


@pytest.mark.parametrize("harm", ["one moved", "another moved", "two behind one", "not ours", "one lost", "first lost"])
def test_aliases_moved_by_hand(elasticsearch: tuple[IndexWriter, SearchSettings, Any], harm: str) -> None:
    writer, settings, client = elasticsearch
    publish(writer, FIRST, PEOPLE[:3])
    publish(writer, SECOND)
    old, new = ({index: f"{settings.alias}-{index}-{version}" for index in INDEXES} for version in (FIRST, SECOND))
    alien = f"{settings.alias}-alien"
    client.indices.create(index=alien)

    def by_hand(verb: str, index: str, name: str) -> None:
        client.indices.update_aliases(actions=[{verb: {"index": name, "alias": f"{settings.alias}-{index}"}}])

    match harm:
        case "one moved":
            by_hand("remove", "statements", new["statements"])
            by_hand("add", "statements", old["statements"])
        case "another moved":
            by_hand("add", "approaches", old["approaches"])
            by_hand("remove", "approaches", new["approaches"])
        case "two behind one":
            by_hand("add", "therapists", old["therapists"])
        case "not ours":
            by_hand("add", "therapists", alien)
            by_hand("add", "statements", alien)
        case "one lost":
            by_hand("remove", "statements", new["statements"])
        case "first lost":
            by_hand("remove", "therapists", new["therapists"])
    assert writer.settle() == SECOND
    aliases = client.indices.get_alias(name=f"{settings.alias}-*")
    assert {name: set(one["aliases"]) for name, one in aliases.items()} == {
        new[index]: {f"{settings.alias}-{index}"} for index in INDEXES
    }
    published = {info.version: info.meta.published_at for info in writer.versions()}
    assert published == {FIRST: SEEN, SECOND: SEEN}
    engine = open_engine(settings)
    assert engine.search(Query(q="therapist")).total.value == len(PEOPLE)
    engine.close()


def test_an_alias_moved_to_an_unfinished_version(elasticsearch: tuple[IndexWriter, SearchSettings, Any]) -> None:
    writer, settings, client = elasticsearch
    publish(writer, FIRST)
    writer.build(SECOND, META)
    alias = f"{settings.alias}-therapists"
    client.indices.update_aliases(
        actions=[
            {"remove": {"index": f"{alias}-{FIRST}", "alias": alias}},
            {"add": {"index": f"{alias}-{SECOND}", "alias": alias}},
        ]
    )
    assert writer.settle() == FIRST
    assert writer.live() == FIRST


@pytest.mark.parametrize("index", INDEXES)
def test_an_index_of_the_live_version_deleted_by_hand(
    writer: IndexWriter, empty: SearchSettings, index: IndexName
) -> None:
    publish(writer, FIRST, PEOPLE[:3])
    publish(writer, SECOND)
    remove_by_hand(empty, index, SECOND)
    assert writer.settle() is None
    assert [info.version for info in writer.versions()] == [FIRST]
    writer.swap(FIRST, SEEN + timedelta(days=1))
    assert writer.settle() == writer.live() == FIRST
    writer.delete(SECOND)
    engine = open_engine(empty)
    assert engine.search(Query(q="therapist")).total.value == 3
    engine.close()


def test_all_deleted_by_hand(writer: IndexWriter, empty: SearchSettings) -> None:
    publish(writer, FIRST)
    for index in INDEXES:
        remove_by_hand(empty, index, FIRST)
    assert (writer.settle(), writer.versions()) == (None, [])
    publish(writer, SECOND)
    assert writer.settle() == writer.live() == SECOND
    assert [info.version for info in writer.versions()] == [SECOND]


def write_meta_by_hand(settings: SearchSettings, version: str, told: dict[str, Any]) -> None:
    if settings.engine == "embedded":
        (settings.index / version / "meta.json").write_bytes(msgspec.json.encode(told))
        return
    from elasticsearch import Elasticsearch

    with Elasticsearch(settings.elasticsearch_url) as client:
        client.indices.put_mapping(index=f"{settings.alias}-therapists-{version}", meta=told)


def remove_by_hand(settings: SearchSettings, index: IndexName, version: str) -> None:
    if settings.engine == "embedded":
        shutil.rmtree(settings.index / version / index)
        return
    from elasticsearch import Elasticsearch

    with Elasticsearch(settings.elasticsearch_url) as client:
        client.indices.delete(index=f"{settings.alias}-{index}-{version}")

"""What somebody did by hand between two publishes: the next one finds its way back."""

import json
import shutil
from collections.abc import Sequence

import pytest
from elasticsearch import Elasticsearch

from flows.stages.publish import publish
from store.settings import StoreSettings
from tests.flows.publish_faults.publishing import Publishing
from tests.repetitions import each

INDEXES = ("therapists", "statements", "approaches")


def two_versions(publishing: Publishing) -> tuple[str, str, dict[str, int]]:
    """(kept version, live version, what is live)."""
    publishing.records(50)
    publishing.publish()
    kept = publishing.live()["version"]
    counts = publishing.records(51)
    publishing.publish()
    return kept, publishing.live()["version"], counts


def remove(publishing: Publishing, version: str, indexes: Sequence[str] = INDEXES) -> None:
    if publishing.url is None:
        for index in indexes:
            shutil.rmtree(publishing.data / "index" / version / index)
        if len(indexes) == len(INDEXES):
            shutil.rmtree(publishing.data / "index" / version)
        return
    with Elasticsearch(publishing.url) as client:
        client.indices.delete(index=[f"{publishing.alias}-{index}-{version}" for index in indexes])


@pytest.mark.parametrize("indexes", each([INDEXES, *((index,) for index in INDEXES)]), ids="+".join)
def test_the_live_version_is_deleted(publishing: Publishing, indexes: Sequence[str]) -> None:
    _, live, counts = two_versions(publishing)
    remove(publishing, live, indexes)
    if "therapists" in indexes:
        assert "therapyindex publish" in publishing.line(None, "search", "emdr")
    publishing.publish()
    assert publishing.is_whole(counts) > live


def test_a_kept_version_is_deleted(publishing: Publishing) -> None:
    kept, live, counts = two_versions(publishing)
    remove(publishing, kept)
    assert "no good version is kept" in publishing.line(None, "rollback")
    assert publishing.publish().outcome == "unchanged"
    assert publishing.is_whole(counts) == live


def test_what_comes_after_the_end_of_a_version_is_swept_up(publishing: Publishing) -> None:
    """Like what a killed publisher had asked the server for, which is done after its version was deleted."""
    _, live, counts = two_versions(publishing)
    ended = publish(StoreSettings(data=publishing.data), publishing.settings, dry_run=True).version
    if publishing.url is None:
        (publishing.data / "index" / ended / "statements").mkdir(parents=True)
    else:
        with Elasticsearch(publishing.url) as client:
            client.index(index=f"{publishing.alias}-statements-{ended}", document={"text": "What somebody said."})
    assert ended in publishing.present()
    assert publishing.publish().outcome == "unchanged"
    assert publishing.is_whole(counts) == live


def _move(client: Elasticsearch, alias: str, index: str, old: str, new: str) -> None:
    name = f"{alias}-{index}"
    moves = [
        {"remove": {"index": f"{name}-{old}", "alias": name}},
        {"add": {"index": f"{name}-{new}", "alias": name}},
    ]
    client.indices.update_aliases(actions=moves)


def test_one_alias_is_moved(on_elasticsearch: Publishing) -> None:
    """The others say what is live: the one that was moved goes back."""
    kept, live, counts = two_versions(on_elasticsearch)
    with Elasticsearch(str(on_elasticsearch.url)) as client:
        _move(client, on_elasticsearch.alias, "statements", live, kept)
        assert on_elasticsearch.publish().outcome == "unchanged"
        behind = client.indices.get_alias(name=f"{on_elasticsearch.alias}-statements")
    assert [name.endswith(live) for name in behind] == [True]
    on_elasticsearch.is_whole(counts)


def test_all_aliases_are_moved(on_elasticsearch: Publishing) -> None:
    """Somebody went back by hand: that version is live, and the newest records are published anew."""
    kept, live, counts = two_versions(on_elasticsearch)
    with Elasticsearch(str(on_elasticsearch.url)) as client:
        for index in INDEXES:
            _move(client, on_elasticsearch.alias, index, live, kept)
    assert on_elasticsearch.live()["version"] == kept
    assert on_elasticsearch.publish().outcome == "published"
    assert on_elasticsearch.is_whole(counts) > live


def test_all_aliases_are_removed(on_elasticsearch: Publishing) -> None:
    _, live, counts = two_versions(on_elasticsearch)
    with Elasticsearch(str(on_elasticsearch.url)) as client:
        for index in INDEXES:
            name = f"{on_elasticsearch.alias}-{index}"
            client.indices.delete_alias(index=f"{name}-{live}", name=name)
    assert "publish" in on_elasticsearch.line(None, "search", "emdr")
    on_elasticsearch.publish()
    on_elasticsearch.is_whole(counts)


def test_an_index_lies_where_the_alias_should_be(on_elasticsearch: Publishing) -> None:
    counts = on_elasticsearch.records(50)
    name = f"{on_elasticsearch.alias}-statements"
    with Elasticsearch(str(on_elasticsearch.url)) as client:
        client.index(index=name, document={"written": "by another program"})
        said = on_elasticsearch.line()
        assert f"{name} is an index in Elasticsearch" in said
        assert "THERAPYINDEX_ALIAS" in said
        client.indices.delete(index=name)
    on_elasticsearch.publish()
    on_elasticsearch.is_whole(counts)


def test_an_index_that_may_not_be_written(on_elasticsearch: Publishing) -> None:
    """A block on what is live keeps nothing from being published beside it; what it keeps is told in one line."""
    _, live, _ = two_versions(on_elasticsearch)
    counts = on_elasticsearch.records(52)
    with Elasticsearch(str(on_elasticsearch.url)) as client:
        client.indices.put_settings(
            index=f"{on_elasticsearch.alias}-*-{live}", settings={"index.blocks.read_only": True}
        )
        done = on_elasticsearch.line()
        assert "takes no changes" in done
        assert on_elasticsearch.live()["version"] == live
        client.indices.put_settings(
            index=f"{on_elasticsearch.alias}-*-{live}", settings={"index.blocks.read_only": None}
        )
    on_elasticsearch.publish()
    on_elasticsearch.is_whole(counts)


def test_the_pointer_is_moved(on_embedded: Publishing) -> None:
    kept, live, counts = two_versions(on_embedded)
    pointer = on_embedded.data / "index" / "live"
    moved = json.loads(pointer.read_text()) | {"version": kept}
    pointer.write_text(json.dumps(moved))
    assert on_embedded.live()["version"] == kept
    assert on_embedded.publish().outcome == "published"
    assert on_embedded.is_whole(counts) > live

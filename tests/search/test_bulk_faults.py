"""Bulk requests lose nothing, whatever stands between us and a real Elasticsearch."""

import time
from collections.abc import Iterator
from threading import Thread
from typing import Any

import msgspec
import pytest

from records.errors import EngineUnavailable
from search import IndexWriter, open_writer
from search.engines.elasticsearch_bulk import pace
from search.engines.elasticsearch_writer import ElasticsearchWriter
from search.settings import SearchSettings
from search.writer import DeadLetter
from tests.search.conftest import Settings
from tests.search.harmful_proxy import HARMS, Proxy, harming
from tests.search.people import META, documents, publish

FIRST, SECOND = (f"20261120-03150{n}-aaaaaaaa" for n in range(2))
QUICK = msgspec.structs.replace(pace(), documents=50, pause=0.01, longest_pause=0.1, patience=20.0)
COUNT = 400


@pytest.fixture(scope="module")
def settings(new_settings: Settings) -> SearchSettings:
    """An engine in which a version is live."""
    settings = new_settings("elasticsearch")
    writer = open_writer(settings)
    publish(writer, FIRST)
    writer.close()
    return settings


def statements(count: int = COUNT) -> Iterator[dict[str, Any]]:
    model = documents("statements")[0]
    return ({**model, "id": f"s{number:05}", "record": {"id": f"s{number:05}"}} for number in range(count))


def writing(settings: SearchSettings, proxy: Proxy, **changes: Any) -> ElasticsearchWriter:
    behind = settings.model_copy(update={"elasticsearch_url": proxy.url})
    writer = ElasticsearchWriter(behind, msgspec.structs.replace(QUICK, **changes))
    writer.build(SECOND, META)
    return writer


def is_whole(writer: IndexWriter, count: int = COUNT) -> bool:
    writer.finish(SECOND, {})
    found = {one["id"] for one in writer.scan(SECOND, "statements")}
    is_so = found == {one["id"] for one in statements(count)} and writer.count(SECOND, "statements") == count
    writer.close()
    return is_so


@pytest.mark.parametrize("harm", HARMS)
def test_every_document_arrives_once(settings: SearchSettings, harm: str) -> None:
    with harming(settings.elasticsearch_url, [harm, harm]) as proxy:
        writer = writing(settings, proxy, timeout=1.0)
        outcome = writer.bulk(SECOND, "statements", statements())
        assert (outcome.sent, outcome.dead) == (COUNT, 0)
        assert proxy.asked == COUNT // 50 + 2
        assert is_whole(writer)


def test_a_storm_of_them(settings: SearchSettings) -> None:
    with harming(settings.elasticsearch_url, [harm for harm in HARMS if harm != "late"] * 4) as proxy:
        writer = writing(settings, proxy)
        dead: list[DeadLetter] = []
        bad = {**next(statements(1)), "id": "bad", "last_seen": "yesterday"}
        outcome = writer.bulk(SECOND, "statements", iter([bad, *statements()]), dead.append)
        assert (outcome.sent, outcome.dead, [letter.id for letter in dead]) == (COUNT + 1, 1, ["bad"])
        assert proxy.harms == []
        assert is_whole(writer)


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("drop before", "breaks the connection off"),
        ("429", "429"),
        ("503", "503"),
        ("busy items", "too much to do (429 busy)"),
        ("fewer items", "nonsense"),
        ("not JSON", "nonsense"),
        ("truncated", "breaks the connection off"),
    ],
)
def test_when_it_does_not_pass_nothing_counts_as_sent(settings: SearchSettings, harm: str, says: str) -> None:
    with harming(settings.elasticsearch_url, [harm] * 1000) as proxy:
        writer = writing(settings, proxy, patience=0.3)
        with pytest.raises(EngineUnavailable) as raised:
            writer.bulk(SECOND, "statements", statements())
        assert says in str(raised.value)
        assert "\n" not in str(raised.value)
        proxy.harms.clear()
        assert (writer.live(), [info.version for info in writer.versions()]) == (FIRST, [FIRST])
        writer.delete(SECOND)
        writer.close()


def test_a_server_that_is_away_for_a_while(settings: SearchSettings) -> None:
    with harming(settings.elasticsearch_url, []) as proxy:
        writer = writing(settings, proxy)
        port = proxy.server_port
    outcomes = []
    at_work = Thread(target=lambda: outcomes.append(writer.bulk(SECOND, "statements", statements())))
    at_work.start()
    time.sleep(1)
    assert at_work.is_alive()
    with harming(settings.elasticsearch_url, [], port):
        at_work.join()
        assert [outcome.sent for outcome in outcomes] == [COUNT]
        assert is_whole(writer)


def test_an_index_that_may_not_be_written_ends_it_at_once(settings: SearchSettings) -> None:
    from elasticsearch import Elasticsearch

    with harming(settings.elasticsearch_url, []) as proxy, Elasticsearch(settings.elasticsearch_url) as client:
        writer = writing(settings, proxy)
        client.indices.add_block(index=f"{settings.alias}-statements-{SECOND}", block="write")
        with pytest.raises(EngineUnavailable, match=r"takes no changes \(index write"):
            writer.bulk(SECOND, "statements", statements())
        writer.delete(SECOND)
        writer.close()


def test_a_document_too_odd_for_the_server_alone_is_a_dead_letter(settings: SearchSettings) -> None:
    """What the check before sending does not know (a later version of the server may refuse more)."""
    from elasticsearch import Elasticsearch

    with harming(settings.elasticsearch_url, []) as proxy, Elasticsearch(settings.elasticsearch_url) as client:
        writer = writing(settings, proxy)
        name = f"{settings.alias}-statements-{SECOND}"
        client.indices.delete(index=name)
        client.indices.create(index=name, mappings={"properties": {"text": {"type": "date"}}})
        dead: list[DeadLetter] = []
        (made,) = statements(1)
        assert writer.bulk(SECOND, "statements", [made], dead.append).dead == 1
        assert (dead[0].id, dead[0].document) == (made["id"], made)
        assert "document_parsing_exception" in dead[0].reason
        writer.delete(SECOND)
        writer.close()

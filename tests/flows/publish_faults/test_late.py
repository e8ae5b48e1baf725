"""What a killed publisher had asked Elasticsearch for is done while the next one is at work."""

from collections.abc import Callable
from unittest.mock import patch

import pytest

from flows.stages.publish import publish
from search import open_writer
from store.settings import StoreSettings
from tests.flows.publish_faults.publishing import Publishing
from tests.repetitions import each
from tests.search.people import SEEN
from tests.servers.proxy import proxy


def publish_meanwhile(publishing: Publishing, version: str, when: Callable[[str, str], bool]) -> None:
    """Publishes; before the first such request (method, path) a version is made live."""
    writer, left = open_writer(publishing.settings), [version]

    def plan(method: str, path: str) -> None:
        if left and when(method, path):
            writer.swap(left.pop(), SEEN)

    with proxy(str(publishing.url), plan) as between:
        settings = publishing.settings.model_copy(update={"elasticsearch_url": between.url})
        assert publish(StoreSettings(data=publishing.data), settings).outcome == "published"
    writer.close()
    assert not left


@pytest.mark.parametrize("when", each(["/_alias?", "/_aliases"]))
def test_the_swap_of_a_publish(on_elasticsearch: Publishing, when: str) -> None:
    """Its version is about to be deleted: it stays instead, and the next publish follows on it."""
    on_elasticsearch.records(50)
    on_elasticsearch.publish()
    on_elasticsearch.records(51)
    with patch("flows.stages.publish.swap", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        on_elasticsearch.publish()
    killed = max(on_elasticsearch.present())
    counts = on_elasticsearch.records(52)
    publish_meanwhile(on_elasticsearch, killed, lambda _, path: when in path)
    on_elasticsearch.is_whole(counts)


def test_the_swap_of_a_rollback(on_elasticsearch: Publishing) -> None:
    """A kept version is made live while another is built."""
    on_elasticsearch.records(50)
    on_elasticsearch.publish()
    kept = on_elasticsearch.live()["version"]
    on_elasticsearch.records(51)
    on_elasticsearch.publish()
    counts = on_elasticsearch.records(52)
    publish_meanwhile(on_elasticsearch, kept, lambda method, path: method == "PUT" and "_bulk" in path)
    on_elasticsearch.is_whole(counts)

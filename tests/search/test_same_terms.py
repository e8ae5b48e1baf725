"""The analyzers that the engines are really given cut a text into the terms of index_config.analysis."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from index_config.analysis import composed, tokens
from index_config.versions import index_name
from search import open_writer
from search.engines.tantivy_index import analyzer
from search.settings import SearchSettings
from tests.search.people import META, documents

VERSION = "20261120-031500-aaaaaaaa"
TEXTS = [
    "I don't; I don’t. René’s café, naïve RÉSUMÉ — Zoë O'Brien",
    "psychologists' internal organizations, universities, emergency evenings, internationally",
    "5-HT and 24/7, $120–$180, 97202-1234 🙂emdr🙂",
    "心理療法, 심리 상담, терапия",
    "x" * 200,
    *(text for document in documents("therapists") for text in (document["about"], *document["own_words"]) if text),
    *(name for document in documents("approaches") for name in document["names"]),
]


@pytest.fixture(scope="module")
def elasticsearch(elasticsearch_url: str) -> Iterator[tuple[Elasticsearch, str]]:
    """A client, and the name of an index as our writer makes it."""
    alias = f"test-{uuid4().hex[:12]}"
    writer = open_writer(SearchSettings(engine="elasticsearch", elasticsearch_url=elasticsearch_url, alias=alias))
    writer.build(VERSION, META)
    with Elasticsearch(elasticsearch_url) as client:
        yield client, index_name(alias, "therapists", VERSION)
    writer.delete(VERSION)
    writer.close()


def terms(text: str) -> list[str]:
    return [token.term for token in tokens(composed(text))]


def test_tantivy() -> None:
    cut = analyzer()
    assert [list(cut.analyze(composed(text))) for text in TEXTS] == [terms(text) for text in TEXTS]


def test_elasticsearch(elasticsearch: tuple[Elasticsearch, str]) -> None:
    client, index = elasticsearch
    for text in TEXTS:
        answer = client.indices.analyze(index=index, field="own_words", text=composed(text))
        assert [token["token"] for token in answer["tokens"]] == terms(text)

"""What relevance is compared with: all of a therapist's words in one field, ranked by plain BM25."""

from collections.abc import Iterable
from typing import Any

import tantivy
from tantivy import Occur, Query

from index_config.analysis import tokens
from index_config.mappings import properties
from index_config.taxonomy import load_taxonomy
from search.engines.tantivy_index import analyzer


class PlainBm25:
    """An index in memory that knows nothing of what words mean."""

    def __init__(self, documents: Iterable[dict[str, Any]]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name="words")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        index.register_tokenizer("words", analyzer())
        writer: Any = index.writer(num_threads=1)
        for document in documents:
            writer.add_document(tantivy.Document(id=document["id"], text=_text(document)))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher: Any = index.searcher()

    def ask(self, q: str, most: int) -> list[tuple[str, float]]:
        """The ids of those who have any of the words, best first, with their scores."""
        words = [(Occur.Should, Query.term_query(self._schema, "text", token.term)) for token in tokens(q)]
        hits = self._searcher.search(Query.boolean_query(words), limit=most).hits if words else []
        return [(self._searcher.doc(address).get_first("id"), score) for score, address in hits]


def _text(document: dict[str, Any]) -> str:
    """All words of a document, with the names of what is listed."""
    known = load_taxonomy().approaches
    listed = [known[one].name if one in known else one for one in document["issues"]]
    names = [name for name, mapping in properties("therapists").items() if mapping["type"] == "text"]
    values = [document[name] for name in names]
    texts = [text for value in values for text in (value if isinstance(value, list) else [value]) if text]
    return " ".join([*texts, *listed, *document["language"], *document["insurance"], *document["age"]])

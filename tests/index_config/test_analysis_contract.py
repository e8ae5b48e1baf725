"""Python, tantivy and Elasticsearch cut the same text into the same terms."""

import itertools
import sys
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
import Stemmer
from elasticsearch import Elasticsearch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from index_config.analysis import (
    analysis,
    composed,
    elasticsearch_analysis,
    stemmer_language,
    tokens,
    word_pattern,
)
from index_config.folding import fold_letters
from index_config.taxonomy import load_taxonomy

EXAMPLES = [
    "I don't; I don’t. René’s café, naïve RÉSUMÉ — Zoë O'Brien",
    "Cafe\u0301 in two code points",
    "5-HT and 24/7, $120–$180, 97202-1234",
    "İstanbul ısı IŞIK straße ﬁnd ﬂow Æon œuvre Ĳssel",
    "ΟΔΟΣ Σίσυφος Ἀθῆναι",
    "🙂emdr🙂 👩‍⚕️ x² ½ ①",
    "心理療法とカウンセリング, 심리 상담, терапия, טיפול, العلاج, चिकित्सा, จิตบำบัด",
    "rock'n'roll 'quoted' trailing' ''' l’’x",
    "x" * 200 + " " + "é" * 65 + "'s",
    "psychologists' internal organizations, universities, emergency evenings, internationally",
    "a\u200db a\u00adb a\ufeffb a\u0000b a_b a.b a\u2028b",
    "",
]
ALPHABETS = st.one_of(
    st.characters(codec="utf-8"),
    st.characters(max_codepoint=0x24F),
    st.sampled_from("aeinrst'’ -.,éÉ\u0301ßİıﬁ"),
)
TEXTS = st.text(ALPHABETS, max_size=80)


def terms(text: str) -> list[str]:
    return [token.term for token in tokens(text)]


@pytest.fixture(scope="module")
def tantivy_terms() -> Callable[[str], list[str]]:
    analyzer: TextAnalyzer = (
        TextAnalyzerBuilder(Tokenizer.regex(word_pattern()))
        .filter(Filter.ascii_fold())
        .filter(Filter.lowercase())
        .filter(Filter.stemmer(stemmer_language()))
        .build()
    )
    return lambda text: list(analyzer.analyze(composed(text)))


def english() -> list[str]:
    """Words of our own data: names, phrases, and the words on which stemmers are known to differ."""
    approaches = load_taxonomy().approaches.values()
    words = [word for words in analysis().newer_stems.values() for word in words]
    return [*words, *(f"{word}'s" for word in words), *(n for a in approaches for n in (a.name, *a.synonyms))]


def test_the_terms_people_expect() -> None:
    assert terms("I don’t work like René’s psychologists.") == ["i", "don't", "work", "like", "rene", "psycholog"]
    assert terms("Cafe\u0301") == terms("CAFÉ") == ["cafe"]
    assert terms("心理") == ["心", "理"]
    assert [len(term) for term in terms("z" * 150)] == [64, 64, 22]


@given(TEXTS)
@example(EXAMPLES[0])
def test_tokens_stand_in_the_text_in_order(text: str) -> None:
    stemmer = Stemmer.Stemmer(stemmer_language())
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert stemmer.stemWord(fold_letters(text[token.start : token.end])) == token.term
        end = token.end


@pytest.mark.parametrize("text", EXAMPLES)
def test_tantivy_agrees_on_examples(text: str, tantivy_terms: Callable[[str], list[str]]) -> None:
    assert tantivy_terms(text) == terms(text)


@settings(max_examples=300)
@given(text=TEXTS)
def test_tantivy_agrees_on_any_text(text: str, tantivy_terms: Callable[[str], list[str]]) -> None:
    assert tantivy_terms(text) == terms(composed(text))


def test_tantivy_agrees_on_every_character_and_on_our_words(tantivy_terms: Callable[[str], list[str]]) -> None:
    different = [text for text in (*every_character(), *english()) if tantivy_terms(text) != terms(composed(text))]
    assert different == []


def every_character() -> Iterator[str]:
    """Each code point alone and within a word, some hundred to a text; of those past 16 bits (no letters) some."""
    codes = itertools.chain(range(1, 0xD800), range(0xE000, 0x10000), range(0x10000, sys.maxunicode, 97))
    points = [chr(code) for code in codes]
    for start in range(0, len(points), 500):
        yield " ".join(f"{char} a{char}b" for char in points[start : start + 500])


def test_a_decomposed_text_has_the_terms_of_the_composed_one() -> None:
    text = "Rene\u0301 Zoe\u0308 n\u0303o"
    assert terms(text) == terms(composed(text)) == ["rene", "zoe", "no"]


def test_the_newer_stems_are_those_of_the_stemmer() -> None:
    stemmer = Stemmer.Stemmer(stemmer_language())
    told = {word: stem for stem, words in analysis().newer_stems.items() for word in words}
    assert told == {word: stemmer.stemWord(word) for word in told}


@pytest.fixture(scope="module")
def elasticsearch_terms(elasticsearch_url: str) -> Iterator[Callable[[str], list[str]]]:
    name = f"analysis-contract-{uuid4().hex[:8]}"
    client = Elasticsearch(elasticsearch_url, request_timeout=60)
    settings = {"analysis": elasticsearch_analysis(), "number_of_replicas": 0, "analyze.max_token_count": 100_000}
    client.indices.create(index=name, settings=settings)

    def analyze(text: str) -> list[str]:
        answer = client.indices.analyze(index=name, analyzer="words", text=composed(text))
        return [token["token"] for token in answer["tokens"]]

    yield analyze
    client.indices.delete(index=name)
    client.close()


@pytest.mark.parametrize("text", EXAMPLES)
def test_elasticsearch_agrees_on_examples(text: str, elasticsearch_terms: Callable[[str], list[str]]) -> None:
    assert elasticsearch_terms(text) == terms(text)


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_elasticsearch_agrees_on_any_text(text: str, elasticsearch_terms: Callable[[str], list[str]]) -> None:
    assert elasticsearch_terms(text) == terms(composed(text))


def test_elasticsearch_agrees_on_every_character_and_on_our_words(
    elasticsearch_terms: Callable[[str], list[str]],
) -> None:
    texts = [*every_character(), " ".join(english())]
    assert [text for text in texts if elasticsearch_terms(text) != terms(composed(text))] == []

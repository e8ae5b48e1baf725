"""Evidence: the spans of a therapist's own words that answer the question, with what matched marked."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from index_config.analysis import tokens
from index_config.folding import fold_letters
from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.matcher import Mention, mentions, phrases
from index_config.taxonomy.taxonomy import without_brackets
from records import Evidence
from search.understanding import generic_terms, understand

MAX_SPANS = 3
MAX_LENGTH = 700  # characters of a span; longer ones are cut at words around the first match

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…]+[\"'”’)\]]*(?=\s|$)|(?=\n)|$)")


class Wanted(Struct, frozen=True, kw_only=True):
    """What a hit should show evidence of: ids of approaches and issues, and terms of words and of phrases."""

    ids: tuple[str, ...]
    terms: frozenset[str]
    phrases: tuple[tuple[str, ...], ...] = ()


class _Span(Struct, frozen=True):
    """A sentence of `words`: `hits` are what matched, in characters of the sentence; `found` what it matched of."""

    words: dict[str, Any]
    text: str
    hits: list[tuple[int, int]]
    found: frozenset[str]

    @property
    def rank(self) -> tuple[int, int, int]:
        """Higher is better: more of the question, in a statement, marked more often."""
        return len(self.found), self.words["field"] == "statement", len(self.hits)


def evidence_of(record: dict[str, Any], words: Iterable[dict[str, Any]], wanted: Wanted) -> list[Evidence]:
    """At most three spans, best first; for approaches that only a box or a credential claims, an item that says so."""
    spans = sorted((span for one in words for span in _spans(one, wanted)), key=lambda span: span.rank, reverse=True)
    shown = _telling(spans)
    said = {id_ for span in shown for id_ in span.found} | {span.words["approach"] for span in shown}
    return [*map(_evidence, shown), *_claimed(record, [id_ for id_ in wanted.ids if id_ not in said])]


def _telling(spans: list[_Span]) -> list[_Span]:
    """The best spans; after the first, those that add something, then the next best."""
    chosen: list[_Span] = []
    shown: frozenset[str] = frozenset()
    for span in spans:
        if len(chosen) < MAX_SPANS and (not chosen or not span.found <= shown):
            chosen.append(span)
            shown |= span.found
    rest = [span for span in spans if span not in chosen]
    return [*chosen, *rest[: MAX_SPANS - len(chosen)]]


def _spans(words: dict[str, Any], wanted: Wanted) -> Iterator[_Span]:
    text = words["text"]
    named = mentions(text)
    refused = [mention for mention in named if mention.negated]
    marks = [*_mentioned(text, named, wanted), *_met(text, wanted, words["approach"], refused)]
    # A statement is about its approach even where it does not name it.
    subject = {words["approach"]} & set(wanted.ids)
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        inside = [mark for mark in marks if start <= mark[0] and mark[1] <= end]
        denied = any(one.approach_id in wanted.ids and start <= one.start < end for one in refused)
        if (inside or subject) and not denied:
            yield _cut(words, text, start, end, inside, frozenset({found for _, _, found in inside} | subject))
        subject = set()


def _mentioned(text: str, named: list[Mention], wanted: Wanted) -> Iterator[tuple[int, int, str]]:
    """Names of what is wanted, and descriptive wording of it."""
    for mention in [*named, *phrases(text)] if wanted.ids else ():
        if mention.approach_id in wanted.ids and not mention.negated:
            yield mention.start, mention.end, mention.approach_id


def _met(text: str, wanted: Wanted, subject: str | None, refused: list[Mention]) -> Iterator[tuple[int, int, str]]:
    """Words of the question; in a statement about a wanted approach also what its name is made of ("relational")."""
    own = _name_terms(subject) if subject in wanted.ids else frozenset()
    if not (wanted.terms or wanted.phrases or own):
        return
    met = tokens(text)
    in_phrase = {at + i for terms in wanted.phrases for at in _stands(met, terms) for i in range(len(terms))}
    for position, token in enumerate(met):
        if any(mention.start <= token.start < mention.end for mention in refused):
            continue
        if token.term in wanted.terms or position in in_phrase:
            yield token.start, token.end, token.term
        elif token.term in own and subject:
            yield token.start, token.end, subject


@cache
def _name_terms(approach_id: str) -> frozenset[str]:
    known = load_taxonomy().approaches.get(approach_id)
    name = without_brackets(known.name) if known else ""
    return frozenset(understand(name, literal=True).terms) - generic_terms()


def _stands(met: list[Any], terms: tuple[str, ...]) -> Iterator[int]:
    size = len(terms)
    return (i for i in range(len(met) - size + 1) if all(met[i + j].term == terms[j] for j in range(size)))


def _cut(
    words: dict[str, Any], text: str, start: int, end: int, marks: list[tuple[int, int, str]], found: frozenset[str]
) -> _Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start > MAX_LENGTH:
        first = min((mark[0] for mark in marks), default=start)
        start = _word_start(text, max(start, first - MAX_LENGTH // 2), first)
        end = _word_end(text, min(end, start + MAX_LENGTH), max((mark[1] for mark in marks[:1]), default=start))
    inside = ((a - start, b - start) for a, b, _ in marks if start <= a and b <= end)
    return _Span(words, text[start:end], _merged(inside), found)


def _word_start(text: str, at: int, latest: int) -> int:
    space = text.find(" ", at, latest) if at else -1
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int, earliest: int) -> int:
    space = text.rfind(" ", earliest, at) if at < len(text) else -1
    return space if space > 0 else at


def _merged(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _evidence(span: _Span) -> Evidence:
    seen = span.words["last_seen"]
    return Evidence(
        text=span.text,
        highlights=span.hits,
        field=span.words["field"],
        approach=span.words["approach"],
        claim=span.words["claim"],
        matched=list(dict.fromkeys(fold_letters(span.text[start:end]) for start, end in span.hits)),
        source_url=span.words["source_url"],
        last_seen=msgspec.convert(seen, datetime) if seen else None,
    )


def _claimed(record: dict[str, Any], ids: list[str]) -> Iterator[Evidence]:
    claims = {claim["id"]: claim["claim"] for claim in record["approaches"]}
    for id_ in ids:
        if claims.get(id_) in ("ticked", "credentialed"):
            known = load_taxonomy().approaches.get(id_)
            yield Evidence(
                text=known.name if known else id_.replace("-", " "),
                field="approaches",
                approach=id_,
                claim=claims[id_],
                source_url=next(iter(record["profile_urls"]), None),
                last_seen=msgspec.convert(record["last_seen"], datetime),
            )

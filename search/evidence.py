"""Evidence: the spans of a therapist's own words that answer the question, with what matched marked."""

import re
from collections.abc import Iterable, Iterator, Set
from datetime import datetime
from functools import cache, lru_cache
from itertools import chain, islice, pairwise
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from index_config.analysis import Token, Words, tokens
from index_config.folding import fold_letters
from index_config.taxonomy import lexicon, load_taxonomy
from index_config.taxonomy.concepts import worded
from index_config.taxonomy.hints import hints
from index_config.taxonomy.likelihood import Passage, likely, speaks_for
from index_config.taxonomy.matcher import Mention, mentions
from index_config.taxonomy.taxonomy import without_brackets, wordings
from records import Evidence
from search.understanding import understand
from search.understanding.words import Span, generic_terms

MAX_SPANS = 3
MAX_SENTENCES = 6  # looked at closely: those in which most of the wanted beginnings of words stand
_SPEAKING = 1.5  # nats of a word that is marked
_SHARE, _FEWEST = 0.7, 2  # of a wording's words, as where it was read (pipelines/normalize/meaning.yaml)
_QUOTES = ("“", '"', "«", "–", "—")
MAX_LENGTH = 700  # characters of a span; longer ones are cut at words around the first match

# Of a sentence. Possessive, and never from inside a run: a page of exclamation marks must not cost its square.
# A full stop behind a title ends no sentence: "Dr. Ada Quill".
_END = re.compile(
    r"(?=[.!?…])(?<![.!?…])(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)[.!?…]++[\"'”’)\]]*+(?=\s|$)|\n+"
)


class Wanted(Struct, frozen=True, kw_only=True):
    """What a hit should show evidence of: ids of approaches and issues, and terms of words and of phrases.

    `kin` are ids that answer for them where nothing else does. `names` are what texts call the ids; `stubs` are
    beginnings of words: a text without any of them has nothing to show.
    """

    ids: tuple[str, ...]
    terms: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    names: lexicon.Lexicon
    stubs: frozenset[str]
    kin: tuple[str, ...] = ()


def wanted_of(
    ids: Iterable[str], terms: Iterable[str], quoted: Iterable[tuple[str, ...]], kin: tuple[str, ...] = ()
) -> Wanted:
    """What is wanted, ready for many hits."""
    ids, terms, quoted = tuple(ids), frozenset(terms), tuple(quoted)
    stubs = _stubs(None, terms.union(*quoted)).union(*(_stubs(id_, frozenset()) for id_ in ids))
    return Wanted(ids=ids, terms=terms, phrases=quoted, names=_names(ids), stubs=stubs, kin=kin)


@lru_cache(maxsize=1024)
def _names(ids: tuple[str, ...]) -> lexicon.Lexicon:
    return lexicon.about(ids, lexicon.names())


class _Sentence(NamedTuple):
    """Where a sentence stands in the text of `words`, and how many of the wanted stubs stand in it.

    `subject` is the wanted approach that the whole text is about; `begins` says whether the text begins with it.
    """

    words: dict[str, Any]
    start: int
    end: int
    subject: str | None
    begins: bool
    stubs: int

    @property
    def promise(self) -> tuple[int, bool, bool]:
        """Higher is likelier to be shown."""
        return self.stubs, self.subject is not None, self.begins


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
    """At most three spans, best first; for what only a box or a credential claims, an item that says so."""
    words = list(words)
    sentences = [sentence for one in words for sentence in _sentences(one, wanted)]
    sentences.sort(key=lambda sentence: sentence.promise, reverse=True)
    found = filter(None, (_span(sentence, wanted) for sentence in sentences[:MAX_SENTENCES]))
    shown = sorted(islice(_unrepeated(found), MAX_SPANS), key=lambda span: span.rank, reverse=True)
    said = {id_ for span in shown for id_ in span.found} | {span.words["approach"] for span in shown}
    missing = [id_ for id_ in wanted.ids if id_ not in said]
    claimed = list(_claimed(record, missing))
    missing = [id_ for id_ in missing if id_ not in {one.approach for one in claimed}]
    shown = list(islice(_unrepeated(chain(shown, _likely_spans(words, missing))), MAX_SPANS))
    if not shown and not claimed:  # it costs more than all the rest
        shown = list(islice(_unrepeated(_worded_spans(words, missing)), MAX_SPANS))
    if wanted.kin and not shown and not claimed:
        return evidence_of(record, words, _of_kin(wanted.kin))
    return [*map(_evidence, shown), *claimed]


def _unrepeated(spans: Iterable[_Span]) -> Iterator[_Span]:
    """Each sentence once: many stand on a profile and on the page of an approach."""
    told: set[str] = set()
    for span in spans:
        if span.text not in told:
            told.add(span.text)
            yield span


@lru_cache(maxsize=1024)
def _of_kin(ids: tuple[str, ...]) -> Wanted:
    return wanted_of(ids, (), ())


def _likely_spans(words: Iterable[dict[str, Any]], ids: list[str]) -> Iterator[_Span]:
    """For what nothing else tells of: the sentences whose words make it likely."""
    for one in words if ids else ():
        passages = _passages(one["text"])
        for id_ in ids:
            if passage := passages.get(id_):
                yield _likely_span(one, passage, id_)


def _worded_spans(words: Iterable[dict[str, Any]], ids: list[str]) -> Iterator[_Span]:
    """For what not even that tells of: the sentences with its everyday wordings, else a statement's about it."""
    for one in words if ids else ():
        places = _worded(one["text"])
        for id_ in ids:
            if place := places.get(id_) or (_first_said(one["text"]) if one["approach"] == id_ else None):
                yield _cut(_Sentence(one, *place, None, False, 0), [], frozenset([id_]))


@lru_cache(maxsize=10_000)
def _worded(text: str) -> dict[str, Span]:
    """The first sentence for each approach and issue that everyday wordings mean."""
    found: dict[str, Span] = {}
    for start, end, _ in _split(text)[1]:
        sentence = text[start:end]
        meant = [one.approach_id for one in _hints(sentence) if not one.negated]
        meant += [one.id for one in worded(sentence, _SHARE, _FEWEST)]
        refused = {one.approach_id for one in _mentions(sentence) if one.negated}
        for id_ in meant:
            if id_ not in refused:
                found.setdefault(id_, (start, end))
    return found


def _first_said(text: str) -> Span | None:
    """The first sentence of a statement that quotes nobody."""
    said = ((start, end) for start, end, _ in _split(text)[1] if text[start:end].strip()[:1] not in ("", *_QUOTES))
    return next(said, None)


def _likely_span(words: dict[str, Any], passage: Passage, id_: str) -> _Span:
    """The sentence of a passage, with the words marked that speak most for it."""
    text = words["text"][passage.start : passage.end]
    met = _tokens(text)
    marks = [(token.start, token.end) for token in met if speaks_for(token.term, id_) >= _SPEAKING]
    sentence = _Sentence(words, passage.start, passage.end, None, False, 0)
    return _cut(sentence, marks, frozenset([id_]))


@lru_cache(maxsize=10_000)
def _passages(text: str) -> dict[str, Passage]:
    return likely(text, mentions(text))


def _sentences(words: dict[str, Any], wanted: Wanted) -> Iterator[_Sentence]:
    """The sentences of a text that may answer."""
    # A statement is about its approach even where it does not name it.
    subject = words["approach"] if words["approach"] in wanted.ids else None
    stubs: Set[str] = wanted.stubs | _stubs(None, _own_terms(subject)) if subject else wanted.stubs
    whole, sentences = _split(words["text"])
    stubs = {stub for stub in stubs if stub in whole}
    if not stubs and not subject:
        return
    for start, end, folded in sentences:
        stand = sum(stub in folded for stub in stubs)
        if stand or (subject and start == 0):
            yield _Sentence(words, start, end, subject, start == 0, stand)


@lru_cache(maxsize=10_000)
def _split(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A text with its letters folded, and its sentences: where they stand, and folded; kept like their tokens."""
    ends = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    return fold_letters(text), [(start, end, fold_letters(text[start:end])) for start, end in pairwise(ends)]


def _span(sentence: _Sentence, wanted: Wanted) -> _Span | None:
    """What a sentence shows; None when it does not answer, or denies."""
    text = sentence.words["text"][sentence.start : sentence.end]
    met = _tokens(text)
    marks = list(_words(met, wanted, sentence.subject))
    # The full look at names, which knows of negation, only where it can matter: it costs more than all the rest.
    may_name = bool(marks) and not lexicon.names().keys().isdisjoint(met.terms)
    if may_name or (wanted.ids and lexicon.find(text, met, wanted.names)):
        named = _mentions(text)
        refused = [mention for mention in named if mention.negated]
        if any(mention.approach_id in wanted.ids for mention in refused):
            return None
        marks = [mark for mark in marks if not any(one.start <= mark[0].start < one.end for one in refused)]
    else:
        named = []
    spans = [(token.start, token.end, what) for token, what in marks]
    spans += [(one.start, one.end, one.approach_id) for one in named if one.approach_id in wanted.ids]
    spans += _described(text, wanted)
    found = {what for _, _, what in spans}
    if sentence.subject and sentence.begins:
        found.add(sentence.subject)
    return _cut(sentence, [(start, end) for start, end, _ in spans], frozenset(found)) if found else None


@lru_cache(maxsize=10_000)
def _mentions(text: str) -> list[Mention]:
    return mentions(text)


@lru_cache(maxsize=10_000)
def _hints(text: str) -> list[Mention]:
    return hints(text, _tokens(text))


@lru_cache(maxsize=10_000)
def _tokens(text: str) -> Words:
    """The tokens of a sentence; those of people who are often found are asked for again and again."""
    return tokens(text)


def _words(met: Words, wanted: Wanted, subject: str | None) -> Iterator[tuple[Token, str]]:
    """The words of the question; in a statement about a wanted approach also what its name is made of."""
    in_phrase = {at + i for terms in wanted.phrases for at in _stands(met, terms) for i in range(len(terms))}
    for position, token in enumerate(met):
        if token.term in wanted.terms or position in in_phrase:
            yield token, token.term
        elif subject and token.term in _own_terms(subject):
            yield token, subject


def _described(text: str, wanted: Wanted) -> list[tuple[int, int, str]]:
    """Everyday wording of what is wanted."""
    if not wanted.ids:
        return []
    found = (mention for mention in _hints(text) if mention.approach_id in wanted.ids and not mention.negated)
    return [(mention.start, mention.end, mention.approach_id) for mention in found]


@cache
def _own_terms(approach_id: str | None) -> frozenset[str]:
    known = load_taxonomy().approaches.get(approach_id or "")
    name = without_brackets(known.name) if known else ""
    return frozenset(understand(name, literal=True).terms) - generic_terms()


@lru_cache(maxsize=4096)
def _stubs(approach_id: str | None, terms: frozenset[str]) -> frozenset[str]:
    """Beginnings of words of which one at least stands in every text that has a term, or a name of the approach."""
    known = load_taxonomy().approaches.get(approach_id or "")
    names = [known.name, *known.synonyms, *known.abbreviations, *wordings()[known.id]] if known else []
    spelled = [without_brackets(name) for name in names]
    longest = [max((token.term for token in tokens(name)), key=len, default="") for name in spelled]
    # Stemming changes the end of a word: "anxieti" is not in "anxiety".
    return frozenset(term[:-1] if len(term) > 3 else term for term in (*longest, *terms) if term)


def _stands(met: Words, terms: tuple[str, ...]) -> Iterator[int]:
    size = len(terms)
    return (i for i in range(len(met) - size + 1) if all(met[i + j].term == terms[j] for j in range(size)))


def _cut(sentence: _Sentence, marks: list[tuple[int, int]], found: frozenset[str]) -> _Span:
    """The sentence without spaces around it, and shortened when it is endless; its marks move with it."""
    text = sentence.words["text"][sentence.start : sentence.end]
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if end - start > MAX_LENGTH:
        first, behind = min(marks, default=(start, start))
        start = _word_start(text, max(start, first - MAX_LENGTH // 2), first)
        end = _word_end(text, min(end, start + MAX_LENGTH), behind)
    inside = ((a - start, b - start) for a, b in marks if start <= a and b <= end)
    return _Span(sentence.words, text[start:end], _merged(inside), found)


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
    claims = dict.fromkeys(record["issues"], "ticked") | {one["id"]: one["claim"] for one in record["approaches"]}
    for id_ in ids:
        if claims.get(id_) in ("ticked", "credentialed"):
            known = load_taxonomy().approaches.get(id_)
            yield Evidence(
                text=known.name if known else id_.replace("-", " "),
                field="issues" if id_ in record["issues"] else "approaches",
                approach=id_,
                claim=claims[id_],
                source_url=next(iter(record["profile_urls"]), None),
                last_seen=msgspec.convert(record["last_seen"], datetime),
            )

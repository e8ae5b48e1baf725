"""Finding approaches in running text: names longest first, at word boundaries, in any inflection.

Names and words are compared as terms (see index_config.analysis), looked up by their first term. Cost is that of
cutting the text into words; everything else is paid only where something is found.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from msgspec import Struct, convert

from index_config.analysis import Token, tokens
from index_config.data import read_yaml
from index_config.folding import fold_letters
from index_config.taxonomy.negation import Cue, carries, cue_before, is_refused_behind
from index_config.taxonomy.taxonomy import Ambiguity, load_taxonomy, without_brackets

_JOINTS = " \t\r\n\xa0-‐‑–/&+'’\"“”"  # what may stand between the words of one name


class Mention(NamedTuple):
    """A place where a text speaks of an approach: text[start:end], in code points.

    `weight` is 1 for a name, the phrase's own (0 to 1) for descriptive wording.
    """

    approach_id: str
    start: int
    end: int
    text: str
    negated: bool
    weight: float = 1.0


class _Wording(NamedTuple):
    """Terms to find. `approach_id` is None where they mean something else; `exact` holds an abbreviation's folded
    letters, for "acting" is no inflection of ACT."""

    terms: tuple[str, ...]
    approach_id: str | None
    weight: float = 1.0
    exact: str | None = None
    ambiguity: Ambiguity | None = None


class _Found(NamedTuple):
    wording: _Wording
    first: int  # of its tokens
    last: int


class _Context(Struct, frozen=True):
    """What matcher.yaml says about ambiguous names."""

    context: list[str]
    nearby: int
    short_question: int
    other_senses: list[str]


_Lexicon = dict[str, list[_Wording]]


def mentions(text: str, *, query: bool = False) -> list[Mention]:
    """The approaches and issues a text names, in order, without overlaps.

    Ambiguous names ("ACT", "MI") count only with what the taxonomy demands of them. In a `query` people write
    lower case, so there neighbouring words or brevity stand in for capitals.
    """
    words = tokens(text)
    found = _find(text, words, _names())
    clear = {item.wording.approach_id for item in found if not item.wording.ambiguity}
    return _as_mentions(text, words, [item for item in found if _is_meant(item, text, words, clear, query=query)])


def phrases(text: str) -> list[Mention]:
    """The lay and descriptive wording of approaches in a text, in order, without overlaps; see `Mention.weight`."""
    words = tokens(text)
    return _as_mentions(text, words, _find(text, words, _phrases()))


def _find(text: str, words: list[Token], lexicon: _Lexicon) -> list[_Found]:
    found: list[_Found] = []
    free = 0
    for first, word in enumerate(words):
        if first < free or word.term not in lexicon:
            continue
        for wording in lexicon[word.term]:
            last = first + len(wording.terms) - 1
            if last < len(words) and _stands(wording, text, words[first : last + 1]):
                found.append(_Found(wording, first, last))
                free = last + 1
                break
    return found


def _stands(wording: _Wording, text: str, words: list[Token]) -> bool:
    if any(word.term != term for word, term in zip(words, wording.terms, strict=True)):
        return False
    if wording.exact and fold_letters(_surface(text, words)).removesuffix("'s") != wording.exact:
        return False
    return all(not text[left.end : right.start].strip(_JOINTS) for left, right in zip(words, words[1:], strict=False))


def _surface(text: str, words: list[Token]) -> str:
    return text[words[0].start : words[-1].end]


def _is_meant(item: _Found, text: str, words: list[Token], clear: set[str | None], *, query: bool) -> bool:
    wording = item.wording
    if wording.approach_id is None or wording.ambiguity is None or wording.approach_id in clear:
        return wording.approach_id is not None
    rules = _context()
    around = words[max(0, item.first - rules.nearby) : item.first] + words[item.last + 1 : item.last + 1 + rules.nearby]
    has_context = any(word.term in _context_terms() for word in around)
    needs_context = wording.ambiguity == "context"
    if query and (has_context or len(words) <= (1 if needs_context else rules.short_question)):
        return True
    capitals = _surface(text, words[item.first : item.last + 1])[: len(wording.exact or "")].isupper()
    return capitals and (has_context or not needs_context)


def _as_mentions(text: str, words: list[Token], found: list[_Found]) -> list[Mention]:
    result: list[Mention] = []
    cue: Cue | None = None
    for item in found:
        wording = item.wording
        start, end = words[item.first].start, words[item.last].end
        carried = cue if cue and carries(cue, text[result[-1].end : start]) else None
        cue = cue_before(text, start) or carried
        negated = cue is not None or is_refused_behind(text, end)
        result.append(Mention(wording.approach_id or "", start, end, text[start:end], negated, wording.weight))
    return result


@cache
def _names() -> _Lexicon:
    taxonomy = load_taxonomy()
    wordings = [_Wording(_terms(sense), None) for sense in _context().other_senses]
    for approach in taxonomy.approaches.values():
        for name in [without_brackets(approach.name), *approach.synonyms]:
            terms = _terms(name)
            wordings.append(_Wording(terms, approach.id, ambiguity=taxonomy.ambiguous.get(name)))
            if "and" in terms:  # "acceptance & commitment" has no such word
                wordings.append(_Wording(tuple(term for term in terms if term != "and"), approach.id))
        for name in approach.abbreviations:
            exact = fold_letters(name)
            wordings.append(_Wording(_terms(name), approach.id, exact=exact, ambiguity=taxonomy.ambiguous.get(name)))
    return _lexicon(wordings)


@cache
def _phrases() -> _Lexicon:
    approaches = load_taxonomy().approaches.values()
    return _lexicon(_Wording(_terms(phrase), a.id, weight) for a in approaches for phrase, weight in a.phrases.items())


def _lexicon(wordings: Iterable[_Wording]) -> _Lexicon:
    lexicon: _Lexicon = {}
    for wording in sorted(wordings, key=lambda wording: -len(wording.terms)):
        lexicon.setdefault(wording.terms[0], []).append(wording)
    return lexicon


def _terms(name: str) -> tuple[str, ...]:
    return tuple(token.term for token in tokens(name))


@cache
def _context() -> _Context:
    return convert(read_yaml("taxonomy/matcher.yaml"), _Context)


@cache
def _context_terms() -> frozenset[str]:
    return frozenset(term for word in _context().context for term in _terms(word))

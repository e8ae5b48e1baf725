"""Approaches and issues in a question: named, misspelled, or refused."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from jellyfish import metaphone

from index_config.analysis import tokens
from index_config.folding import fold_in_place, fold_letters
from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.hints import parted_wordings
from index_config.taxonomy.matcher import Mention, mentions
from index_config.taxonomy.taxonomy import without_brackets
from records import Understood
from search.understanding.words import Span, Word, covered, lists, part, words_of
from search.vocabulary import Vocabulary, nearest

_LONG = 6  # letters of a word whose first may be wrong
_SOUND = 4  # consonants of a word that is known by its sound
_LONGER = 3  # letters, that what sounds the same may be longer or shorter
_BARE = 4  # words of a name without "therapy"
_ABSENT = re.compile(
    r"\b(?:(?:am|i'm|im|is|are|he's|she's) not"
    r"|(?:do not|don't|dont) (?:have|suffer from|struggle with)(?: any| a)?)\W*$"
)
"""Before an issue that somebody does not have."""
_DELIBERATE = re.compile(
    r"(?:\b(?:without|except|except for|excluding|other than|but not|and not)|[,;] not)(?: any)?\W*$"
)
"""Before an issue that is to be left out: "not sleeping" and "no more panic" say what somebody suffers from."""


def named(q: str) -> tuple[list[Understood], set[str]]:
    """What a question names, what it names to leave it out first; and what it names and does not ask for."""
    found = sorted(mentions(q, query=True), key=lambda one: not one.negated)
    over = [one for one in found if _is_over(q, one) or _is_absent(q, one)]
    asked = [_understood(q, one, one.start, one.end) for one in found if one not in over]
    return asked, {one.approach_id for one in over}


def bare(q: str, words: list[Word]) -> Understood | None:
    """What the words mean that are all a question asks for: "relational", "drama", and labels of boxes ("teens")."""
    known = load_taxonomy()
    start, end = words[0].start, words[-1].end
    if len(words) > _BARE or len(tokens(q[start:end]).terms) > len(words):  # others stand between them
        return None
    found = known.resolve(f"{q[start:end]} therapy") or known.box(q[start:end])
    return part(q, known.approaches[found].kind, found, start, end) if found else None


def _is_absent(q: str, mention: Mention) -> bool:
    """Whether somebody says that they are not so: "not depressed but anxious"; "not sleeping" is what they suffer."""
    is_issue = load_taxonomy().approaches[mention.approach_id].kind == "issue"
    said = mention.negated and is_issue and not mention.text.lower().endswith("ing")
    return bool(said and _ABSENT.search(fold_in_place(q)[: mention.start]))


def _is_over(q: str, mention: Mention) -> bool:
    """Whether somebody only tells that an approach did not help: "tried cbt and it did nothing"."""
    if load_taxonomy().approaches[mention.approach_id].kind == "issue":
        return False
    before, behind = _tried()
    folded = fold_in_place(q)
    return bool(before.search(folded[: mention.start]) or behind.match(folded[mention.end :]))


@cache
def _tried() -> tuple[re.Pattern[str], re.Pattern[str]]:
    few = rf"(?:[\w']+ +){{0,{lists().tried_words}}}"
    tried, failed = _any(lists().tried), _any(lists().failed)
    return re.compile(rf"(?<![\w'])(?:{tried}) +{few}$"), re.compile(rf"\W+(?:and it +)?(?:{failed})(?![\w'])")


def left_out(q: str, taken: list[Span]) -> list[Understood]:
    """What a question wants to be left out by a word that names no approach: one part for each that it means."""
    said, word = _left_out()
    folded = fold_in_place(q)
    return [
        part(q, "exclude", id_, *one.span())
        for match in said.finditer(folded)
        for one in word.finditer(folded, *match.span())
        if all(one.end() <= start or end <= one.start() for start, end in taken)
        for id_ in lists().left_out[" ".join(one["word"].split())]
    ]


def misspelled(q: str, taken: list[Span], vocabulary: Vocabulary) -> list[Understood]:
    """What a question names with letters wrong, in words that nobody uses."""
    words = words_of(q)
    mended = [_mended(word, taken, vocabulary) for word in words]
    if mended == [word.written for word in words]:
        return []
    places: list[Span] = []
    length = 0
    for written in mended:
        places.append((length, length + len(written)))
        length += len(written) + 1
    found: list[Understood] = []
    for mention in mentions(" ".join(mended), query=True):
        inside = [i for i, (start, end) in enumerate(places) if mention.start <= start and end <= mention.end]
        if mention.negated or all(mended[i] == words[i].written for i in inside):
            continue
        found.append(_understood(q, mention, words[inside[0]].start, words[inside[-1]].end))
    return found


def _mended(word: Word, taken: list[Span], vocabulary: Vocabulary) -> str:
    """A word as written, or the word of the taxonomy that was meant by it."""
    is_known = covered(word, taken) or word.folded in _spelled() or word.term in _used()
    is_known = is_known or vocabulary.count(word.term) > 0
    if is_known or word.plain in vocabulary.names:
        return word.written
    close = nearest(word.folded, _spelled_by_first().get(word.folded[:1], ()), _spelled(), 1)
    close = close or _spelled_but_first().get(word.folded[1:], []) if len(word.folded) >= _LONG else close
    close = close or _sounding_like(word.folded)
    return close[0] if close else word.written


def _sounding_like(word: str) -> list[str]:
    """The words of the taxonomy that sound the same: "turrets" for "tourettes"."""
    sound = metaphone(word)
    if len(sound) < _SOUND:
        return []
    return [other for other in _spelled_by_sound().get(sound, []) if abs(len(other) - len(word)) <= _LONGER]


@cache
def _left_out() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words that are left out, joined by "or", with what leaves them out before them; and each with what leads it."""
    cue, between, word = (_any(words) for words in (lists().leave_out, lists().between, lists().left_out))
    lead, left = rf"(?<![\w'])(?:{cue})[ -]+(?:(?:{between}) +)*", rf"(?:{word})(?![\w'])"
    return re.compile(rf"{lead}{left}(?: +or +{left})*"), re.compile(rf"(?:{lead}|or +)(?P<word>{left})")


def _any(words: Iterable[str]) -> str:
    """Any of these, the longest first."""
    return "|".join(re.escape(word).replace("\\ ", " +") for word in sorted(words, key=len, reverse=True))


@cache
def _spelled() -> dict[str, int]:
    """The words of all names of the taxonomy, folded, and in how many names each stands."""
    counts: defaultdict[str, int] = defaultdict(int)
    for approach in load_taxonomy().approaches.values():
        for name in (without_brackets(approach.name), *approach.synonyms, *approach.abbreviations):
            for token in tokens(name):
                counts[fold_letters(name[token.start : token.end])] += 1
    return counts


@cache
def _used() -> frozenset[str]:
    """The terms of everyday wordings: words, whoever of a version uses them."""
    return frozenset(term for _, told, _, _ in parted_wordings() for term in told)


@cache
def _spelled_by_first() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in _spelled():
        found[word[:1]].append(word)
    return found


@cache
def _spelled_but_first() -> dict[str, list[str]]:
    """The words by all their letters but the first: "yungian"."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(_spelled(), key=lambda word: (-_spelled()[word], word)):
        found[word[1:]].append(word)
    return found


@cache
def _spelled_by_sound() -> dict[str, list[str]]:
    """The words by their metaphones, the most frequent first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(_spelled(), key=lambda word: (-_spelled()[word], word)):
        found[metaphone(word)].append(word)
    return found


def _understood(q: str, mention: Mention, start: int, end: int) -> Understood:
    kind = load_taxonomy().approaches[mention.approach_id].kind
    is_left_out = mention.negated and (kind == "approach" or _DELIBERATE.search(q[:start].lower()))
    return part(q, "exclude" if is_left_out else kind, mention.approach_id, start, end)

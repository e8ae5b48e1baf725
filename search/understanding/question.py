"""A question taken apart."""

import re
from collections.abc import Iterable
from itertools import takewhile

from msgspec import Struct, field

from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.concepts import Concept, concepts
from records import Understood
from search.understanding.approaches import bare, left_out, misspelled, named
from search.understanding.manners import languages, online
from search.understanding.names import names
from search.understanding.places import places
from search.understanding.quoted import marks, terms_in
from search.understanding.words import Span, Word, covered, listed, part, words_of
from search.vocabulary import NoWords, Vocabulary

_MILES = re.compile(r"\b(?:within +)?(\d{1,3}) *(?:miles?|mi) +(?:of|from|around)\b", re.IGNORECASE)
_PLACED = ("state", "city", "language", "telehealth")
_NOT_THERE = re.compile(
    r"\b(?:not|no|except|excluding|other than|anywhere but|but not|don't|doesn't|dont|doesnt)"
    r"(?: (?:in|from|around|at|by|via|over|speak|speaks|speaking|the|do|offer|offers))* $"
)
_DENYING = re.compile(r"\b(?:no|not|nor|without|except|excluding|don't|doesn't|dont|doesnt)\b|-")
_OUTSIDE = re.compile(r"\boutside(?: of)? $")
_SPANISH = 2  # words that make a question Spanish


class Question(Struct, frozen=True, kw_only=True):
    """A question taken apart.

    `terms` are the words that remain, `written` how each stood there, `phrases` those in quotation marks, `excluded`
    words and phrases with a minus before them; `names` are words of names, all of which somebody must be called by;
    `unwanted` are places, languages, ways to meet, approaches and issues that are not wanted, `within` the miles that
    are named; `concepts` are what everyday words among the terms describe. `is_empty`: nothing in it can be looked for;
    `is_generic`: only words that fit everybody ("therapist"). `language` is the one it is asked in, where that is not
    English.
    """

    understood: list[Understood]
    terms: list[str]
    written: dict[str, str] = field(default_factory=dict)
    phrases: list[tuple[str, ...]]
    excluded: list[tuple[str, ...]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    unwanted: list[Understood] = field(default_factory=list)
    within: float | None = None
    concepts: list[Concept] = field(default_factory=list)
    language: str | None = None
    is_empty: bool
    is_generic: bool = False

    def values(self, kind: str) -> list[str]:
        """What was understood of one kind, without repetition."""
        return list(dict.fromkeys(part.value for part in self.understood if part.kind == kind))


def understand(
    q: str, vocabulary: Vocabulary | None = None, *, literal: bool = False, plain: Iterable[str] = ()
) -> Question:
    """Takes a question apart, with the words of the version that is asked.

    `literal`: all its words are just words; `plain` names parts, by their text, of which that is so.
    """
    if literal:
        return _literal(q)
    asked = q
    q, within = _with_miles(asked)
    known = vocabulary or NoWords()
    words = words_of(q)
    known.learn(word.term for word in words)  # all at once: engines are asked over a network
    said = marks(q)
    as_words = _plain(words, plain)
    said = said._replace(excluded=[span for span in said.excluded if not _holds_any(span, as_words)])
    taken = [*said.all, *as_words]
    is_spanish = _is_spanish(words, as_words)
    found, over = named(q)
    parts, called = _parts(q, words, found, taken, known, is_spanish=is_spanish)
    parts, unwanted = (parts, []) if is_spanish else _refused(q, parts)
    meant = [*((one.start, one.end) for one in parts), *_cues(words, parts)]
    free = [word for word in words if not covered(word, [*meant, *said.excluded])]
    stop = listed("stop") | (listed("stop_spanish") if is_spanish else frozenset())
    telling = [word for word in free if word.folded not in stop or covered(word, as_words)]
    wanted = [word for word in telling if word.folded not in listed("generic")]
    is_all = wanted and not any(one.kind in ("approach", "issue") for one in parts)
    alone = bare(q, wanted) if is_all and not any(covered(word, taken) for word in wanted) else None
    if alone and alone.value not in over:
        parts, free, wanted = [*parts, alone], [word for word in free if word not in wanted], []
    phrases = [terms_in(free, span) for span in said.quoted]
    named_out = {span: one for span in said.excluded if (one := _named_with_minus(q, span))}
    excluded = [terms_in(words, span) for span in said.excluded if span not in named_out]
    described = [one for one in concepts(_everyday(free, taken)) if one.id not in over] if wanted else []
    plainly = [word for word in wanted if not covered(word, taken)]
    without = [part(q, "exclude", q[start:end].strip('-"“”'), start, end) for start, end in said.excluded]
    return Question(
        understood=sorted([*parts, *without, *_described(asked, words, plainly, described)], key=lambda one: one.start),
        terms=list(dict.fromkeys(word.term for word in wanted if not covered(word, said.quoted))),
        written={word.term: word.plain for word in wanted},
        phrases=[terms for terms in dict.fromkeys(phrases) if terms],
        excluded=[terms for terms in dict.fromkeys(excluded) if terms],
        names=called,
        unwanted=[*unwanted, *named_out.values()],
        within=within,
        concepts=described,
        language="Spanish" if is_spanish else None,
        is_empty=not (telling or any(phrases) or parts or without),
        is_generic=len(wanted) < len(telling),
    )


def _with_miles(q: str) -> tuple[str, float | None]:
    """A question in which "within 25 miles of" is "near", with everything else in its place; and these miles."""
    miles = _MILES.search(q)
    if not miles:
        return q, None
    return q[: miles.start()] + "near".ljust(len(miles[0])) + q[miles.end() :], float(miles[1])


def _named_with_minus(q: str, span: Span) -> Understood | None:
    """What is named behind a minus, if something is: the abbreviation of an approach may be another word's stem."""
    known, text = load_taxonomy(), q[slice(*span)].strip('-"“”')
    entry = known.approaches.get(known.resolve(text) or "")
    if entry:
        return part(q, entry.kind, entry.id, *span)
    manner = next(iter([*online(text), *languages(text, [])]), None)
    return part(q, manner.kind, manner.value, *span) if manner and manner.text == text else None


def _refused(q: str, parts: list[Understood]) -> tuple[list[Understood], list[Understood]]:
    """The parts, with places, languages and ways to meet that are not wanted as exclusions, and these as they were.

    "Not in Portland, OR", "but not online", "outside Oregon".
    """
    kept: list[Understood] = []
    refused: list[Understood] = []
    for one in sorted(parts, key=lambda one: one.start):
        before = q[: one.start].lower()
        cue = _NOT_THERE.search(before) if one.kind in _PLACED else None
        cue = cue or (_OUTSIDE.search(before) if one.kind == "state" else None)
        if cue:
            refused.append(one)
            kept.append(part(q, "exclude", one.value, cue.start(), one.end))
        elif refused and one.kind == "exclude" and not _DENYING.search(q[refused[-1].end : one.start].lower()):
            kept += _affirmed(q, one)  # of "not in Texas emdr" only Texas is refused
        elif not (one.kind == "state" and refused and not q[refused[-1].end : one.start].strip(" ,")):
            kept.append(one)
    return kept, refused


def _affirmed(q: str, one: Understood) -> list[Understood]:
    entry = load_taxonomy().approaches.get(one.value)
    return [part(q, entry.kind, entry.id, one.start, one.end)] if entry else []


def _cues(words: list[Word], parts: list[Understood]) -> list[Span]:
    """Where what leaves something out stands right before it: "who doesn't do EMDR" asks for no word "doesn't"."""
    found: list[Span] = []
    cues, between = {word for cue in listed("leave_out") for word in cue.split()}, listed("between")
    for one in parts:
        before = [word for word in words if word.end <= one.start] if one.kind == "exclude" else []
        led = list(takewhile(lambda word: word.folded in cues | between, reversed(before)))
        if any(word.folded in cues for word in led):
            found += [(word.start, word.end) for word in led]
    return found


def _holds_any(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] <= start and end <= span[1] for start, end in others)


def _everyday(words: list[Word], taken: list[Span]) -> str:
    """What may describe something: all words but marked ones and those that fit everybody."""
    generic = listed("generic")
    return " ".join(word.written for word in words if word.folded not in generic and not covered(word, taken))


def _described(q: str, words: list[Word], telling: list[Word], found: list[Concept]) -> list[Understood]:
    """What everyday words describe, as parts: of the longest stretch of them, with all that stands between them."""
    starts = {word.start for word in telling}
    runs: list[list[Word]] = [[]]
    for word in words:
        if word.start in starts:
            runs[-1].append(word)
        elif word.folded not in listed("stop"):
            runs.append([])
    run = max(runs, key=len)
    return [part(q, "meaning", one.id, run[0].start, run[-1].end) for one in found] if run else []


def _literal(q: str) -> Question:
    words = words_of(q)
    telling = [word for word in words if word.folded not in listed("stop")]
    terms = list(dict.fromkeys(word.term for word in telling))
    written = {word.term: word.plain for word in telling}
    return Question(understood=[], terms=terms, written=written, phrases=[], is_empty=not terms)


def _parts(
    q: str,
    words: list[Word],
    mentioned: list[Understood],
    taken: list[Span],
    vocabulary: Vocabulary,
    *,
    is_spanish: bool,
) -> tuple[list[Understood], list[str]]:
    """What is understood, without overlaps, and the words of names: what is found first keeps its words."""
    found = _free(mentioned, taken)
    found += left_out(q, _spans(found, taken))
    mended = _free(misspelled(q, _spans(found, taken), vocabulary), taken)
    found = [one for one in found if not any(_within(one, whole) for whole in mended)]  # of "post pardom depression"
    found += _free(mended, _spans(found, taken))
    found += _free(online(q), _spans(found, taken))
    found += _free(languages(q, _spans(found, taken)), _spans(found, taken))
    found += _free(places(q, _spans(found, taken), vocabulary), _spans(found, taken))
    if is_spanish and not any(one.kind == "language" for one in found):
        said = [word for word in words if word.folded in _spanish() and not covered(word, _spans(found, taken))]
        found += [part(q, "language", "Spanish", word.start, word.end) for word in said[:1]]
    called = names(q, found, taken, vocabulary)
    people = [name.part for name in called]
    taken = _spans(people, [])
    free = (one for one in found if not any(one.start < end and start < one.end for start, end in taken))
    return [*people, *free], [term for name in called for term in name.terms]


def _within(one: Understood, whole: Understood) -> bool:
    return whole.start <= one.start and one.end <= whole.end


def _free(parts: Iterable[Understood], taken: list[Span]) -> list[Understood]:
    """The parts that overlap neither what is taken nor each other."""
    free: list[Understood] = []
    for one in parts:
        if all(one.end <= start or end <= one.start for start, end in _spans(free, taken)):
            free.append(one)
    return free


def _spans(parts: Iterable[Understood], taken: list[Span]) -> list[Span]:
    return [*taken, *((one.start, one.end) for one in parts)]


def _plain(words: list[Word], texts: Iterable[str]) -> list[Span]:
    """Where the words stand that shall be taken as they are."""
    folded = [word.folded for word in words]
    spans: list[Span] = []
    for text in texts:
        wanted = [word.folded for word in words_of(text)]
        spans += [
            (words[first].start, words[first + len(wanted) - 1].end)
            for first in range(len(words) - len(wanted) + 1)
            if wanted and folded[first : first + len(wanted)] == wanted
        ]
    return spans


def _is_spanish(words: list[Word], as_words: list[Span]) -> bool:
    """Whether a question is asked in Spanish: not by what names are made of, nor where that was switched off."""
    said = [word for word in words if word.folded in _spanish()]
    is_told = any(word.folded not in listed("of_names") for word in said)
    return is_told and len(said) >= _SPANISH and not any(covered(word, as_words) for word in said)


def _spanish() -> frozenset[str]:
    """The words that tell a Spanish question: those that are English words too do not."""
    return listed("stop_spanish") - listed("stop")

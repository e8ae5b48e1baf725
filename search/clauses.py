"""What each part of a question asks of the index, and what a match of it is worth (ranking.yaml)."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from math import log

from index_config.analysis import tokens
from index_config.folding import fold
from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.concepts import Concept
from search.plan import PLACE, Circle, Clause, Leaf
from search.ranking import weights
from search.understanding.manners import spellings
from search.understanding.words import faint_terms
from search.vocabulary import Names, Vocabulary

_SELDOM = 2  # people: a word that so few use may be a name with letters wrong
_FEW_NAMES = 3  # words of names that a misspelled one may mean
_SHORTEST = 3  # letters of the beginning of a name

# ---- words


def rarity(term: str, vocabulary: Vocabulary) -> float:
    """How rare a word is: 0 where everybody uses it, 1 where nobody does (the idf of BM25, as a share)."""
    size, count = vocabulary.size, vocabulary.count(term)
    return log(1 + (size - count + 0.5) / (count + 0.5)) / log(1 + (size + 0.5) / 0.5)


def word(term: str, written: str, vocabulary: Vocabulary, many: float) -> Clause:
    """A word in any text, and as `written` in names with letters wrong or missing; `many` divides its worth."""
    rare = weights().common + (weights().rare - weights().common) * rarity(term, vocabulary)
    rare *= weights().faint if term in faint_terms() else 1
    leaves = [Leaf(name, (term,), _worth(worth * rare / many)) for name, worth in weights().fields.items()]
    return Clause((*leaves, *_names_like(written, vocabulary.count(term), vocabulary.names)), f"word {term}")


def _names_like(written: str, count: int, known: Names) -> Iterator[Leaf]:
    if count > _SELDOM:
        return
    close = known.near(written, _FEW_NAMES)
    if not close and not count and len(written) >= _SHORTEST:
        close = known.beginning(written, _FEW_NAMES)
    worth = _worth(weights().fields["name"] * (0.5 if count else 1))
    yield from (Leaf("name_words", (name,), worth) for name in close)


def adjacent(terms: list[str]) -> list[Clause]:
    """Words that stand side by side in the question."""
    fields = weights().adjacent.items()
    return [
        Clause(tuple(Leaf(name, pair, worth) for name, worth in fields), f"side by side {' '.join(pair)}")
        for pair in pairwise(terms)
    ]


def phrase(terms: tuple[str, ...]) -> Clause:
    """A quoted phrase in any text."""
    leaves = (Leaf(name, terms, worth * len(terms)) for name, worth in weights().fields.items())
    return Clause(tuple(leaves), f'phrase "{" ".join(terms)}"')


def name(term: str) -> Clause:
    """A word of a name of a person or practice."""
    return Clause((Leaf("name_words", (term,), weights().fields["name"]),), f"name {term}")


def place(kind: str, value: str) -> Clause:
    """A city or state beside a name: it tells people of one name apart."""
    return Clause((Leaf(kind, (value,), weights().beside_names),), f"{kind} {value}")


def language(spoken: str) -> Clause:
    """A language matches where it is written in or listed, or told in the text."""
    worth, names = weights().languages, spellings(spoken)
    written = Leaf("written_in", (fold(spoken),), worth["written_in"])
    listed = [Leaf("language", (fold(one),), worth["listed"]) for one in names]
    said = [Leaf(field, tuple(tokens(one).terms), worth[field]) for field in ("own_words", "about") for one in names]
    return Clause((written, *listed, *said), f"language {spoken}")


# ---- approaches and issues


def approach(id_: str) -> Clause:
    """An approach, claimed or hinted at, or a kind of it."""
    leaves = [Leaf(claim, (id_,), worth) for claim, worth in weights().claims.items() if claim != "approach"]
    return Clause((*leaves, *_narrower(id_)), f"approach {id_}")


def named(id_: str) -> Clause:
    """An approach or an issue, whichever it is; what the taxonomy has not is an approach."""
    entry = load_taxonomy().approaches.get(id_)
    return approach(id_) if entry is None or entry.kind == "approach" else issue(id_)


def asked_for(id_: str) -> Clause:
    """An approach that is asked for together with something else goes before that."""
    leaves = tuple(Leaf(field, (id_,), weights().asked_for) for field in ("approach", "told"))
    return Clause(leaves, f"approach {id_} beside others")


def issue(id_: str) -> Clause:
    """An issue matches where it is told of, hinted at or listed."""
    worth = weights().issues
    told = [Leaf(field, (id_,), worth[field]) for field in ("spoken", "told", "hinted")]
    listed = [Leaf("chosen", (id_,), worth["listed"]), Leaf("issues", (id_,), worth["boxes"])]
    return Clause((*told, *listed, *_narrower(id_), *_ways(id_)), f"issue {id_}")


def both(id_: str) -> Clause:
    """An issue that is asked for together with an approach counts twice: who has both goes first."""
    return Clause(issue(id_).leaves, f"issue {id_} beside others")


def listed(id_: str) -> Clause:
    """Whoever speaks of an issue and lists it goes before who only speaks of it."""
    return Clause((Leaf("chosen", (id_,), weights().issues["listed"]),), f"issue {id_} listed, too")


def concept(found: Concept) -> Clause:
    """What everyday words describe, as if it were named, times how surely it is meant."""
    share = weights().concept * found.weight
    leaves = named(found.id).leaves
    worth = tuple(Leaf(one.field, one.terms, _worth(one.worth * share)) for one in leaves)
    return Clause(worth, f"everyday words for {found.id} ({found.weight:.2f})")


def near(ids: Iterable[str], *, is_placed: bool) -> list[Clause]:
    """What stands beside approaches and issues in the taxonomy, if anything does: better than nobody.

    Outside a place only what is of a kind: else whoever ticked "trauma" would be found for EMDR.
    """
    leaves = tuple(dict.fromkeys(leaf for id_ in ids for leaf in _near(id_, is_placed=is_placed)))
    return [Clause(leaves, "beside it")] if leaves else []


def kin(ids: Iterable[str]) -> tuple[str, ...]:
    """Whose claims answer for these, too: their kinds, what stands beside issues, and what is near."""
    asked = list(ids)
    found = [leaf for id_ in asked for leaf in (*_narrower(id_), *_ways(id_))]
    found += [leaf for id_ in asked for leaf in _near(id_, is_placed=True)]
    return tuple(dict.fromkeys(leaf.terms[0] for leaf in found))


def nearer(circle: Circle) -> list[Clause]:
    """Whoever is nearer to the centre of a circle, where it is wide enough for a ring; the nearest ring counts."""
    centre = f"{circle.lat},{circle.lon}"
    rings = [(miles, worth) for miles, worth in weights().nearer.items() if miles < circle.miles]
    return [Clause(tuple(Leaf(PLACE, (centre, str(miles)), worth) for miles, worth in rings), "near")] if rings else []


def any_of(clauses: Iterable[Clause]) -> Clause:
    """Matches where any of them does, and is worth nothing."""
    return Clause(tuple(Leaf(leaf.field, leaf.terms, 0.0) for clause in clauses for leaf in clause.leaves))


@cache
def _narrower(id_: str) -> tuple[Leaf, ...]:
    """The kinds of an approach or issue."""
    kinds = [one.id for one in load_taxonomy().approaches.values() if id_ in one.broader]
    return tuple(leaf for kind in kinds for leaf in _kin(kind, weights().kin["narrower"]))


@cache
def _ways(id_: str) -> tuple[Leaf, ...]:
    """Whoever tells of an approach that stands beside an issue."""
    known, share = load_taxonomy().approaches, weights().kin["ways"]
    worth = {field: _worth(weights().issues[field] * share) for field in ("spoken", "told")}
    ways = sorted(one for one in _beside(id_) if known[one].kind == "approach")
    return tuple(Leaf(field, (one,), value) for one in ways for field, value in worth.items())


@cache
def _near(id_: str, *, is_placed: bool) -> tuple[Leaf, ...]:
    known, share = load_taxonomy().approaches, weights().kin["related"]
    others = [one for one in sorted(_beside(id_)) if is_placed or known[one].kind == known[id_].kind]
    return tuple(leaf for one in others for leaf in _kin(one, share))


@cache
def _beside(id_: str) -> frozenset[str]:
    """What the taxonomy calls related, one way or the other."""
    known = load_taxonomy().approaches
    related = {one for one in known[id_].related if one in known} if id_ in known else set()
    return frozenset(related | {one.id for one in known.values() if id_ in one.related})


def _kin(id_: str, share: float) -> list[Leaf]:
    fields = {name: weights().issues[name] for name in ("spoken", "told")}
    fields["issues"] = weights().issues["boxes"]
    if load_taxonomy().approaches[id_].kind == "approach":
        fields = {name: weights().claims[name] for name in ("spoken", "told", "approach")}
    return [Leaf(field, (id_,), _worth(worth * share)) for field, worth in fields.items()]


def _worth(value: float) -> float:
    """A worth as engines can add it up: a multiple of 1/8."""
    return max(1, round(value * 8)) / 8

"""Who describes their work alike: a plan made of what one therapist says."""

from collections.abc import Iterable
from typing import Any

from index_config.analysis import tokens
from index_config.folding import fold_letters
from index_config.taxonomy import load_taxonomy
from search import clauses
from search.plan import Clause, Leaf, Plan
from search.ranking import weights
from search.understanding.words import faint_terms, generic_terms, listed
from search.vocabulary import Vocabulary

_WORDS = 12  # of somebody's own that are compared: the rarest that others use too
_RARE = 0.3  # from which rarity on a word is compared


def told_by(record: dict[str, Any], words: Iterable[dict[str, Any]]) -> list[str]:
    """The approaches and issues that somebody describes; where there are none, what they claim otherwise."""
    described = [claim["id"] for claim in record["approaches"] if claim["claim"] == "described"]
    subjects = [one["approach"] for one in words if one["approach"]]
    told = dict.fromkeys([*subjects, *described])
    return list(told or dict.fromkeys(claim["id"] for claim in record["approaches"]))


def plan_like(record: dict[str, Any], words: list[dict[str, Any]], vocabulary: Vocabulary) -> Plan:
    """Whoever tells of the same approaches, or uses the same rare words; the therapist is left out."""
    known = load_taxonomy().approaches
    shared = [*map(clauses.named, told_by(record, words))]
    issues = [Clause((Leaf("issues", (id_,), weights().issues["boxes"]),)) for id_ in record["issues"] if id_ in known]
    rare = [_said(term) for term in _rare_words(words, vocabulary)]
    return Plan(
        words=(*shared, *rare),
        least=1 if shared or rare else 0,
        bonus=tuple(issues),
        excluded=(Leaf("id", (record["id"],), 0.0),),
    )


def _said(term: str) -> Clause:
    fields = weights().fields
    return Clause(tuple(Leaf(name, (term,), round(fields[name] * 4) / 8) for name in ("own_words", "about")))


def _rare_words(words: list[dict[str, Any]], vocabulary: Vocabulary) -> list[str]:
    """The rarest of somebody's words that somebody else uses, too."""
    dull = faint_terms() | generic_terms()
    terms: dict[str, None] = {}
    for one in words:
        text = one["text"]
        for token in tokens(text):
            written = fold_letters(text[token.start : token.end])
            if token.term not in dull and written not in listed("stop") and len(written) > 2:
                terms.setdefault(token.term)
    vocabulary.learn(terms)
    rare = [(clauses.rarity(term, vocabulary), term) for term in terms if vocabulary.count(term) > 1]
    return [term for rarity, term in sorted(rare, reverse=True)[:_WORDS] if rarity >= _RARE]

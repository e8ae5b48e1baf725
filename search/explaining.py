"""A score taken apart again: the clauses of a plan that a hit matched, each with its best leaf."""

from collections.abc import Sequence

from records.explanation import Reason
from search.plan import PLACE, Clause, Leaf, Plan
from search.ranking import Candidate, weights


def scored(plan: Plan) -> list[Clause]:
    """The clauses that add to a score; a clause that stands twice adds twice."""
    return [*plan.required, *plan.words, *plan.instead, *plan.bonus]


def leaves_of(plan: Plan) -> list[Leaf]:
    """All leaves that can add something, each once."""
    leaves = (leaf for clause in scored(plan) for leaf in clause.leaves if leaf.worth)
    return list(dict.fromkeys(leaves))


def reasons(plan: Plan, candidate: Candidate, matched: Sequence[Leaf], status: str) -> list[Reason]:
    """The addends of a hit's score, the largest first; together they are the score."""
    held = set(matched)
    found = [
        Reason(part=clause.about, matched=_shown(best), worth=best.worth)
        for clause in scored(plan)
        if (best := _best(clause, held))
    ]
    found.sort(key=lambda one: -one.worth)
    lately = weights().status[status]
    told = round(candidate.standing - lately, 4)
    found.append(Reason(part="record", matched=f"status {status}", worth=lately))
    found.append(Reason(part="record", matched="completeness", worth=told))
    return [one for one in found if one.worth]


def _best(clause: Clause, held: set[Leaf]) -> Leaf | None:
    matching = [leaf for leaf in clause.leaves if leaf in held]
    return max(matching, key=lambda leaf: leaf.worth, default=None)


def _shown(leaf: Leaf) -> str:
    if leaf.field == PLACE:
        return f"within {leaf.terms[1]} miles"
    return f"{leaf.field}: {' '.join(leaf.terms)}"

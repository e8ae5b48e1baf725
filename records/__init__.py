"""The nouns every room shares, and what each reader of a page asks of it: cost and charset. Imports nothing of ours."""

from records.answer import Answer, Evidence, FacetValue, Hit, IndexState, Similar, Total, Understood
from records.approach import Approach, Phrase
from records.change import Change
from records.claim import ClaimEvidence, ClaimField
from records.concordance import Concordance, StatementsQuery
from records.correction import Corrections
from records.extract import (
    ApproachExtract,
    Attribution,
    PageExtract,
    Problem,
    ProfileExtract,
    StatementExtract,
)
from records.identity import Identity
from records.link import Link
from records.meaning import Meaning
from records.page import Page
from records.provenance import Provenance
from records.query import Query
from records.statement import Statement
from records.suggestion import Suggestion, Suggestions, SuggestQuery
from records.therapist import ApproachClaim, Location, Therapist

__all__ = [
    "Answer",
    "Approach",
    "ApproachClaim",
    "ApproachExtract",
    "Attribution",
    "Change",
    "ClaimEvidence",
    "ClaimField",
    "Concordance",
    "Corrections",
    "Evidence",
    "FacetValue",
    "Hit",
    "Identity",
    "IndexState",
    "Link",
    "Location",
    "Meaning",
    "Page",
    "PageExtract",
    "Phrase",
    "Problem",
    "ProfileExtract",
    "Provenance",
    "Query",
    "Similar",
    "Statement",
    "StatementExtract",
    "StatementsQuery",
    "SuggestQuery",
    "Suggestion",
    "Suggestions",
    "Therapist",
    "Total",
    "Understood",
]

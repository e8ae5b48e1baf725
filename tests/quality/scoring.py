"""What the pipeline finds on pages against what a reader finds there, field by field."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from msgspec import Struct, field

from index_config.ages import age_groups
from index_config.taxonomy import Taxonomy, load_taxonomy, slug
from pipelines.extract import extract_page
from pipelines.mention import Mention
from pipelines.normalize import reading_of
from tests.quality.websites import Case

PROFILE_FIELDS = (
    *("name", "prefix", "pronouns", "credentials", "title", "organization", "about", "approaches", "issues"),
    *("insurance", "fee_min", "fee_max", "currency", "sliding_scale", "telehealth", "languages", "ages"),
    *("phone", "website", "city", "state", "zip"),
)
STATEMENT_FIELDS = ("definition", "statement", "author name", "author title", "author city", "author state")
FIELDS = (*PROFILE_FIELDS, *STATEMENT_FIELDS)
SAMPLES = 5

Values = frozenset[Any]


class Mistake(NamedTuple):
    """A field of one page of which something was missed or is too much."""

    url: str
    missed: list[Any]
    invented: list[Any]


class Score(Struct):
    """Counts of values: rightly found, found though absent or wrong, and not found."""

    right: int = 0
    invented: int = 0
    missed: int = 0
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of the found values that is right."""
        return self.right / (self.right + self.invented) if self.right + self.invented else 1.0

    @property
    def recall(self) -> float:
        """The share of the shown values that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        total = 2 * self.right + self.invented + self.missed
        return 2 * self.right / total if total else 1.0

    def add(self, url: str, expected: Values, found: Values) -> None:
        """Counts one field of one page. A wrong value is one missed and one invented."""
        self.right += len(expected & found)
        self.invented += len(found - expected)
        self.missed += len(expected - found)
        if expected != found and len(self.mistakes) < SAMPLES:
            self.mistakes.append(Mistake(url, sorted(expected - found, key=str), sorted(found - expected, key=str)))


class Scores:
    """The score of each field, over all pages and for each template."""

    def __init__(self) -> None:
        self.pages = 0
        self.fields: dict[str, Score] = {name: Score() for name in FIELDS}
        self.templates: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))

    def add(self, case: Case, name: str, expected: Values, found: Values) -> None:
        """Counts one field of one page."""
        self.fields[name].add(case.page.url, expected, found)
        self.templates[case.template][name].add(case.page.url, expected, found)


def score(cases: Iterable[Case]) -> Scores:
    """Extracts and cleans every page, and compares."""
    taxonomy, scores = load_taxonomy(), Scores()
    for case in cases:
        scores.pages += 1
        extract = extract_page(case.page)
        mentions = reading_of(extract, taxonomy).mentions
        if case.is_profile:
            mention = next((mention for mention in mentions if mention.is_profile), None)
            expected, found = _profile_expected(case.records[0], taxonomy), _profile_found(mention)
            for name in PROFILE_FIELDS:
                scores.add(case, name, expected[name], found.get(name, frozenset()))
            continue
        approach = extract.approach
        scores.add(case, "definition", _text(case.definition), _text(approach.definition if approach else None))
        texts = [statement.text for statement in approach.statements] if approach else []
        authors = [mention for mention in mentions if not mention.is_profile]
        found_statements = [_author_found(text, author) for text, author in zip(texts, authors, strict=True)]
        _compare_statements(scores, case, [_author_expected(record) for record in case.records], found_statements)
    return scores


def _compare_statements(
    scores: Scores, case: Case, expected: list[dict[str, Values]], found: list[dict[str, Values]]
) -> None:
    """Each shown statement against the one found of the same words and author, else words, else author, else none."""
    pairs: list[tuple[dict[str, Values], dict[str, Values]]] = []
    for keys in (("statement", "author name"), ("statement",), ("author name",)):
        for wanted in list(expected):
            twin = next((other for other in found if all(other[key] == wanted[key] for key in keys)), None)
            if twin is not None:
                expected.remove(wanted)
                found.remove(twin)
                pairs.append((wanted, twin))
    pairs += [(wanted, {}) for wanted in expected] + [({}, other) for other in found]
    for wanted, other in pairs:
        for name in STATEMENT_FIELDS[1:]:
            scores.add(case, name, wanted.get(name, frozenset()), other.get(name, frozenset()))


def _profile_expected(record: Mapping[str, Any], taxonomy: Taxonomy) -> dict[str, Values]:
    values = {name: _values(record[name]) for name in PROFILE_FIELDS}
    for name in ("approaches", "issues"):
        values[name] = frozenset(taxonomy.resolve(shown) or slug(shown) for shown in record[name])
    return values | {"about": _text(record["about"]), "ages": _ages(record["ages"])}


def _profile_found(mention: Mention | None) -> dict[str, Values]:
    if mention is None:
        return {}
    plain = {name: _values(getattr(mention, name)) for name in PROFILE_FIELDS if hasattr(mention, name)}
    return plain | {
        "about": _text(mention.about),
        "ages": _ages(mention.ages),
        "approaches": frozenset(one.approach_id for one in mention.claims if one.claim == "ticked"),
        "city": _values([place.city for place in mention.locations]),
        "state": _values([place.state for place in mention.locations]),
        "zip": _values([place.zip for place in mention.locations]),
    }


def _author_expected(record: Mapping[str, Any]) -> dict[str, Values]:
    return {
        "statement": _text(record["statement"]),
        "author name": _text(record["name"]),
        "author title": _text(record["title"]),
        "author city": _text(record["city"]) if record["state"] else frozenset(),
        "author state": _text(record["state"]),
    }


def _author_found(text: str, author: Mention) -> dict[str, Values]:
    place = author.locations[0] if author.locations else None
    return {
        "statement": _text(text),
        "author name": _text(author.name),
        "author title": _text(author.title),
        "author city": _text(place.city if place else None),
        "author state": _text(place.state if place else None),
    }


def _values(value: Any) -> Values:
    """One value, or those of a list, as a set; None and empty texts are no values."""
    values = value if isinstance(value, list) else [value]
    return frozenset(item for item in values if item is not None and item != "")


def _text(value: str | None) -> Values:
    return frozenset([" ".join(value.split())]) if value else frozenset()


def _ages(labels: list[str]) -> Values:
    """Age groups instead of labels ("Adults (18-64)"); a label that names none or several stays itself."""
    groups = ((age_groups(label), label) for label in labels)
    return frozenset(found[0] if len(found) == 1 else label for found, label in groups)

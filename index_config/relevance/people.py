"""The invented people, as the pages that would show them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from index_config.data import load_yaml, wrong
from index_config.taxonomy import slug
from records import (
    ApproachExtract,
    Attribution,
    Identity,
    PageExtract,
    ProfileExtract,
    StatementExtract,
)

SEEN = datetime(2026, 1, 1, tzinfo=UTC)
"""When all of them were seen."""

_HERE = Path(__file__).parent
_SITE = "https://invented.example"
_SOURCE = "invented"
_EXTRACTOR = "invented"


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of people/*.yaml, whose key is the id: fields as ProfileExtract has them.

    `places` are [city, state, zip]; `statements` maps approaches and issues (names or ids) to own words about them.
    """

    name: str
    kind: Literal["person", "organization"] = "person"
    pronouns: str | None = None
    credentials: list[str] = field(default_factory=list)
    title: str | None = None
    about: str | None = None
    training: list[str] = field(default_factory=list)
    approaches: list[str] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    insurance: list[str] = field(default_factory=list)
    fees: str | None = None
    sliding_scale: str | None = None
    telehealth: str | None = None
    languages: list[str] = field(default_factory=list)
    ages: list[str] = field(default_factory=list)
    places: list[tuple[str | None, str | None, str | None]] = field(default_factory=list)
    statements: dict[str, str] = field(default_factory=dict)


def invented_people(folder: Path = _HERE) -> dict[str, Person]:
    """All of them by id. Raises TherapyIndexError for a file that is none, and for an id given twice."""
    people: dict[str, Person] = {}
    for path in sorted(folder.glob("people/*.yaml")):
        for id_, person in load_yaml(path, dict[str, Person]).items():
            if id_ in people:
                raise wrong(path, f"{id_} is somebody else already")
            if not person.about and not person.statements and not person.approaches:
                raise wrong(path, f"{id_} says nothing: about, statements or approaches are needed")
            people[id_] = person
    return people


def invented_pages(people: Mapping[str, Person]) -> list[PageExtract]:
    """A profile page for each, and a page for each approach or issue that somebody speaks about."""
    said: defaultdict[str, list[StatementExtract]] = defaultdict(list)
    for id_, person in people.items():
        for about, text in person.statements.items():
            said[slug(about)].append(
                StatementExtract(text=text, attribution=_line(person), profile_url=_profile_url(id_))
            )
    profiles = [_page(_profile_url(id_), profile=_profile(person)) for id_, person in people.items()]
    pages = [
        _page(f"{_SITE}/approaches/{about}", approach=ApproachExtract(slug=about, statements=statements))
        for about, statements in said.items()
    ]
    return [*profiles, *pages]


def invented_identities(people: Mapping[str, Person]) -> dict[str, Identity]:
    """The ids under which the resolve step knows them: those of the files."""
    return {f"profile|{_SOURCE}|{_profile_url(id_)}": Identity(id_, SEEN) for id_ in people}


def _profile_url(id_: str) -> str:
    return f"{_SITE}/people/{id_}"


def _page(url: str, *, profile: ProfileExtract | None = None, approach: ApproachExtract | None = None) -> PageExtract:
    return PageExtract(
        url=url,
        source=_SOURCE,
        kind="profile" if profile else "approach",
        digest=url,
        extractor=_EXTRACTOR,
        fetched_at=SEEN,
        profile=profile,
        approach=approach,
    )


def _profile(person: Person) -> ProfileExtract:
    shown = {name: getattr(person, name) for name in person.__struct_fields__ if name != "statements"}
    return ProfileExtract(**shown)


def _line(person: Person) -> Attribution:
    city, state, zip_code = person.places[0] if person.places else (None, None, None)
    return Attribution(
        name=person.name,
        title=person.title,
        city=city,
        state=state,
        zip=zip_code,
        credentials=person.credentials,
        kind=person.kind,
        raw=", ".join(part for part in (person.name, person.title, city, state) if part),
    )

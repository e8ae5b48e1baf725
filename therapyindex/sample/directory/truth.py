"""What a perfect reader would know of a therapist."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from therapyindex.sample.directory.pages import HOST
from therapyindex.sample.directory.people import People, Person
from therapyindex.sample.directory.practice import practice_of
from therapyindex.sample.directory.prose import statement


def truth(seed: int, people: People, person: Person, shown: Mapping[str, set[int]]) -> dict[str, Any]:
    """The values of one therapist; None and empty where no page says it.

    `attribution` is what the line under the statements says, `statements` all by slug of their page, `shown` the
    slugs of the pages that show them tonight. Fees are US dollars, `phone` is E.164, `approaches` and `issues` names.
    """
    form, described = person.entry, people.described(person.number)
    practice = asdict(practice_of(seed, person, described))
    former = people.former(person.number)
    return {
        "url": HOST + person.path,
        "former_url": HOST + former.path if former else None,
        "name": form.name,
        "heading": form.heading,
        "kind": form.kind,
        "organization": form.organization,
        "prefix": form.prefix,
        "credentials": list(form.credentials),
        "title": form.title,
        "city": person.place["city"],
        "state": person.place["state"],
        "zip": person.zip,
        **{field: value for field, value in practice.items() if not field.endswith("_text")},
        "shows": {field: value for field, value in practice.items() if field.endswith("_text")},
        "attribution": {"line": form.line, "city": form.city, "state": form.state, "zip": form.zip},
        "statements": {topic: statement(seed, person, topic) for topic in described},
        "shown": [topic for topic in described if person.number in shown[topic]],
    }

"""What is true of the people of the sample directory: the values that a reader of its pages can find out."""

from typing import Any

from therapyindex.sample.data import load
from therapyindex.sample.people import Person, statement
from therapyindex.sample.roster import Roster


def truth(roster: Roster, person: Person) -> dict[str, Any]:
    """One therapist in plain values; what the pages do not say is None or [].

    `name` is in its right case and without what stands around it. `places` are the offices whose state is known.
    `approaches` and `issues` are ticked names, `statements` the texts by the slug of their page, `declined` an
    approach named as not offered. `attribution` and `heading` are as shown, `name_shape` and `place_shape` the
    shapes they have.
    """
    row, words = person.row, load("words")["telehealth"]
    offices = [
        {"city": place.city, "state": place.state, "zip": place.zip}
        for place in person.places
        if place.state is not None
    ]
    first = person.place
    return {
        "path": person.path,
        "name": row.name,
        "kind": "organization" if row.is_organization else "person",
        "organization": person.organization,
        "prefix": person.prefix,
        "credentials": person.credentials,
        "pronouns": person.pronouns,
        "title": person.title,
        "city": first.city,
        "state": first.state,
        "zip": first.zip,
        "places": offices,
        "phone": person.phone,
        "website": person.website,
        "fees": person.fees,
        "fee_min": person.fee_min,
        "fee_max": person.fee_max,
        "sliding_scale": None if person.sliding_scale is None else person.sliding_scale == "Yes",
        "telehealth": None if person.telehealth is None else person.telehealth in words["yes"],
        "languages": person.languages,
        "ages": person.ages,
        "insurance": person.insurance,
        "communities": person.communities,
        "approaches": person.approaches,
        "issues": person.issues,
        "statements": {slug: statement(roster, row, slug) for slug in person.described},
        "declined": person.declined,
        "about": person.about,
        "attribution": person.attribution,
        "heading": person.heading,
        "name_shape": row.wrapper,
        "place_shape": row.place_shape,
    }

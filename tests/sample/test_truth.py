"""What is said to be true of the invented people can be read on their pages."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.sample.reading import tight, visible
from therapyindex.sample.site import Site

SITE = Site(3, 120, rotation="visit")


@pytest.mark.parametrize("one", list(SITE.truth()), ids=lambda one: one["path"])
def test_a_profile_shows_what_is_true(one: dict[str, Any]) -> None:
    body = SITE.answer(one["path"]).body
    text = visible(body)
    for field in ("heading", "title", "phone", "fees", "organization", "pronouns"):
        assert one[field] is None or one[field] in text, field
    for field in ("languages", "ages", "insurance", "communities", "approaches", "issues"):
        assert all(value in text for value in one[field]), field
    for paragraph in one["about"].split("\n\n"):
        assert paragraph in text
    for fee in (one["fee_min"], one["fee_max"]):
        assert fee is None or f"${fee}" in text
    for credential in one["credentials"]:
        assert credential in text.replace(".", "")
    assert one["website"] is None or one["website"] in body.decode()
    for place in one["places"]:
        assert place["city"] is None or place["city"].casefold() in text.casefold()
        assert place["zip"] is None or place["zip"] in text
    assert one["declined"] is None or f"not offer {one['declined']}." in text


def test_statements_stand_above_their_authors() -> None:
    shown: dict[str, list[str]] = {
        approach["path"].rpartition("/")[2]: [
            tight(visible(SITE.answer(approach["path"], visit).body)) for visit in range(15)
        ]
        for approach in SITE.approaches()
    }
    found = 0
    for one in SITE.truth():
        for slug, text in one["statements"].items():
            found += any(tight(f"{text} {one['attribution']}") in page for page in shown[slug])
    # Only some are shown at each visit.
    assert found > 0.9 * sum(len(one["statements"]) for one in SITE.truth())


def test_json_ld_says_the_same_in_several_forms() -> None:
    forms: Counter[str] = Counter()
    for one in SITE.truth():
        scripts = LexborHTMLParser(SITE.answer(one["path"]).body).css('script[type="application/ld+json"]')
        if not scripts:
            forms["none"] += 1
            continue
        data = json.loads(scripts[0].text())
        forms["list" if isinstance(data, list) else "graph" if "@graph" in data else str(type(data["@type"]))] += 1
        everything = data if isinstance(data, list) else data.get("@graph", [data])
        (physician,) = [thing for thing in everything if "Physician" in thing["@type"]]
        assert (physician["telephone"], physician["description"]) == (one["phone"], one["about"])
        assert one["name"].casefold() in physician["name"].casefold()
    assert len(forms) == 5


def test_values_stay_inside_what_is_invented() -> None:
    for one in SITE.truth():
        assert re.fullmatch(r"\(?\d{3}\)?[ .-]555[.-]01\d\d", one["phone"])
        assert one["website"] is None or one["website"].endswith(".example")
        assert one["fee_min"] is None or 60 <= one["fee_min"] <= one["fee_max"] <= 400
        assert (one["kind"] == "organization") == (one["name_shape"] == "organization")


def test_places_mean_what_was_typed() -> None:
    for one in SITE.truth():
        match one["place_shape"]:
            case "no_place" | "empty_both" | "free_text":
                assert (one["city"], one["state"], one["zip"], one["places"]) == (None, None, None, [])
            case "empty_city":
                assert one["city"] is None
                assert one["attribution"].endswith(f" in , {one['state']}")
            case "zip_in_city":
                assert one["attribution"].endswith(f" in {one['city']} {one['state']} {one['zip']}, {one['state']}")
            case "recased":
                typed = one["attribution"].rpartition(" in ")[2].rpartition(", ")[0]
                assert typed != one["city"]
                assert typed.casefold() == one["city"].casefold()
            case "state_in_city":
                assert re.search(rf" in {one['city']}, [\w ]+, {one['state']}$", one["attribution"])
            case _:
                assert one["attribution"].endswith(f" in {one['city']}, {one['state']}")

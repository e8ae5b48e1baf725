"""Pages of websites that the extractor was not written for, with what a reader finds on each.

templates.yaml says which website shows what, and how.
"""

from typing import Any

from tests.quality import filler, wordings
from tests.quality.websites import Websites, digits, number, slug, url
from therapyindex.sample.chance import rng
from therapyindex.sample.names import dotted
from therapyindex.sample.places import state_name


class QualitySite(Websites):
    """The websites of templates.yaml, on which the extractor is mended; they word values and labels in many ways."""

    def __init__(self, seed: int, people: int) -> None:
        super().__init__(seed, people, table="templates", templates=["templates"])
        self.templates.globals.update(
            styles=filler.styles,
            script=filler.script,
            city_links=filler.city_links,
            approach_links=filler.approach_links,
        )

    def profile_context(
        self, index: int, website: dict[str, Any], true: dict[str, Any]
    ) -> tuple[dict[str, Any], wordings.Fee | None]:
        """`p`, the profile, and `l`, its labels."""
        chance = rng(self.seed, index, "page")
        places = [_place(office, website, wordings.street(chance)) for office in true["places"]]
        fee = wordings.fee(chance, true["fee_min"], true["fee_max"]) if true["fee_min"] else None
        shown = {
            "name": _written(true),
            "prefix": true["prefix"],
            "credentials": _credentials(true),
            "pronouns": true["pronouns"],
            "title": true["title"],
            "organization": true["organization"],
            "about": true["about"].split("\n\n"),
            "approaches": wordings.variants(chance, "approaches", true["approaches"]),
            "issues": true["issues"],
            "insurance": wordings.variants(chance, "insurance", true["insurance"]),
            "languages": wordings.variants(chance, "languages", true["languages"]),
            "ages": wordings.variants(chance, "ages", true["ages"]),
            "fees": fee.shown if fee else None,
            "phone": wordings.phone(chance, digits(true["phone"])),
            "tel": f"+1{digits(true['phone'])}",
            "website": true["website"],
            "places": places,
            "place": places[0] if places else None,
            "slug": slug(true),
            "number": number(index),
            "communities": true["communities"],
            "tagline": wordings.tagline(chance),
            "url": url(website, true, index),
            "similar": [_neighbour(other, person, website) for other, person in self.neighbours(index)],
        }
        for field in ("telehealth", "sliding_scale"):
            yes = true[field]
            shown[field] = None if yes is None else wordings.answer(chance, field, website[field], yes=yes)
        labels = wordings.labels(rng(self.seed, index, "labels"), website["telehealth"], shown["name"])
        return {"p": shown, "l": labels}, fee

    def approach_context(
        self, website: dict[str, Any], approach: dict[str, Any], people: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """`a`, the approach with its statements."""
        key = slug(approach)
        return {
            "a": {
                "slug": key,
                "name": approach["name"],
                "definition": approach["definition"],
                "statements": [_statement(person, key, website) for person in people],
            }
        }


def _neighbour(index: int, true: dict[str, Any], website: dict[str, Any]) -> dict[str, Any]:
    office = true["places"][0] if true["places"] else {"city": None, "state": "OR", "zip": None}
    return {
        "name": true["name"],
        "title": true["title"],
        "phone": true["phone"],
        "line": _place(office, website)["line"],
        "slug": slug(true),
        "number": number(index),
    }


def _written(person: dict[str, Any]) -> str:
    """The name, in capitals or in lower case where its owner wrote it so."""
    match person["name_shape"]:
        case "capitals":
            return str(person["name"]).upper()
        case "lower":
            return str(person["name"]).lower()
    return str(person["name"])


def _credentials(person: dict[str, Any]) -> list[str]:
    written = person["credentials"]
    return [dotted(code) for code in written] if person["name_shape"] == "dotted_credentials" else written


def _place(office: dict[str, Any], website: dict[str, Any], street: str = "") -> dict[str, Any]:
    """A place and its line, "Salem, OR 97301" or "Salem, Oregon 97301"; the state alone where no city is known."""
    state = state_name(office["state"]) if website["states"] == "name" else office["state"]
    city = f"{office['city']}, " if office["city"] else ""
    zip_code = f" {office['zip']}" if office["zip"] else ""
    return {**office, "line": f"{city}{state}{zip_code}", "street": street}


def _statement(person: dict[str, Any], approach: str, website: dict[str, Any]) -> dict[str, Any]:
    prefix = f"{person['prefix']} " if person["prefix"] else ""
    office = {"city": person["city"], "state": person["state"], "zip": None}
    return {
        "text": person["statements"][approach],
        "name": f"{prefix}{_written(person)}",
        "credentials": _credentials(person),
        "title": person["title"],
        "attribution": person["attribution"],
        "line": _place(office, website)["line"] if person["state"] else None,
        "url": f"/profile/{slug(person)}",
    }

"""A therapist's profile: structured data first, then labelled sections; absent where the page is silent."""

import re
from typing import Any
from urllib.parse import urlsplit

from pipelines.extract.attribution import UNKNOWN_TITLE, parse_attribution, title_named
from pipelines.extract.blocks import Block
from pipelines.extract.jsonld import JsonLd, Node, paragraphs_of, places_of, text_of, texts_of
from pipelines.extract.names import NameParts, credentials_in, split_name
from pipelines.extract.places import STATES
from pipelines.extract.sections import items, sections
from records import ProfileExtract

Place = tuple[str | None, str | None, str | None]

# A page without structured data is a profile when it has a name and this many labelled fields.
_FEWEST_LABELS = 2
_PLACE = re.compile(r"^(?P<city>[^,\d]{2,40}),\s*(?P<state>[A-Z]{2})\b\.?,?\s*(?P<zip>\d{5})?")
_LISTS = ("approaches", "issues", "insurance", "languages", "ages")
_TEXTS = ("fees", "sliding_scale", "telehealth", "phone", "website", "organization", "pronouns")


def read_profile(url: str, heading: str | None, jsonld: JsonLd, blocks: list[Block]) -> ProfileExtract | None:
    """The profile on a page, or None when it is none."""
    labelled = sections(blocks)
    node = _owner(jsonld.people, heading)
    if node is None and (heading is None or len(labelled) < _FEWEST_LABELS):
        return None
    shown = heading if heading and (node is None or _same_name(heading, node)) else text_of(node or {}, "name")
    parts = split_name(shown or "")
    if parts is None:
        return None
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, found in (
        ("json-ld", _from_node(node, url) if node else {}),
        ("label", _from_sections(labelled)),
        ("heading", _from_heading(parts, heading, blocks)),
    ):
        for name, value in found.items():
            if value and name not in values:
                values[name], origins[name] = value, origin
    origins["name"] = "heading" if shown == heading else "json-ld"
    return ProfileExtract(name=parts.name, origins=origins, **values)


def _owner(people: list[Node], heading: str | None) -> Node | None:
    """The node that the page is about: the one named like the heading, else the only one."""
    named = [node for node in people if heading and _same_name(heading, node)]
    if named:
        return named[0]
    return people[0] if len(people) == 1 or (people and heading is None) else None


def _same_name(heading: str, node: Node) -> bool:
    one, other = split_name(heading), split_name(text_of(node, "name") or "")
    return bool(one and other and one.name.casefold() == other.name.casefold())


def _from_node(node: Node, url: str) -> dict[str, Any]:
    website = text_of(node, "url") or next(iter(texts_of(node, "sameAs")), None)
    practice = next(iter([*texts_of(node, "worksFor"), *texts_of(node, "affiliation")]), None)
    return {
        "prefix": text_of(node, "honorificPrefix"),
        "credentials": credentials_in(" ".join(texts_of(node, "honorificSuffix"))),
        "title": text_of(node, "jobTitle"),
        "organization": practice,
        "about": paragraphs_of(node, "description"),
        "phone": text_of(node, "telephone"),
        "website": website if website and urlsplit(website).hostname != urlsplit(url).hostname else None,
        "languages": texts_of(node, "knowsLanguage"),
        "fees": text_of(node, "priceRange"),
        "places": places_of(node),
    }


def _from_sections(labelled: dict[str, list[str]]) -> dict[str, Any]:
    found: dict[str, Any] = {name: items(labelled.get(name, [])) for name in _LISTS}
    found |= {name: next(iter(labelled.get(name, [])), None) for name in _TEXTS}
    found["about"] = "\n\n".join(labelled.get("about", [])) or None
    found["credentials"] = credentials_in(" ".join(labelled.get("credentials", [])))
    title = next(iter(labelled.get("title", [])), None)
    found["title"] = (title_named(title) or title) if title else None
    found["places"] = [place for text in labelled.get("places", []) if (place := _place(text))]
    return found


def _from_heading(parts: NameParts, heading: str | None, blocks: list[Block]) -> dict[str, Any]:
    """What the heading adds to the name, and the title and place on the lines below it."""
    found: dict[str, Any] = {
        "prefix": parts.prefix,
        "credentials": parts.credentials,
        "pronouns": parts.pronouns,
        "organization": parts.organization,
    }
    start = next((index for index, block in enumerate(blocks) if block.text == heading), None)
    for block in blocks[start + 1 : start + 6] if start is not None else []:
        line = parse_attribution(f"— x, {block.text}") if len(block.text) <= 120 else None
        if line and line.confidence > UNKNOWN_TITLE:
            found.setdefault("title", line.title)
            if line.city or line.state:
                found.setdefault("places", [(line.city, line.state, line.zip)])
        elif place := _place(block.text):
            found.setdefault("places", [place])
    return found


def _place(text: str) -> Place | None:
    match = _PLACE.match(text)
    if match is None or match["state"] not in STATES:
        return None
    return match["city"].strip(), match["state"], match["zip"]

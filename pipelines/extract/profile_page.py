"""A therapist's profile: structured data first, then labelled sections; absent where the page is silent."""

import re
from functools import cache, lru_cache
from html import unescape
from importlib.resources import files
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import yaml

from index_config.folding import fold
from pipelines.extract.addresses import host_of
from pipelines.extract.attribution import title_and_place, title_named
from pipelines.extract.blocks import Block, is_formula
from pipelines.extract.names import NameParts, credentials_in, split_name
from pipelines.extract.nodes import Node, addresses_of, is_personal, paragraphs_of, text_of, texts_of
from pipelines.extract.places import STATES, mend_city, split_place
from pipelines.extract.sections import Sections, items, own_blocks, prose, sections
from records import ProfileExtract

Place = tuple[str | None, str | None, str | None]

# A page without structured data is a profile when it has a name and this many labelled fields.
_FEWEST_LABELS = 2
_PLACE = re.compile(
    r"(?:^|,\s*)(?P<city>[^,\d][^,]{1,39})?,\s*(?P<state>[A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+){0,2})\b\.?"
    r"(?:,?\s*(?P<zip>\d{5})(?:-\d{4})?)?(?:,?\s*(?:USA?|United States))?\s*(?:$|[(|–—-])"
)
_LONGEST_PLACE = 200
_CACHED = 16_384  # places and names of sites: pages share them
_LONGEST_LINE = 120
_SHORTEST_SITE_NAME = 4
_ADDRESS = re.compile(r"\S+\.[a-zA-Z]{2,}\S*")  # of a web page
_LINK = re.compile(r"<a\s")
# A whole address, or one of the site that sends on to the whole one it holds.
_HREF = re.compile(r"\bhref=[\"']?((?:https?:/|[^\"'\s>]*\?[^\"'\s>]*=https?(?::|%3[aA]))[^\"'\s>]+)")
_ONLY_TAGS = re.compile(r"\s*(?:<[^>]*>\s*){0,3}")
_LONGEST_LINK = 1_000  # letters from the start of a link to its text
_MOST_TRIED = 100
_LISTS = ("approaches", "issues", "insurance", "languages", "ages")
_TOPICS = ("knowsAbout", "medicalSpecialty", "availableService")
_TEXTS = ("fees", "sliding_scale", "telehealth", "phone", "website", "organization", "pronouns")


def read_profile(
    url: str, heading: str | None, described: dict[str, list[Node]], blocks: list[Block], html: bytes
) -> ProfileExtract | None:
    """The profile on a page, or None when it is none.

    `described` are the people of its structured data by origin, the one that goes before first. `html` is asked
    only for the target of a labelled link.
    """
    start = next((index for index, block in enumerate(blocks) if block.text == heading), None)
    blocks = own_blocks(blocks, start or 0, urlsplit(url).hostname or "") if start is not None else blocks
    labelled = sections(blocks)
    nodes = _owners(described, heading, url)
    shown, shown_in = _name(heading, nodes)
    parts = split_name(shown or "")
    if parts is None or (not nodes and (len(labelled.values) < _FEWEST_LABELS or not _names_the_owner(parts, url))):
        return None
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, found in (
        *((origin, _from_node(node, url)) for origin, node in nodes.items()),
        ("label", _from_sections(labelled, html)),
        ("heading", _from_heading(parts, blocks[start + 1 : start + 6] if start is not None else [])),
        ("heading", {} if "about" in labelled.values else {"about": prose(blocks)}),
    ):
        for name, value in found.items():
            if value and name not in values:
                values[name], origins[name] = value, origin
    origins["name"] = shown_in
    return ProfileExtract(name=parts.name, origins=origins, **values)


def _owners(described: dict[str, list[Node]], heading: str | None, url: str) -> dict[str, Node]:
    """Origin -> the node that the page is about; a second one must be named like the first."""
    owners: dict[str, Node] = {}
    for origin, people in described.items():
        name = next((node["name"] for node in owners.values()), heading)
        owner = _owner(people, name, url, is_sure=origin == "json-ld") if people else None
        if owner and (not owners or (name and _same_name(name, owner))):
            owners[origin] = owner
    return owners


def _name(heading: str | None, nodes: dict[str, Node]) -> tuple[str | None, str]:
    """The owner's name and where it was read: the heading, unless structured data calls the owner otherwise."""
    for origin, node in nodes.items():
        if not (heading and _same_name(heading, node)):
            return node["name"], origin
        break
    return heading, "heading"


def _owner(people: list[Node], heading: str | None, url: str, *, is_sure: bool) -> Node | None:
    """The node that the page is about: the one named like the heading, else the only one, if it is no stranger.

    A business must share a word with the heading or the address: else it is the site's own, or an advertisement. So
    must a person where it is not sure that a page describes only its owner: a card may show another.
    """
    people = [node for node in people if not _is_site(node, url)]
    named = [node for node in people if heading and _same_name(heading, node)]
    if named:
        return named[0]
    if len(people) != 1:
        return None
    only = people[0]
    if is_sure and is_personal(only):
        return only
    known = _words(urlsplit(url).path) | _words(heading or "")
    return only if _words(only["name"]) & known else None


def _is_site(node: Node, url: str) -> bool:
    name = _letters(node["name"])
    return len(name) >= _SHORTEST_SITE_NAME and name in (urlsplit(url).hostname or "").replace("-", "")


@lru_cache(maxsize=_CACHED)
def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _names_the_owner(parts: NameParts, url: str) -> bool:
    """Whether a heading names the page's owner: a person, or a practice of which the address speaks too."""
    return parts.kind != "organization" or bool(_words(parts.name) & _words(urlsplit(url).path.rpartition("/")[2]))


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W_]+", fold(text)) if len(word) > 2}


def _same_name(heading: str, node: Node) -> bool:
    name = node["name"]
    if name == heading:
        return True
    one, other = split_name(heading), split_name(name)
    return bool(one and other and one.name.casefold() == other.name.casefold())


def _from_node(node: Node, url: str) -> dict[str, Any]:
    practice = next(iter([*texts_of(node, "worksFor"), *texts_of(node, "affiliation")]), None)
    occupation = text_of(node, "hasOccupation")
    fees = text_of(node, "priceRange")
    return {
        "prefix": text_of(node, "honorificPrefix"),
        "credentials": credentials_in(" ".join(texts_of(node, "honorificSuffix"))),
        "title": text_of(node, "jobTitle") or (title_named(occupation) if occupation else None),
        "organization": practice,
        "about": paragraphs_of(node, "description"),
        "phone": text_of(node, "telephone"),
        "website": _own_site([*texts_of(node, "url"), *texts_of(node, "sameAs")], url),
        "languages": texts_of(node, "knowsLanguage"),
        "fees": fees if fees and any(char.isdigit() for char in fees) else None,
        "places": [place for address in addresses_of(node) if (place := _address(address))],
        "topics": [topic for name in _TOPICS if name in node for topic in items(texts_of(node, name))],
    }


def _own_site(addresses: list[str], url: str) -> str | None:
    """The first address that is neither the directory's nor a page of a network that everybody has pages on."""
    own = host_of(url)
    for address in addresses:
        if address == url:
            continue
        host = host_of(address if "//" in address else f"//{address}")
        if "." in host and host != own and ".".join(host.split(".")[-2:]) not in _networks():
            return address
    return None


def _address(address: Node | str) -> Place | None:
    if isinstance(address, str):
        return _place(address)
    place = _mended(
        (text_of(address, "addressLocality"), text_of(address, "addressRegion"), text_of(address, "postalCode"))
    )
    return place if any(place) else None


def _from_sections(labelled: Sections, html: bytes) -> dict[str, Any]:
    values = labelled.values
    found: dict[str, Any] = {name: items(values[name]) for name in _LISTS if name in values}
    found |= {name: values[name][0] for name in _TEXTS if name in values and not is_formula(values[name][0])}
    website = found.get("website") or labelled.labels.get("website")
    if website and not _ADDRESS.fullmatch(website):
        found["website"] = _target(website, html) if len(website) <= _LONGEST_LINE else None
    if "about" in values:
        found["about"] = "\n\n".join(values["about"])
    if "credentials" in values:
        found["credentials"] = credentials_in(" ".join(values["credentials"]))
    if "title" in values:
        title = values["title"][0]
        found["title"] = title_named(title) or title
    found["places"] = [place for text in values.get("places", []) if (place := _place(text))]
    return found


def _target(text: str, html: bytes) -> str | None:
    """Where the first link with this text leads to."""
    page = html.decode(errors="replace")
    for shown in islice(re.finditer(rf"{re.escape(text)}\s*<", page), _MOST_TRIED):
        before = page[max(0, shown.start() - _LONGEST_LINK) : shown.start()]
        links = [link.start() for link in _LINK.finditer(before)]
        tag, _, inside = before[links[-1] :].partition(">") if links else ("", "", "")
        address = _HREF.search(tag)
        if address and _ONLY_TAGS.fullmatch(inside):
            return unescape(address[1])
    return None


def _from_heading(parts: NameParts, below: list[Block]) -> dict[str, Any]:
    """What the heading adds to the name, and the title and place on the lines below it."""
    found: dict[str, Any] = {
        "prefix": parts.prefix,
        "credentials": list(parts.credentials),
        "pronouns": parts.pronouns,
        "organization": parts.organization,
    }
    for block in below:
        if len(block.text) > _LONGEST_LINE:
            continue
        if line := title_and_place(block.text):
            found.setdefault("title", line[0])
            if line[1] and (line[1].city or line[1].state):
                found.setdefault("places", [(line[1].city, line[1].state, line[1].zip)])
        elif place := _place(block.text):
            found.setdefault("places", [place])
    return found


@lru_cache(maxsize=_CACHED)
def _mended(place: Place) -> Place:
    """A place whose city is freed of the state and ZIP that people write into it."""
    city, state, zip_code = place
    found = split_place(f"{city}, {state or ''}") if city and (state is None or state in STATES) else None
    return (found.city, state, zip_code or found.zip) if found and not found.rest else place


@lru_cache(maxsize=_CACHED)
def _place(text: str) -> Place | None:
    match = _PLACE.search(text) if len(text) <= _LONGEST_PLACE else None
    if match is None or match["state"] not in _states():
        return None
    city, before = (match["city"] or "").strip(), text[: match.start()].rpartition(",")[2].strip()
    if city == STATES.get(match["state"]) and before and not any(char.isdigit() for char in before):
        city = before  # Louisville, Kentucky, KY
    return mend_city(city) or None, match["state"], match["zip"]


@cache
def _networks() -> frozenset[str]:
    return frozenset(yaml.safe_load(files(__package__).joinpath("networks.yaml").read_text(encoding="utf-8")))


@cache
def _states() -> frozenset[str]:
    return frozenset([*STATES, *STATES.values()])

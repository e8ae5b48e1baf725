"""What structured data tells of a page's owner."""

import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from index_config.folding import fold
from pipelines.data import read_yaml
from pipelines.extract.addresses import host_of
from pipelines.extract.attribution import title_named
from pipelines.extract.blocks import Block
from pipelines.extract.items import items
from pipelines.extract.letters import credentials_in
from pipelines.extract.names import same_name
from pipelines.extract.nodes import Node, addresses_of, is_personal, paragraphs_of, text_of, texts_of
from pipelines.extract.places import Shown, mended, place_in
from pipelines.extract.practices import is_practice

_SHORTEST_SITE_NAME = 4
SHORTEST_SITE = 8
"""Letters of a site's name that tell what begins with it; a shorter one may be a word."""
_CACHED = 16_384  # names of sites: pages share them
_TOPICS = ("knowsAbout", "medicalSpecialty", "availableService")


def owners(described: dict[str, list[Node]], heading: str | None, url: str) -> dict[str, Node]:
    """Origin -> the node that the page is about; a second one must be named like the first.

    `described` are the people of a page's structured data by origin, the one that goes before first.
    """
    found: dict[str, Node] = {}
    for origin, people in described.items():
        name = next((node["name"] for node in found.values()), heading)
        owner = _owner(people, name, url, is_sure=origin == "json-ld") if people else None
        if owner and (not found or (name and same_name(name, owner["name"]))):
            found[origin] = owner
    return found


def from_node(node: Node, url: str) -> dict[str, Any]:
    """The fields that a node tells, as shown."""
    employers = [*texts_of(node, "worksFor"), *texts_of(node, "affiliation")]
    practice = next((name for name in employers if not is_site(name, url) or is_practice(name)), None)
    occupation = text_of(node, "hasOccupation")
    fees = text_of(node, "priceRange")
    return {
        "prefix": text_of(node, "honorificPrefix"),
        "credentials": credentials_in(" ".join(texts_of(node, "honorificSuffix"))),
        "title": text_of(node, "jobTitle") or (title_named(occupation) if occupation else None),
        "organization": practice,
        "about": paragraphs_of(node, "description"),
        "phone": text_of(node, "telephone"),
        "website": own_site([*texts_of(node, "url"), *texts_of(node, "sameAs")], url),
        "languages": texts_of(node, "knowsLanguage"),
        "fees": fees if fees and any(char.isdigit() for char in fees) else None,
        "places": [place for address in addresses_of(node) if (place := _address(address))],
        "topics": [topic for name in _TOPICS if name in node for topic in items(map(Block, texts_of(node, name)))],
    }


def own_site(addresses: list[str], url: str) -> str | None:
    """The first address that is neither the directory's nor a page of a network that everybody has pages on."""
    own = host_of(url)
    for address in addresses:
        host = host_of(address if "//" in address else f"//{address}")
        if address != url and "." in host and host != own and ".".join(host.split(".")[-2:]) not in _networks():
            return address
    return None


def words_of(text: str) -> set[str]:
    """The words of more than two letters, folded."""
    return {word for word in re.findall(r"[^\W_]+", fold(text)) if len(word) > 2}


def _owner(people: list[Node], heading: str | None, url: str, *, is_sure: bool) -> Node | None:
    """The node that the page is about: the one named like the heading, else the only one, if it is no stranger.

    A business must share a word with the heading or the address: else it is the site's own, or an advertisement. So
    must a person where it is not sure that a page describes only its owner: a card may show another.
    """
    people = [node for node in people if not is_site(node["name"], url)]
    named = [node for node in people if heading and same_name(heading, node["name"])]
    if named:
        return named[0]
    if len(people) != 1:
        return None
    only = people[0]
    if is_sure and is_personal(only):
        return only
    site = site_of(urlsplit(url).hostname or "")
    if heading and len(site) >= SHORTEST_SITE and letters_of(only["name"]).startswith(site):
        return None
    known = words_of(urlsplit(url).path) | words_of(heading or "")
    return only if words_of(only["name"]) & known else None


def is_site(shown: str, url: str) -> bool:
    """Whether a name is that of the site itself, as its host has it."""
    name = letters_of(shown)
    return len(name) >= _SHORTEST_SITE_NAME and name in (urlsplit(url).hostname or "").replace("-", "")


@lru_cache(maxsize=64)
def site_of(host: str) -> str:
    """The letters of a site's name, as its host has them."""
    return letters_of(host.removeprefix("www.").rpartition(".")[0].rpartition(".")[2])


@lru_cache(maxsize=_CACHED)
def letters_of(text: str) -> str:
    """The letters and digits of a text, in small letters."""
    return "".join(char for char in text.lower() if char.isalnum())


def _address(address: Node | str) -> Shown | None:
    if isinstance(address, str):
        return place_in(address)
    place = mended(
        (text_of(address, "addressLocality"), text_of(address, "addressRegion"), text_of(address, "postalCode"))
    )
    return place if any(place) else None


@cache
def _networks() -> frozenset[str]:
    return frozenset(read_yaml(__package__, "networks.yaml"))

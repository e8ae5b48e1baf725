"""A therapist's profile: structured data first, then labelled sections; absent where the page is silent."""

import re
from collections.abc import Set
from typing import Any
from urllib.parse import unquote, urlsplit

from index_config.folding import folded_words
from index_config.places import city_place, state_code
from pipelines.extract.about import text_about
from pipelines.extract.approach_address import is_below_articles, is_below_people
from pipelines.extract.asides import aside_of
from pipelines.extract.blocks import Block, without_link
from pipelines.extract.contact_line import contact_line
from pipelines.extract.described import from_node, owners, words_of
from pipelines.extract.disowned import is_quotation, without_disowned
from pipelines.extract.headline import Headline, from_headline, headline_of
from pipelines.extract.items import TABLES, is_among, is_money, is_other_price, items, table_of
from pipelines.extract.labels import is_label
from pipelines.extract.letters import credentials_in
from pipelines.extract.lines import is_formula
from pipelines.extract.names import NameParts, is_article, keeps_list, same_name, split_name
from pipelines.extract.nodes import Node
from pipelines.extract.owned import own_blocks
from pipelines.extract.places import Shown, place_in, places_below, state_in
from pipelines.extract.plain_lists import plain_lists
from pipelines.extract.practices import is_practice
from pipelines.extract.pronouns import pronouns_in
from pipelines.extract.sections import Sections, sections
from pipelines.extract.sentences import FIELDS, from_sentences, without_averages
from pipelines.extract.tables import with_rows_read
from pipelines.extract.title_lines import letters_in, title_line
from pipelines.extract.unlabelled import from_the_rest, phone_in, practice_in, prose, website_in
from pipelines.vocabulary import ANSWERED, answers, usual_name, yes_or_no
from records import ProfileExtract

# A page without structured data is a profile when it has a name and this many labelled fields.
_FEWEST_LABELS = 2
_FEWEST_TOLD = 4  # fields of a page in whole sentences
_CALLINGS = ("title", "credentials")  # one of which is among them
_ADDRESS = re.compile(r"\S+\.[a-zA-Z]{2,}\S*")  # of a web page
_BETWEEN_ADDRESSES = re.compile(r"[\s,;|]+(?:(?:and|or|&)\s+)?")
_LONGEST_LINE = 120
_LONGEST_OPTION = 30  # characters of one of several answers
_SAME_START = 60  # characters
_LISTS = ("approaches", "issues", "insurance", "languages", "ages")
_NUMBER = re.compile(r"\d{3,}")  # of a profile
_ON_KEYS = re.compile(r"\d{3}[^\d]+[A-Z]{3}")  # 503-CALL-NOW


def read_profile(url: str, title: str, described: dict[str, list[Node]], blocks: list[Block]) -> ProfileExtract | None:
    """The profile on a page, or None when it is none.

    `title` is the page's <title>, `described` are the people of its structured data by origin, the one that goes before
    first.
    """
    blocks = with_rows_read(blocks)
    line = headline_of(url, title, blocks)
    blocks = blocks[: line.end] if line else blocks
    own = without_disowned(own_blocks(blocks, line.place, url), line.place) if line else blocks
    owner = set(folded_words(line.parts.name)) if line else set()
    aside = aside_of(blocks, line.place, owner, url) if line else None
    if aside:
        own[aside[0] : aside[1]] = blocks[aside[0] : aside[1]]
    labelled = sections(own, line.place if line else None, owner, range(*aside) if aside else ())
    nodes = owners(described, line.shown if line else None, url)
    name = _name(line, nodes)
    if name is None:
        return None
    parts, shown_in = name
    if not nodes and not _names_the_owner(parts, url):
        return None
    start = line.place + 1 if line else 0
    places = [*(range(*aside) if aside else ()), *range(start, len(own))]
    places = [place for place in places if not is_quotation(own[place])]
    told = [(origin, from_node(node, url)) for origin, node in nodes.items()]
    told.append(("label", _from_sections(labelled, url) | {"training": items(labelled.training, in_sentences=False)}))
    if line:
        told.append(("heading", from_headline(line, own, labelled.taken)))
    told.append(("label", _of_license(labelled)))
    told.append(("text", from_the_rest(own, places, labelled.taken, url)))
    told.append(("text", plain_lists(own, places, labelled.taken)))
    told.append(("text", contact_line((own[place] for place in places), owner, url)))
    if "about" not in labelled.values:
        told.append(("text", {"about": prose(own, start, labelled.taken)}))
    if not any(found.get("organization") for _, found in told) and parts.kind == "person":
        told.append(("text", {"organization": practice_in(own, places, labelled.taken)}))
    unasked = () if parts.kind == "person" else ("organization",)
    if wanted := [name for name in FIELDS if not any(found.get(name) for _, found in told) and name not in unasked]:
        spoken = (own[place] for place in places if place not in labelled.ignored)
        told.append(("text", from_sentences(spoken, wanted, owner)))
    values, origins = _joined(told)
    if not nodes and not _is_profile(len(labelled.values), values.keys() - {"training"}, parts, url):
        return None
    origins["name"] = shown_in
    return ProfileExtract(name=parts.name, kind=_kind(parts), origins=origins, **values)


def _is_profile(labels: int, values: Set[str], parts: NameParts, url: str) -> bool:
    """Whether a page without structured data is somebody's, and none of a workshop, an article or the site's fees."""
    if is_below_articles(url) or _is_city(parts.name, url):
        return False
    path, query = urlsplit(url)[2:4]
    is_named = len(_shared(parts, f"{path} {query}")) > 1 or _NUMBER.search(f"{path} {query}") is not None
    is_somebodys = is_named or is_below_people(url) or not values.isdisjoint(_CALLINGS)
    return (labels >= _FEWEST_LABELS and is_somebodys) or _is_told(values, parts, url)


def _is_city(name: str, url: str) -> bool:
    """Whether a name is a city's, of a state that the address names: there stands a list of those who work there."""
    steps = unquote(urlsplit(url).path).replace("-", " ").split("/")
    return any(city_place(name, state) for state in filter(None, map(state_code, steps)))


def _is_told(values: Set[str], parts: NameParts, url: str) -> bool:
    """Whether a page without labels is about the person whom it and its address name: enough is told of their work.

    Below the folder of people anything told is enough where two words of the name stand in the address, and a calling
    with one thing more where one does, or a number.
    """
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    shared = _shared(parts, last)
    is_called = not values.isdisjoint(_CALLINGS)
    if parts.kind == "organization":
        return False
    if is_below_people(url) and len(shared) > 1:
        return bool(values)
    if is_below_people(url) and is_called and (shared or _NUMBER.search(last)):
        return len(values) >= _FEWEST_LABELS
    is_named = bool(words_of(parts.name) & words_of(urlsplit(url).path))
    return is_named and is_called and len(values) >= _FEWEST_TOLD


def _shared(parts: NameParts, address: str) -> set[str]:
    """The words of a name that stand in a part of an address."""
    return set(folded_words(parts.name)) & set(folded_words(unquote(address)))


def _joined(told: list[tuple[str, dict[str, Any]]]) -> tuple[dict[str, Any], dict[str, str]]:
    """Each field's first value and where it was read; what was cut short, or lacks its ZIP, completed by others.

    The letters under a label are completed by those behind the name.
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, found in told:
        for name, value in found.items():
            if (value and name not in values) or (value and name == "about" and _is_whole(value, values[name])):
                values[name], origins[name] = value, origin
            elif value and name == "credentials" and origins[name] == "label":
                values[name] = list(dict.fromkeys([*values[name], *value]))
            elif value and name == "places":
                known = [_completed(place, value) for place in values[name]]
                cities = {place[0] for place in known}
                is_theirs = origin == "label" or not cities.isdisjoint(place[0] for place in value)
                values[name] = known + [place for place in value if is_theirs and place[0] not in cities]
    return values, origins


def _is_whole(text: str, other: str) -> bool:
    """Whether a text goes on where another one, which begins alike, was cut short."""
    start = " ".join(other.split())[:_SAME_START].rstrip("….")
    return len(text) > len(other) and " ".join(text.split()).startswith(start)


def _completed(place: Shown, others: list[Shown]) -> Shown:
    """A place with the ZIP that others tell of the same city."""
    if place[2]:
        return place
    zips = {other[2] for other in others if other[2] and (other[0] or "").casefold() == (place[0] or "").casefold()}
    return (place[0], place[1], zips.pop()) if len(zips) == 1 else place


def _name(line: Headline | None, nodes: dict[str, Node]) -> tuple[NameParts, str] | None:
    """The owner's name and where it was read: the headline, unless structured data calls the owner otherwise."""
    for origin, node in nodes.items():
        if not (line and same_name(line.shown, node["name"])):
            parts = split_name(node["name"])
            return (parts, origin) if parts else None
        break
    return (line.parts, "heading") if line else None


def _kind(parts: NameParts) -> Any:
    return "organization" if parts.kind == "organization" else "person"


def _names_the_owner(parts: NameParts, url: str) -> bool:
    """Whether a heading names the page's owner: a person, or a practice of which the address speaks too."""
    path, query = urlsplit(url)[2:4]
    last = path.rstrip("/").rpartition("/")[2]
    if parts.kind != "organization":
        return True
    words = words_of(parts.name)
    if is_article(parts.name) or (keeps_list(parts.name) and not words <= words_of(last)):
        return False
    is_numbered = last.isdigit() or query.rpartition("=")[2].isdigit()
    return is_numbered or bool(words & words_of(f"{path} {query}"))


def _from_sections(labelled: Sections, url: str) -> dict[str, Any]:
    values = labelled.values
    texts = {name: [block.text for block in blocks] for name, blocks in values.items()}
    texts["places"] = [without_link(block) for block in values.get("places", [])]
    found: dict[str, Any] = {name: items(values[name]) for name in _LISTS if name in values}
    _part(found)
    for name, others in (("ages", "participants"), ("issues", "callings"), ("approaches", "manner")):
        found[name] = [shown for shown in found.get(name, []) if not is_among(shown, others)]
    if not any(usual_name("ages", shown) or _digits(shown) for shown in found["ages"]):
        found["ages"] = []  # "Works with: artists"
    if all(is_among(shown, "self_pay") for shown in found.get("insurance", [])):
        found["insurance"] = []
    found |= {name: _answer(name, texts[name]) for name in ANSWERED if name in texts}
    phones = [text for text in texts.get("phone", []) if _is_phone(text) and not is_formula(text)]
    found["phone"] = next(iter([*phones, *filter(None, map(phone_in, texts.get("places", [])))]), None)
    practices = [text for text in texts.get("organization", []) if not (is_formula(text) or _is_answer(text))]
    found["organization"] = next(iter([*practices, *filter(_is_practice, texts["places"])]), None)
    if "fees" in texts:
        fees = [text for shown in texts["fees"] if (text := without_averages(shown)) and not is_formula(text)]
        prices = [fee for fee, before in zip(fees, ["", *fees], strict=False) if _is_price(fee, before)]
        found["fees"] = "; ".join(prices) or next(iter(sorted(fees, key=_tells_no_price)), None)
    if "pronouns" in texts:
        found["pronouns"] = pronouns_in(texts["pronouns"][0])
    if "about" in texts:
        found["about"] = text_about(values["about"])
    if "credentials" in texts:
        found["credentials"] = [letters for text in texts["credentials"] for letters in letters_in(text)]
    if "title" in texts:
        shown = texts["title"][0]
        titled, is_none = title_line(shown), credentials_in(shown) or not any(map(str.isalpha, shown))
        found["title"] = titled.title if titled else None if is_none else shown
    if "website" in values:
        found["website"] = website_in(values["website"], url) or _address_in(texts["website"][0])
    lines = [_without_and(line).rstrip(" .") for text in texts.get("places", []) for line in text.split(";")]
    found["places"] = [place for line in lines for place in places_below(line)] or _parted_place(texts)
    return found


def _of_license(labelled: Sections) -> dict[str, Any]:
    """The letters under the label of a title, and the title under that of credentials."""
    titles, letters = ([block.text for block in labelled.values.get(name, [])] for name in ("title", "credentials"))
    titled = next(filter(None, map(title_line, letters)), None)
    return {"credentials": letters_in(titles[0]) if titles else [], "title": titled.title if titled else None}


def _address_in(text: str) -> str | None:
    """The first of the web addresses that a line is made of."""
    shown = _BETWEEN_ADDRESSES.split(text) if len(text) <= _LONGEST_LINE else []
    return shown[0] if shown and all(map(_ADDRESS.fullmatch, shown)) else None


def _part(found: dict[str, Any]) -> None:
    """Puts values below a label that announces two fields ("Languages & Ages") to the field where they are known."""
    for name in TABLES:
        for shown in list(found.get(name, [])):
            known = table_of(shown)
            if known not in (None, name):
                found[name].remove(shown)
                found[known] = list(dict.fromkeys([*found.get(known, []), shown]))


def _is_practice(text: str) -> bool:
    """Whether a line under the label of places is the name of the practice there."""
    return is_practice(text) and not (place_in(text) or is_label(text))


def _is_answer(text: str) -> bool:
    """Whether a text beside the label of a practice tells of groups of clients: their price, or that there are some."""
    return "$" in text or (" " not in text and answers(text))


def _answer(field: str, texts: list[str]) -> str | None:
    """The answer under a label; several lines are one where a later one says yes: In person / By video."""
    yes = next((place for place, text in enumerate(texts) if yes_or_no(field, text)), 0)
    told = texts[: yes + 1] if all(len(text) <= _LONGEST_OPTION for text in texts[: yes + 1]) else texts[:1]
    return None if is_formula(told[0]) else ", ".join(told)


def _is_phone(text: str) -> bool:
    """Whether a text under the label of a phone holds one: office hours do not."""
    return phone_in(text) is not None or text.startswith("+") or _ON_KEYS.search(text) is not None or _digits(text) > 9


def _parted_place(texts: dict[str, list[str]]) -> list[Shown]:
    """The place of a page that has a label of its own for city, state and ZIP."""
    state = state_in(texts["state"][0]) if "state" in texts else None
    if state is None:
        return []
    city = next((text for text in texts.get("places", []) if len(text) <= _LONGEST_OPTION and not _digits(text)), None)
    return [(city, state[1], next(iter(texts.get("zip", [])), None))]


def _is_price(text: str, before: str) -> bool:
    """Whether a short line under the label of fees is a price of sessions, not of what the line before it names."""
    is_other = is_other_price(text) or (is_other_price(before) and not is_money(before))
    return len(text) <= _LONGEST_OPTION and is_money(text) and not is_other


def _tells_no_price(text: str) -> int:
    """How little a text under the label of fees tells of them: a price, a number, words."""
    return 0 if is_money(text) else 1 if _digits(text) else 2


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _without_and(text: str) -> str:
    """A line of a list without the words that join it to the one before."""
    return text.removeprefix("and ").removeprefix("in ")

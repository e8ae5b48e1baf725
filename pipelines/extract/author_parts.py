"""An author whose name, title and place stand in parts: in blocks of their own, or in elements of one."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from index_config.taxonomy import load_taxonomy
from pipelines.extract.attribution import PLACELESS, UNKNOWN_TITLE, parse_attribution
from pipelines.extract.author_lines import (
    Reading,
    addressed,
    bare,
    credentialed,
    is_label,
    may_be_name,
    may_be_person,
    reading_of,
)
from pipelines.extract.blocks import Block
from pipelines.extract.furniture import words_of
from pipelines.extract.letters import credentials_in
from pipelines.extract.lines import plain_line
from pipelines.extract.names import split_name
from pipelines.extract.places import Place
from pipelines.extract.profile_links import PageOfName
from records import Attribution

_SEPARATORS = " ,;|·•–—-"
_FARTHEST = 4  # parts from a title to the name and to the place


class PartedAuthor(Struct, frozen=True):
    """An author, and which of the blocks name them: the first and the last."""

    attribution: Attribution
    first: int
    last: int


class _Part(Struct, frozen=True):
    """A line of its own, or an element of one, in the block `at`. `is_sure`: a heading, or a link to a profile."""

    text: str
    at: int
    is_sure: bool
    is_label: bool
    is_behind: bool
    reading: Reading


def authors_among(blocks: Sequence[Block], links: Sequence[bool], gap: int = 0) -> list[PartedAuthor]:
    """The authors that short blocks name, in their order, each by a title of the closed list.

    `links` says which blocks are links to a page of the directory: such a block, or a heading, is a name sooner than
    others. A title to which no name belongs names nobody. A text may stand before the block `gap`: a name on the
    title's side of it goes before one on the other.
    """
    parts = _parts(blocks, links, gap)
    titles = [index for index, part in enumerate(parts) if part.reading.title]
    if any(not parts[index].is_label for index in titles):
        titles = [index for index in titles if not parts[index].is_label]
    found: list[PartedAuthor] = []
    taken = -1
    for index in titles:
        if index <= taken:
            continue
        if author := _author(parts, index, taken + 1):
            found.append(_in_blocks(author, parts))
            taken = author.last
    return found


def authors_without_titles(blocks: Sequence[Block], pages: Sequence[PageOfName | None]) -> list[PartedAuthor]:
    """The authors among short blocks whose names go on with credentials, or are links to pages of their own.

    `pages` says which blocks are such links. Where it is not sure that these are people's, or the name is no person's,
    a city must stand behind.
    """
    found: list[PartedAuthor] = []
    parts = _parts(blocks, [page is not None for page in pages], 0)
    for index, part in enumerate(parts):
        told = credentialed(part.text)
        page = pages[part.at] if told is None else None
        if page and may_be_name(part.text, is_sure=True) and load_taxonomy().resolve(part.text) is None:
            told = Reading(name=part.text)
        if told is None:
            continue
        near = range(index + 1, min(len(parts), index + 1 + _FARTHEST))
        at = index if told.place else next((one for one in near if parts[one].reading.place), index)
        place = told.place or (parts[at].reading.place if at > index else None)
        is_sure = page is None or (page == "person" and may_be_person(part.text))
        if not is_sure and (place is None or place.city is None):
            continue
        shown = ", ".join(parts[one].text for one in sorted({index, at}))
        if author := attribution_of(replace(told, place=place), shown):
            found.append(_in_blocks(PartedAuthor(author, index, at), parts))
    return found


def lines_of(block: Block) -> Sequence[str]:
    """The lines that a block stands for: its elements where one of them is a title, else the block's text."""
    text = words_of(block)
    if not block.runs or reading_of(text).title:
        return (text,)
    rest = text.removeprefix(block.lead).strip(_SEPARATORS)
    for texts in (block.parts, (block.lead, rest)):
        if len(texts) > 1 and any(reading_of(text).title for text in texts[1:]):
            return texts
    return _runs_of(block) or (text,)


def _runs_of(block: Block) -> Sequence[str]:
    """The pieces of a block's text where one of them is a title and none before it is a part of a name."""
    runs = [run for piece in block.runs if (run := plain_line(piece).strip(_SEPARATORS))]
    titled = next((at for at, run in enumerate(runs) if reading_of(run).title), None)
    is_parted = titled is not None and len(runs) > 1 and all(" " in run for run in runs[:titled])
    return runs if is_parted else ()


def _parts(blocks: Sequence[Block], links: Sequence[bool], gap: int) -> list[_Part]:
    return [
        _Part(
            addressed(text) or bare(text),
            at,
            is_sure=block.is_heading or links[at],
            is_label=(block.is_heading or text.endswith(":")) and is_label(text),
            reading=reading_of(text),
            is_behind=at >= gap,
        )
        for at, block in enumerate(blocks)
        for text in lines_of(block)
    ]


def _in_blocks(author: PartedAuthor, parts: Sequence[_Part]) -> PartedAuthor:
    return replace(author, first=parts[author.first].at, last=parts[author.last].at)


def _author(parts: Sequence[_Part], index: int, start: int) -> PartedAuthor | None:
    """The author whose title stands in a part; the name stands there too, or in one near it."""
    reading, first, last = parts[index].reading, index, index
    name, place, used = reading.name, reading.place, {index}
    title = reading.title or ""
    if name and not may_be_name(name, is_sure=True):
        return None
    if not name:
        before = range(index - 1, max(start, index - _FARTHEST) - 1, -1)
        at = _name_among(
            parts, [one for one in before if parts[one].is_behind == parts[index].is_behind], parts[index].at
        )
        at = _name_among(parts, before, parts[index].at) if at is None else at
        if at is None and index + 1 < len(parts) and not parts[index + 1].reading.place:
            at = _name_among(parts, range(index + 1, index + 2), parts[index].at)
        if at is None:
            return None
        letters = [one for one in range(at + 1, index) if credentials_in(parts[one].text)]
        name = ", ".join(parts[one].text for one in (at, *letters))
        first, last = min(first, at), max(last, at)
        used |= {at, *letters}
    if place is None or (not place.city and _is_credential(place)):
        near = (*range(last + 1, min(len(parts), last + 1 + _FARTHEST)), *range(first + 1, index))
        at = next((one for one in near if parts[one].reading.tells_something), None)
        if at is not None and not parts[at].reading.title:
            place, last = parts[at].reading.place, max(last, at)
            used.add(at)
    found = _attribution(name, title, place, [parts[one].text for one in sorted(used)])
    return PartedAuthor(found, first, last) if found else None


def _name_among(parts: Sequence[_Part], indexes: Sequence[int], block: int) -> int | None:
    """The nearest part that is a name: on the title's own line (`block`) or a heading or a link before any other.

    What may be a place comes last.
    """
    untitled = [at for at in indexes if not parts[at].reading.title]
    sure = sorted(
        (at for at in untitled if parts[at].is_sure or parts[at].at == block), key=lambda at: parts[at].at != block
    )
    plain = [at for at in untitled if at not in sure and not parts[at].reading.place]
    either = [at for at in untitled if at not in (*sure, *plain) and _is_credential(parts[at].reading.place)]
    ranked = [*sure, *plain, *either]
    return next((at for at in ranked if may_be_name(parts[at].text, is_sure=parts[at].is_sure)), None)


def _is_credential(place: Place | None) -> bool:
    """Whether the state of a place may as well be a credential: "Ada Quill, MA"."""
    return place is not None and bool(credentials_in(place.state or ""))


def author_of_line(text: str) -> Attribution | None:
    """The author whom a line without a dash names whole, by a title of the closed list or by credentials."""
    reading = reading_of(text)
    if reading.title:
        is_name = bool(reading.name) and may_be_name(reading.name, is_sure=True)
        return _attribution(reading.name, reading.title, reading.place, [text]) if is_name else None
    told = credentialed(text)
    return attribution_of(told, text) if told else None


def with_place(author: Attribution, others: Sequence[Block]) -> Attribution:
    """The author with the only city and state that other blocks of the same element name, where none is known."""
    if author.city or author.state:
        return author
    shown = {text: reading_of(text) for text in map(words_of, others)}
    found = {text: one.place for text, one in shown.items() if one.place and one.place.city and not one.title}
    if len(found) != 1:
        return author
    ((text, place),) = found.items()
    return replace(author, city=place.city, state=place.state, zip=place.zip, raw=f"{author.raw}, {text}")


def attribution_of(told: Reading, shown: str) -> Attribution | None:
    """The author of a line that names nobody's title; `shown` is the line, or the lines, as the page shows them."""
    parts, place = split_name(told.name), told.place
    if parts is None:
        return None
    return Attribution(
        name=parts.name,
        city=place.city if place else None,
        state=place.state if place else None,
        zip=place.zip if place else None,
        organization=parts.organization,
        credentials=list(parts.credentials),
        prefix=parts.prefix,
        kind=parts.kind,
        raw=shown,
        confidence=PLACELESS,
    )


def _attribution(name: str, title: str, place: Place | None, shown: Sequence[str]) -> Attribution | None:
    """An author's line made of its parts; `shown` are the lines that it is made of."""
    found = parse_attribution(f"— {name}, {title}{_written(place)}")
    if found is None or found.confidence <= UNKNOWN_TITLE or found.rest:
        return None
    return replace(found, raw=", ".join(shown))


def _written(place: Place | None) -> str:
    """A place as the line of an attribution shows it."""
    if place is None or not (place.city or place.state):
        return ""
    return f" in {place.city or ''}, {place.state or ''}{f' {place.zip}' if place.zip else ''}"

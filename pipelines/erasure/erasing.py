"""A page without what it shows of somebody: all others are read from it as before, or there is no such page."""

import msgspec
from msgspec import Struct

from pipelines.erasure.cuts import close, cut, cuts_of, marks_of, mask_of
from pipelines.erasure.needles import (
    FEWEST_OF_TEXT,
    Gone,
    Needles,
    exact_ones,
    is_address,
    needles_of,
    needles_on,
    occurrences,
    places_of,
    statements_of,
)
from pipelines.erasure.streams import Stream, anchors_of, squeezed, streams_of
from pipelines.extract import extract_page
from pipelines.extract.charset import as_utf8
from pipelines.extract.page import is_html
from records import Page, PageExtract, StatementExtract
from records.charset import decoded

_IN_PART = frozenset({"content", "value", "class", "style"})  # attributes that say other things too


class _Way(Struct, frozen=True):
    """How much goes: parts of texts too, what little stands between two things, marks that stand alone."""

    in_part: bool
    between: bool
    marks: bool


_WAYS = (_Way(True, True, True), _Way(True, False, True), _Way(True, False, False), _Way(False, False, False))


def erased(page: Page, gone: Gone) -> Page | None:
    """The page without what it shows of somebody, in UTF-8; None where that cannot be removed cleanly.

    Everything else on the page is read as before: the approach, its definition, the statements of all others.
    """
    content_type = page.header("content-type") or ""
    html = is_html(page.body, content_type)
    source = as_utf8(page.body, content_type).decode(errors="replace")
    before = extract_page(page)
    others = _others(before, gone)
    needles = needles_on(gone, before)
    for way in _WAYS:
        if way.between and before.approach is None:
            continue
        text = _without(source, needles, others, way, html=html)
        made = _page(page, text, html=html)
        if not _found(text, needles, others, html=html) and _says_the_same(before, extract_page(made), gone):
            return made
    return None


def shows(page: Page, gone: Gone) -> bool:
    """Whether anything of somebody stands on a page: a name, a line, words, a phone, an address."""
    content_type = page.header("content-type") or ""
    source = as_utf8(page.body, content_type).decode(errors="replace")
    return _found(source, needles_of(gone), [], html=is_html(page.body, content_type))


def speaks(text: str, gone: Gone) -> bool:
    """Whether a few words of ours (a problem, a dead letter) hold anything of somebody."""
    return _found(text, needles_of(gone), [], html=False)


def _others(before: PageExtract, gone: Gone) -> list[str]:
    """The texts and lines of everybody else."""
    said = [one for one in statements_of(before) if not _is_gone(one, gone)]
    profile = before.profile
    definition = before.approach.definition if before.approach else None
    shown = [*(one.text for one in said), *(one.attribution.raw for one in said), definition, profile and profile.about]
    return [found for text in shown if text and len(found := squeezed(text)) >= FEWEST_OF_TEXT]


def _is_gone(said: StatementExtract, gone: Gone) -> bool:
    return any((said.attribution.raw, text) in gone.pairs for text in (said.text, None))


def _without(source: str, needles: Needles, others: list[str], way: "_Way", *, html: bool) -> str:
    streams = streams_of(source, is_html=html)
    cuts: list[tuple[int, int]] = []
    linked: list[tuple[int, int]] = []  # what links to somebody enclose
    anchors = anchors_of(source) if html else []
    for stream in streams[1:]:
        found = [*occurrences(source, stream, needles, in_part=way.in_part)]
        if not found:
            continue
        whole = stream.kind == "attribute" and stream.name not in _IN_PART
        whole = whole or any(is_address(stream, span, needles) for span in found)
        cuts += stream.bounds if whole else cuts_of(source, stream, mask_of(stream, found))
        at = stream.starts[0]
        linked += [(one.inside, one.end) for one in anchors if one.start <= at < one.inside and stream.name == "href"]
    text = streams[0]
    kept = mask_of(text, [span for other in others for span in places_of(text.letters, other)])
    # What two people say is theirs where they say more.
    exact = mask_of(text, (span for span in exact_ones(source, text, needles) if not _is_part(text, span, others)))
    going = mask_of(text, occurrences(source, text, needles, in_part=way.in_part))
    for start, end in linked:
        for at, place in enumerate(text.starts):
            if start <= place < end:
                going[at] = 1
    going = bytearray(1 if exact[at] or (going[at] and not kept[at]) else 0 for at in range(len(going)))
    if way.between:
        close(source, text, going, kept)
    cuts += cuts_of(source, text, going)
    if way.marks:
        cuts += marks_of(source, text, going)
    return cut(source, cuts, streams, html=html)


def _page(page: Page, text: str, *, html: bool) -> Page:
    """The page with this text, said to be UTF-8 where it was something else."""
    content_type = page.header("content-type")
    headers = page.headers
    if not decoded(page.body, content_type)[1]:
        kind = (content_type or ("text/html" if html else "text/plain")).partition(";")[0].strip()
        headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
        headers["content-type"] = f"{kind}; charset=utf-8"
    return msgspec.structs.replace(page, headers=headers, body=text.encode(errors="replace"))


def _found(source: str, needles: Needles, others: list[str], *, html: bool) -> bool:
    """Whether a source still holds any of it; words that are a part of what somebody else says are theirs."""
    return any(
        stream.letters[slice(*span)] in needles.names or not _is_part(stream, span, others)
        for stream in streams_of(source, is_html=html)
        for span in occurrences(source, stream, needles, in_part=False)
    )


def _is_part(stream: Stream, span: tuple[int, int], others: list[str]) -> bool:
    """Whether letters stand in what somebody else says, who says more."""
    start, end = span
    return any(
        low <= start and end <= high and high - low > end - start
        for other in others
        for low, high in places_of(stream.letters, other)
    )


def _says_the_same(before: PageExtract, after: PageExtract, gone: Gone) -> bool:
    """Whether two readings of a page differ by one person only, and by what could not be read."""
    if after.kind != before.kind or after.profile != before.profile:
        return False
    if before.approach is None or after.approach is None:
        return before.approach is after.approach
    head = [(one.slug, one.name, one.definition) for one in (before.approach, after.approach)]
    said = [alone(one) for one in statements_of(before) if not _is_gone(one, gone)]
    return head[0] == head[1] and said == [alone(one) for one in statements_of(after)]


def alone(said: StatementExtract) -> StatementExtract:
    """A statement without the words glued behind its author's line: they are the next one's."""
    return msgspec.structs.replace(said, attribution=msgspec.structs.replace(said.attribution, rest=""))

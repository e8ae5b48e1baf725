"""A page without what it shows of somebody: all others are read from it as before, or there is no such page."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec
from msgspec import Struct

from index_config.folding import folded_words
from pipelines.erasure.streams import Stream, anchors_of, squeezed, streams_of
from pipelines.extract import extract_page
from pipelines.extract.charset import as_utf8
from pipelines.extract.page import is_html
from records import Page, PageExtract, StatementExtract
from records.charset import decoded

MARKER = "<!-- erased -->"

_WINDOW = 40  # letters in a row by which a part of somebody's text is known
_BETWEEN = 120  # letters at most between two things of one person, which are theirs too
_FEWEST_LETTERS = 5  # of a name of one word that can be looked for
_FEWEST_OF_TEXT = 12  # a shorter text is found with its neighbours only
_PHONE = 10  # digits
_BEFORE = " \t\u00a0—–-“\"„«‘'("
_BEHIND = re.compile(r"(?:[ \t]*[”\"»’'.!?…,;:)])+")
_HYPHENS = ("-", "\u2010", "\u2011")
_IN_PATH = ("", "-", "_", ".", "~", "%", "+")
_IN_PART = frozenset({"content", "value", "class", "style"})  # attributes that say other things too


class Gone(Struct, frozen=True, kw_only=True):
    """Everything that may be shown of somebody, as it is shown.

    `pairs` are their (author line, statement) on the page, the statement None where they only repeat the site's words.
    `texts` are what they say, `lines` what names them; `urls` their profiles and website.
    """

    names: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    urls: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str | None]] = frozenset()


class _Needles(Struct, frozen=True):
    """What is looked for, as letters: names must stand apart, addresses must end; the rest is found anywhere."""

    names: tuple[str, ...]
    texts: tuple[str, ...]
    urls: tuple[str, ...]
    spared: tuple[str, ...] = ()  # addresses of others, which may hold the name in theirs


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
    needles = _needles_on(gone, before)
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
    return _found(source, _needles(gone), [], html=is_html(page.body, content_type))


def speaks(text: str, gone: Gone) -> bool:
    """Whether a few words of ours (a problem, a dead letter) hold anything of somebody."""
    return _found(text, _needles(gone), [], html=False)


@lru_cache(maxsize=256)  # the same people are looked for on page after page
def _needles(gone: Gone) -> _Needles:
    names = {squeezed(name) for name in (*gone.names, *(_reversed(name) for name in gone.names))}
    phones = {digits[-_PHONE:] for phone in gone.phones if len(digits := re.sub(r"\D", "", phone)) >= _PHONE}
    texts = {squeezed(text) for text in (*gone.texts, *gone.lines)} | phones
    return _Needles(
        tuple(sorted(name for name in names if _can_be_sought(name, gone.names))),
        tuple(sorted((one for one in texts if len(one) >= _FEWEST_OF_TEXT or one in phones), key=len, reverse=True)),
        tuple(sorted({squeezed(_address(url)) for url in gone.urls} - {""})),
    )


def _needles_on(gone: Gone, page: PageExtract) -> _Needles:
    """Without the phone and the website of whose page it is, and the addresses of others: not this person's."""
    found, owner = _needles(gone), page.profile
    shown = (owner.phone, _address(owner.website or "")) if owner else ()
    kept = {squeezed(value) for value in shown if value}
    kept |= {one[-_PHONE:] for one in kept}
    urls = {squeezed(_address(one.profile_url)) for one in _statements(page) if one.profile_url}
    return _Needles(
        found.names,
        tuple(one for one in found.texts if one not in kept),
        tuple(one for one in found.urls if one not in kept),
        tuple(sorted(urls - set(found.urls))),
    )


def _can_be_sought(name: str, names: Iterable[str]) -> bool:
    is_one_word = any(squeezed(one) == name and len(folded_words(one)) == 1 for one in names)
    return len(name) >= _FEWEST_LETTERS and (not is_one_word or len(name) > _FEWEST_LETTERS)


def _reversed(name: str) -> str:
    words = name.split()
    return " ".join([words[-1], *words[:-1]]) if words else ""


def _address(url: str) -> str:
    """What stands in links to a page, with or without the host: its path; its host where it has none."""
    host, slash, path = re.sub(r"^\w+://(?:www\.)?", "", url).partition("/")
    return path.rstrip("/") if slash and path.rstrip("/") else host


def _others(before: PageExtract, gone: Gone) -> list[str]:
    """The texts and lines of everybody else."""
    said = [one for one in _statements(before) if not _is_gone(one, gone)]
    profile = before.profile
    definition = before.approach.definition if before.approach else None
    shown = [*(one.text for one in said), *(one.attribution.raw for one in said), definition, profile and profile.about]
    return [found for text in shown if text and len(found := squeezed(text)) >= _FEWEST_OF_TEXT]


def _statements(extract: PageExtract) -> list[StatementExtract]:
    return extract.approach.statements if extract.approach else []


def _is_gone(said: StatementExtract, gone: Gone) -> bool:
    return any((said.attribution.raw, text) in gone.pairs for text in (said.text, None))


def _without(source: str, needles: _Needles, others: list[str], way: "_Way", *, html: bool) -> str:
    streams = streams_of(source, is_html=html)
    cuts: list[tuple[int, int]] = []
    linked: list[tuple[int, int]] = []  # what links to somebody enclose
    anchors = anchors_of(source) if html else []
    for stream in streams[1:]:
        found = [*_occurrences(source, stream, needles, in_part=way.in_part)]
        if not found:
            continue
        whole = stream.kind == "attribute" and stream.name not in _IN_PART
        whole = whole or any(_is_address(stream, span, needles) for span in found)
        cuts += stream.bounds if whole else _cuts(source, stream, _mask(stream, found))
        at = stream.starts[0]
        linked += [(one.inside, one.end) for one in anchors if one.start <= at < one.inside and stream.name == "href"]
    text = streams[0]
    kept = _mask(text, [span for other in others for span in _all(text.letters, other)])
    # What two people say is theirs where they say more.
    exact = _mask(text, (span for span in _exact(source, text, needles) if not _is_part(text, span, others)))
    going = _mask(text, _occurrences(source, text, needles, in_part=way.in_part))
    for start, end in linked:
        for at, place in enumerate(text.starts):
            if start <= place < end:
                going[at] = 1
    going = bytearray(1 if exact[at] or (going[at] and not kept[at]) else 0 for at in range(len(going)))
    if way.between:
        _close(source, text, going, kept)
    cuts += _cuts(source, text, going)
    if way.marks:
        cuts += _marks(source, text, going)
    return _cut(source, cuts, streams, html=html)


def _occurrences(source: str, stream: Stream, needles: _Needles, *, in_part: bool) -> Iterator[tuple[int, int]]:
    yield from _exact(source, stream, needles)
    if stream.kind == "text" or not any(url in stream.letters for url in needles.spared):
        for name in needles.names:
            yield from (span for span in _all(stream.letters, name) if _is_whole_name(source, stream, *span))
    if in_part:
        windows = {one[at : at + _WINDOW] for one in needles.texts for at in range(len(one) - _WINDOW + 1)}
        letters = stream.letters
        for at in range(len(letters) - _WINDOW + 1) if windows else ():
            if letters[at : at + _WINDOW] in windows:
                yield at, at + _WINDOW


def _exact(source: str, stream: Stream, needles: _Needles) -> Iterator[tuple[int, int]]:
    for text in needles.texts:
        yield from _all(stream.letters, text)
    for url in needles.urls:
        yield from (span for span in _all(stream.letters, url) if _ends_address(source, stream, span[1]))


def _is_whole_name(source: str, stream: Stream, start: int, end: int) -> bool:
    """Whether a name stands here and no longer one: "Ada Quill" is no part of "Ada Quill-Marsh"."""
    if not stream.is_apart(start) or not stream.is_apart(end):
        return False
    is_longer = stream.kind == "text" and end < len(stream.letters) and stream.letters[end].isalpha()
    return not (is_longer and source[stream.ends[end - 1] : stream.starts[end]] in _HYPHENS)


def _is_address(stream: Stream, span: tuple[int, int], needles: _Needles) -> bool:
    return stream.letters[slice(*span)] in needles.urls


def _ends_address(source: str, stream: Stream, end: int) -> bool:
    """Whether an address ends here: "/ada-quill" is no part of "/ada-quill-marsh"."""
    return end == len(stream.letters) or source[stream.ends[end - 1] : stream.starts[end]][:1] not in _IN_PATH


def _all(letters: str, needle: str) -> Iterator[tuple[int, int]]:
    at = letters.find(needle)
    while at >= 0:
        yield at, at + len(needle)
        at = letters.find(needle, at + 1)


def _mask(stream: Stream, spans: Iterable[tuple[int, int]]) -> bytearray:
    mask = bytearray(len(stream.letters))
    for start, end in spans:
        mask[start:end] = b"\1" * (end - start)
    return mask


def _close(source: str, stream: Stream, going: bytearray, kept: bytearray) -> None:
    """Takes what little stands between two things of one person for theirs too: a title, a city, a label."""
    marked = [at for at, one in enumerate(going) if one]
    for before, behind in pairwise(marked):
        if 1 < behind - before <= _BETWEEN and not any(kept[before:behind]):
            between = source[stream.ends[before] : stream.starts[behind]]
            if not re.search(r"<(?:h1|main|title)\b", between, re.IGNORECASE):
                going[before:behind] = b"\1" * (behind - before)


def _cuts(source: str, stream: Stream, going: bytearray) -> Iterator[tuple[int, int]]:
    """The pieces of the source that go with these letters; tags between them stay."""
    at, count = 0, len(going)
    while at < count:
        if not going[at]:
            at += 1
            continue
        end, node = at, stream.nodes[at]
        while end < count and going[end] and stream.nodes[end] == node:
            end += 1
        low, high = stream.bounds[node]
        start, stop = stream.starts[at], stream.ends[end - 1]
        if at == 0 or stream.nodes[at - 1] != node:
            start = low
        else:
            least = stream.ends[at - 1]
            while start > least and source[start - 1] in _BEFORE:
                start -= 1
        if end == count or stream.nodes[end] != node:
            stop = high
        else:
            if behind := _BEHIND.match(source, stop, stream.starts[end]):
                stop = behind.end()
        yield start, stop
        at = end


def _marks(source: str, stream: Stream, going: bytearray) -> Iterator[tuple[int, int]]:
    """Pieces without letters that go with their neighbours: a dash before a name, a quotation mark behind words."""
    at = 0
    for node, (start, end) in enumerate(stream.bounds):
        if at < len(going) and stream.nodes[at] == node:
            at = bisect_right(stream.nodes, node, at)
            continue
        piece = source[start:end].strip()
        before, behind = at > 0 and going[at - 1], at < len(going) and going[at]
        opens, closes = behind and not piece.strip(_BEFORE), before and _BEHIND.fullmatch(piece)
        if (before and behind) or (piece and (opens or closes)):
            yield start, end


def _cut(source: str, cuts: Sequence[tuple[int, int]], streams: Sequence[Stream], *, html: bool) -> str:
    texts = streams[0].bounds
    shown = {start for start, _ in texts}
    kept: list[str] = []
    position = 0
    for start, end in sorted(cuts):
        if end <= position:
            continue
        kept.append(source[position : max(start, position)])
        if html and _in_text(start, texts, shown):
            kept.append(MARKER)
        position = max(end, position)
    return "".join([*kept, source[position:]])


def _in_text(at: int, texts: Sequence[tuple[int, int]], starts: set[int]) -> bool:
    return at in starts or any(start <= at < end for start, end in texts)


def _page(page: Page, text: str, *, html: bool) -> Page:
    """The page with this text, said to be UTF-8 where it was something else."""
    content_type = page.header("content-type")
    headers = page.headers
    if not decoded(page.body, content_type)[1]:
        kind = (content_type or ("text/html" if html else "text/plain")).partition(";")[0].strip()
        headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
        headers["content-type"] = f"{kind}; charset=utf-8"
    return msgspec.structs.replace(page, headers=headers, body=text.encode(errors="replace"))


def _found(source: str, needles: _Needles, others: list[str], *, html: bool) -> bool:
    """Whether a source still holds any of it; words that are a part of what somebody else says are theirs."""
    return any(
        stream.letters[slice(*span)] in needles.names or not _is_part(stream, span, others)
        for stream in streams_of(source, is_html=html)
        for span in _occurrences(source, stream, needles, in_part=False)
    )


def _is_part(stream: Stream, span: tuple[int, int], others: list[str]) -> bool:
    """Whether letters stand in what somebody else says, who says more."""
    start, end = span
    return any(
        low <= start and end <= high and high - low > end - start
        for other in others
        for low, high in _all(stream.letters, other)
    )


def _says_the_same(before: PageExtract, after: PageExtract, gone: Gone) -> bool:
    """Whether two readings of a page differ by one person only, and by what could not be read."""
    if after.kind != before.kind or after.profile != before.profile:
        return False
    if before.approach is None or after.approach is None:
        return before.approach is after.approach
    head = [(one.slug, one.name, one.definition) for one in (before.approach, after.approach)]
    said = [_told(one) for one in _statements(before) if not _is_gone(one, gone)]
    return head[0] == head[1] and said == [_told(one) for one in _statements(after)]


def _told(said: StatementExtract) -> StatementExtract:
    """A statement without the words glued behind its author's line: they are the next one's."""
    return msgspec.structs.replace(said, attribution=msgspec.structs.replace(said.attribution, rest=""))

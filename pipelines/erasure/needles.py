"""What is looked for on a page that may show somebody, and where it stands."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from index_config.folding import folded_words
from pipelines.erasure.streams import Stream, squeezed
from records import PageExtract, StatementExtract

FEWEST_OF_TEXT = 12  # letters; a shorter text is found with its neighbours only
_WINDOW = 40  # letters in a row by which a part of somebody's text is known
_FEWEST_LETTERS = 5  # of a name of one word that can be looked for
_PHONE = 10  # digits
_HYPHENS = ("-", "\u2010", "\u2011")
_IN_PATH = ("", "-", "_", ".", "~", "%", "+")


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


class Needles(Struct, frozen=True):
    """What is looked for, as letters: names must stand apart, addresses must end; the rest is found anywhere."""

    names: tuple[str, ...]
    texts: tuple[str, ...]
    urls: tuple[str, ...]
    spared: tuple[str, ...] = ()  # addresses of others, which may hold the name in theirs


@lru_cache(maxsize=256)  # the same people are looked for on page after page
def needles_of(gone: Gone) -> Needles:
    """What to look for of somebody, wherever it may be."""
    names = {squeezed(name) for name in (*gone.names, *(_reversed(name) for name in gone.names))}
    phones = {digits[-_PHONE:] for phone in gone.phones if len(digits := re.sub(r"\D", "", phone)) >= _PHONE}
    texts = {squeezed(text) for text in (*gone.texts, *gone.lines)} | phones
    return Needles(
        tuple(sorted(name for name in names if _can_be_sought(name, gone.names))),
        tuple(sorted((one for one in texts if len(one) >= FEWEST_OF_TEXT or one in phones), key=len, reverse=True)),
        tuple(sorted({squeezed(_address(url)) for url in gone.urls} - {""})),
    )


def needles_on(gone: Gone, page: PageExtract) -> Needles:
    """Without the phone and the website of whose page it is, and the addresses of others: not this person's."""
    found, owner = needles_of(gone), page.profile
    shown = (owner.phone, _address(owner.website or "")) if owner else ()
    kept = {squeezed(value) for value in shown if value}
    kept |= {one[-_PHONE:] for one in kept}
    urls = {squeezed(_address(one.profile_url)) for one in statements_of(page) if one.profile_url}
    return Needles(
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


def statements_of(extract: PageExtract) -> list[StatementExtract]:
    """The statements of an approach page; none of any other."""
    return extract.approach.statements if extract.approach else []


def occurrences(source: str, stream: Stream, needles: Needles, *, in_part: bool) -> Iterator[tuple[int, int]]:
    """Where anything of somebody stands, as spans of letters; with `in_part` also where a part of a text does."""
    yield from exact_ones(source, stream, needles)
    if stream.kind == "text" or not any(url in stream.letters for url in needles.spared):
        for name in needles.names:
            yield from (span for span in places_of(stream.letters, name) if _is_whole_name(source, stream, *span))
    if in_part:
        windows = {one[at : at + _WINDOW] for one in needles.texts for at in range(len(one) - _WINDOW + 1)}
        letters = stream.letters
        for at in range(len(letters) - _WINDOW + 1) if windows else ():
            if letters[at : at + _WINDOW] in windows:
                yield at, at + _WINDOW


def exact_ones(source: str, stream: Stream, needles: Needles) -> Iterator[tuple[int, int]]:
    """Where whole texts and addresses stand."""
    for text in needles.texts:
        yield from places_of(stream.letters, text)
    for url in needles.urls:
        yield from (span for span in places_of(stream.letters, url) if _ends_address(source, stream, span[1]))


def _is_whole_name(source: str, stream: Stream, start: int, end: int) -> bool:
    """Whether a name stands here and no longer one: "Ada Quill" is no part of "Ada Quill-Marsh"."""
    if not stream.is_apart(start) or not stream.is_apart(end):
        return False
    is_longer = stream.kind == "text" and end < len(stream.letters) and stream.letters[end].isalpha()
    return not (is_longer and source[stream.ends[end - 1] : stream.starts[end]] in _HYPHENS)


def is_address(stream: Stream, span: tuple[int, int], needles: Needles) -> bool:
    """Whether a span is an address that is looked for."""
    return stream.letters[slice(*span)] in needles.urls


def _ends_address(source: str, stream: Stream, end: int) -> bool:
    """Whether an address ends here: "/ada-quill" is no part of "/ada-quill-marsh"."""
    return end == len(stream.letters) or source[stream.ends[end - 1] : stream.starts[end]][:1] not in _IN_PATH


def places_of(letters: str, needle: str) -> Iterator[tuple[int, int]]:
    """Every place of a needle, also where they overlap."""
    at = letters.find(needle)
    while at >= 0:
        yield at, at + len(needle)
        at = letters.find(needle, at + 1)

"""What is cut out of a page's source: the letters that go, and the marks and little words that go with them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipelines.erasure.streams import Stream

MARKER = "<!-- erased -->"

_BETWEEN = 120  # letters at most between two things of one person, which are theirs too
_BEFORE = " \t\u00a0—–-“\"„«‘'("
_BEHIND = re.compile(r"(?:[ \t]*[”\"»’'.!?…,;:)])+")


def mask_of(stream: Stream, spans: Iterable[tuple[int, int]]) -> bytearray:
    """A byte for each letter of a stream: 1 where it stands in a span."""
    mask = bytearray(len(stream.letters))
    for start, end in spans:
        mask[start:end] = b"\1" * (end - start)
    return mask


def close(source: str, stream: Stream, going: bytearray, kept: bytearray) -> None:
    """Takes what little stands between two things of one person for theirs too: a title, a city, a label."""
    marked = [at for at, one in enumerate(going) if one]
    for before, behind in pairwise(marked):
        if 1 < behind - before <= _BETWEEN and not any(kept[before:behind]):
            between = source[stream.ends[before] : stream.starts[behind]]
            if not re.search(r"<(?:h1|main|title)\b", between, re.IGNORECASE):
                going[before:behind] = b"\1" * (behind - before)


def cuts_of(source: str, stream: Stream, going: bytearray) -> Iterator[tuple[int, int]]:
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


def marks_of(source: str, stream: Stream, going: bytearray) -> Iterator[tuple[int, int]]:
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


def cut(source: str, cuts: Sequence[tuple[int, int]], streams: Sequence[Stream], *, html: bool) -> str:
    """The source without these pieces; in HTML a marker stands for each that was text."""
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

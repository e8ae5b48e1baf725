"""Plain text with its highlights as safe markup."""

from collections.abc import Iterable

from markupsafe import Markup, escape


def mark(text: str, highlights: Iterable[tuple[int, int]]) -> Markup:
    """The text escaped, with <mark> around each [start, end) span of code points.

    Spans may overlap or lie outside the text: each character is marked once, or not at all.
    """
    parts: list[Markup] = []
    position = 0
    for start, end in sorted(highlights):
        begin, stop = max(start, position), min(end, len(text))
        if begin < stop:
            parts += [escape(text[position:begin]), Markup("<mark>{}</mark>").format(text[begin:stop])]
            position = stop
    return Markup("").join([*parts, escape(text[position:])])

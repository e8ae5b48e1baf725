"""Shows the parts of an approach page in several markups: the same words in other elements, and as flattened text."""

from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

from msgspec import Struct, field

from tests.pipelines.extract.pages import APPROACH_URL

HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"


class Body(NamedTuple):
    """A page as a server sends it."""

    text: str
    content_type: str


class Pair(Struct, frozen=True):
    """A statement and the line under it, as shown."""

    text: str
    line: str


FIRST = Pair(
    "I watch what happens between us and say so. Ties are learned, and so we learn them together.",
    "— Bo Vance, Licensed Clinical Social Worker in Tampa, FL",
)
LAST = Pair(
    "We make room for the storm & the calm after it. Nobody has to be right here, and nobody is.",
    "— Odo Fennimore, Psychologist in Mesa, AZ",
)


class ApproachPage(Struct, frozen=True, kw_only=True):
    """The parts of an approach page.

    `call_apart` puts the call into a paragraph of its own, `blanks` names the parts that are followed by lines of
    NBSP, and `twice` shows every statement two times.
    """

    title: str | None = "Relational Therapy"
    definition: str | None = (
        "Relational therapy looks at how people are with one another, in and out of the room. It is chosen where "
        "quarrels last, and where nobody remembers how they began."
    )
    call: str | None = (
        "Think this approach might be right for you? Reach out to one of TherapyDen’s relational therapy experts today."
    )
    call_apart: bool = False
    help: list[str] = field(default_factory=lambda: ["Need help finding the right therapist?", "Find Your Match"])
    landmark: str | None = "Meet the specialists"
    pairs: list[Pair] = field(default_factory=lambda: [FIRST, LAST])
    blanks: list[str] = field(default_factory=list)
    twice: bool = False
    url: str = APPROACH_URL

    def opening(self) -> Iterator[tuple[str, str]]:
        """The parts above the pairs, each with its name."""
        if self.title:
            yield "title", self.title
        defined = [text for text in (self.definition, self.call) if text]
        for text in defined if self.call_apart else [" ".join(defined)] * bool(defined):
            yield "definition", text
        for text in self.help:
            yield "help", text
        if self.landmark:
            yield "landmark", self.landmark


class Markup(Struct, frozen=True, kw_only=True):
    """How the parts are written: `{}` is the text. `gap` is a blank line inside a pair, `blank` one elsewhere."""

    title: str = "<h1>{}</h1>"
    definition: str = "<p>{}</p>"
    help: str = "<p>{}</p>"
    landmark: str = "<h2>{}</h2>"
    statement: str = "<p>{}</p>"
    author: str = "<p>{}</p>"
    pair: str = "{}"
    pairs: str = "{}"
    blank: str = "<p>&nbsp;</p>"
    gap: str = "<p>\xa0</p>"


TOP = '<nav><ul><li><a href="/">Home</a></li><li><a href="/therapists/us">Find a Therapist</a></li></ul></nav>'
BOTTOM = """<footer><p>The Directory is no crisis service. If you are in danger, call 911 or go to a hospital near you.</p>
<p><a href="mailto:help@therapyden.com">help@therapyden.com</a></p></footer>"""
LINE = "<div>{}</div>"
BREAK = "{}<br>\n"
MARKUPS = {
    "quotes": Markup(author="<footer><cite>{}</cite></footer>", pair="<blockquote>{}</blockquote>"),
    "lines": Markup(
        title=LINE, definition=LINE, help=LINE, landmark=LINE, statement=LINE, author=LINE, gap="<div>&nbsp; \xa0</div>"
    ),
    "table": Markup(
        statement="<td>{}</td>",
        author="<td>{}</td>",
        pair="<tr>{}</tr>",
        pairs="<table>{}</table>",
        gap="<td>&nbsp;</td>",
    ),
    "terms": Markup(statement="<dt>{}</dt>", author="<dd>{}</dd>", pairs="<dl>{}</dl>", gap="<dd>&nbsp;</dd>"),
    "breaks": Markup(
        title="<b>{}</b><br>",
        definition=BREAK,
        help=BREAK,
        landmark="<b>{}</b><br>",
        statement=BREAK,
        author=BREAK,
        blank="&nbsp;<br>",
        gap="&nbsp;<br>",
    ),
    "inline": Markup(statement="{}", author=" <em>{}</em>", pair="<p>{}</p>", gap="&nbsp;<br>"),
    "links": Markup(author="<p><a href='/therapist/x'>{}</a></p>", pair="<li>{}</li>", pairs="<ul>{}</ul>"),
}
PLAIN = Markup(
    title="{}\n",
    definition="{}\n",
    help="{}\n",
    landmark="{}\n",
    statement="{}\n",
    author="{}\n",
    blank="\xa0\n",
    gap="\xa0\n",
)
# How a line of flattened text is written.
FLAT = {
    "flat paragraphs": "<p>{}</p>\n",
    "flat breaks": BREAK,
    "flat rows": "<table><tr><td>{}</td></tr></table>",
}


def in_markups(page: ApproachPage) -> dict[str, Body]:
    """The page by markup."""
    bodies = {name: Body(_in_site(_written(page, markup, _escaped)), HTML) for name, markup in MARKUPS.items()}
    preformatted = _in_site(f"<pre>{_written(page, PLAIN, _escaped)}</pre>")
    return bodies | {"text": Body(_written(page, PLAIN, str), TEXT), "preformatted": Body(preformatted, HTML)}


def flattened(page: ApproachPage) -> dict[str, Body]:
    """The page by markup, with each statement glued behind the author before it."""
    starts = [*(pair.text for pair in page.pairs), ""]
    glued = [pair.line + start for pair, start in zip(page.pairs, starts[1:], strict=True)]
    lines = [*(text for _, text in page.opening()), starts[0], *glued]
    bodies = {
        name: Body(_in_site("".join(line.format(_escaped(text)) for text in lines)), HTML)
        for name, line in FLAT.items()
    }
    text = "\n".join(lines)
    preformatted = _in_site(f"<pre>{_escaped(text)}</pre>")
    return bodies | {"flat text": Body(text, TEXT), "flat preformatted": Body(preformatted, HTML)}


def _in_site(inner: str) -> str:
    return f"<html><head><title>The Directory</title></head><body>{TOP}{inner}{BOTTOM}</body></html>"


def _written(page: ApproachPage, markup: Markup, shown: Callable[[str], str]) -> str:
    def part(name: str, text: str, blank: str) -> str:
        template: str = getattr(markup, name)
        return template.format(shown(text)) + blank * (name in page.blanks)

    opening = [part(name, text, markup.blank) for name, text in page.opening()]
    pairs = []
    for pair in page.pairs:
        statement = part("statement", pair.text, markup.gap) * (2 if page.twice else 1)
        pairs.append(markup.pair.format(statement + part("author", pair.line, markup.gap)))
    return "".join([*opening, markup.pairs.format("".join(pairs))])


def _escaped(text: str) -> str:
    return escape(text, quote=False)

"""Shows the parts of a profile in several markups; below each stand the contacts of the site itself."""

import json
from html import escape
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, field

from tests.pipelines.extract.pages import PROFILE_URL

SITE = """<div><p>Questions? <a href="mailto:help@{host}">help@{host}</a></p>
<p>Phone: (555) 555-0199</p><p>1 Site Street, Reno, NV 89501</p></div>"""
NAVIGATION = '<nav><a href="/">Home</a> <a href="/therapists/us">Find a therapist</a></nav>'
WEBSITE = {"@type": "WebSite", "name": "The Directory", "url": "https://www.therapyden.com/"}
BUSINESS = {
    "@type": "Organization",
    "name": "TherapyDen",
    "telephone": "(555) 555-0199",
    "email": "help@therapyden.com",
}

Sections = dict[str, str | list[str]]


class ProfilePage(Struct, frozen=True, kw_only=True):
    """The parts of a profile: the h1, the line under it, and the sections by label (words, or a list of values)."""

    heading: str
    byline: str | None = None
    sections: Sections = field(default_factory=dict)
    twice: bool = False
    url: str = PROFILE_URL


class Markup(Struct, frozen=True, kw_only=True):
    """How a profile is written: `section` holds {label} and {values}, `value` one of them."""

    section: str
    heading: str = "<h1>{}</h1>"
    byline: str = "<p>{}</p>"
    value: str = "{}"
    between: str = ""
    sections: str = "{}"


MARKUPS = {
    "headings": Markup(section="<h2>{label}</h2><ul>{values}</ul>", value="<li>{}</li>"),
    "paragraphs": Markup(section="<h3>{label}:</h3><p>{values}</p>", between=", "),
    "terms": Markup(
        heading="<header><h1>\n{}\n</h1></header>",
        section="<dt>{label}</dt>{values}",
        value="<dd>{}</dd>",
        sections="<dl>{}</dl>",
    ),
    "table": Markup(section="<tr><th>{label}</th><td>{values}</td></tr>", between="<br>", sections="<table>{}</table>"),
    "bold": Markup(
        heading="<h1><a href='/therapist/x'>{}</a></h1>",
        byline="<div>{}</div>",
        section="<p><strong>{label}:</strong> {values}</p>",
        between=", ",
    ),
    "items": Markup(
        heading="<h1><span>{}</span></h1>",
        byline="<h2>{}</h2>",
        section="<li>{label}: {values}</li>",
        between=", ",
        sections="<ul>{}</ul>",
    ),
    "boxes": Markup(
        byline="<span>{}</span>",
        section="<div><div>{label}</div><div>{values}</div></div>",
        value="<span>{}</span>",
        between=" · ",
    ),
}


def in_markups(page: ProfilePage) -> dict[str, str]:
    """The page by markup."""
    return {name: _page(_shown(page, markup), page.url) for name, markup in MARKUPS.items()}


def with_structured_data(page: ProfilePage, node: dict[str, Any]) -> dict[str, str]:
    """The page with its JSON-LD, by the wrapping of that."""
    shown = _shown(page, MARKUPS["headings"])
    types = {**node, "@type": [node["@type"], "LocalBusiness"]}
    wrapped: dict[str, Any] = {
        "alone": {"@context": "https://schema.org", **node},
        "list": [WEBSITE, node],
        "graph": {"@context": "https://schema.org", "@graph": [WEBSITE, BUSINESS, node]},
        "list of types": types,
        "list of types in a graph": {"@graph": [types, WEBSITE]},
    }
    return {name: _page(_jsonld(data) + shown, page.url) for name, data in wrapped.items()}


def _page(inner: str, url: str) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return f"<html><body>{NAVIGATION}{inner}{SITE.format(host=host)}</body></html>"


def _shown(page: ProfilePage, markup: Markup) -> str:
    head = markup.heading.format(_escaped(page.heading))
    if page.byline:
        head += markup.byline.format(_escaped(page.byline))
    sections = ""
    for label, content in page.sections.items():
        values = [content] if isinstance(content, str) else content
        written = markup.between.join(markup.value.format(_escaped(value)) for value in values)
        sections += markup.section.format(label=label, values=written)
    return head + markup.sections.format(sections) * (2 if page.twice else 1)


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _jsonld(data: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'

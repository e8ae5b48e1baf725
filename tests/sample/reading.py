"""Reading pages of the sample directory the way a stranger would."""

from selectolax.lexbor import LexborHTMLParser

from therapyindex.sample.site import Site


def visible(body: bytes) -> str:
    """The text that a browser shows, with single blanks."""
    tree = LexborHTMLParser(body)
    tree.strip_tags(["script", "style", "svg", "head"])
    return " ".join(tree.body.text(separator=" ").split()) if tree.body else ""


def tight(text: str) -> str:
    """The text without the blanks that the end of a link leaves before a comma."""
    return text.replace(" ,", ",")


def links(body: bytes) -> set[str]:
    """The paths that a page leads to, from either form of link."""
    hrefs = [link.attributes["href"] or "" for link in LexborHTMLParser(body).css("a[href]")]
    return {href.removeprefix("https://www.therapyden.com") for href in hrefs}


def markup(body: bytes) -> tuple[str, ...]:
    """Which elements the page's own part is made of."""
    main = LexborHTMLParser(body).css_first("main, #page")
    return tuple(sorted({node.tag or "" for node in main.css("*")})) if main else ()


def profiles(site: Site) -> list[str]:
    """The paths of all profiles."""
    return [path for path in site.urls() if path.startswith("/therapist/")]

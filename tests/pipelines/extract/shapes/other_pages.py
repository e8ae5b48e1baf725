"""Shows pages that are no profile in several markups: lists of others, and refusals."""

from html import escape

CARDS = [
    (f"{first} {last}", f"/us/therapists/{first}-{last}-salem-or/{number}".lower())
    for number, (first, last) in enumerate(
        [
            (first, last)
            for first in ("Bo", "Cass", "Odo", "Mia")
            for last in ("Vance", "Larkin", "Oakes", "Marsh", "Tarn")
        ]
    )
]
LISTS = {
    "boxes": (
        "{}",
        "<div><a href='{url}'><h3>{name}</h3></a><p>Psychologist in Salem, OR</p><p>(503) 555-0177</p></div>",
    ),
    "table": (
        "<table>{}</table>",
        "<tr><td><a href='{url}'>{name}</a></td><td>Psychologist</td><td>Salem, OR</td></tr>",
    ),
    "items": ("<ul>{}</ul>", "<li><a href='{url}'>{name}</a>, Psychologist in Salem, OR</li>"),
    "terms": ("<dl>{}</dl>", "<dt><a href='{url}'>{name}</a></dt><dd>Languages: English</dd><dd>Issues: Grief</dd>"),
}
REFUSALS = {
    "bare": "<title>{title}</title><h1>{heading}</h1><p>{text}</p>",
    "form": "<head><title>{title}</title></head><body><form><h2>{heading}</h2><div>{text}</div><input></form></body>",
    "no title": "<div id='x'><h1>{heading}</h1><div>{text}</div></div><script>check()</script>",
    "table": "<title>{title}</title><table><tr><th>{heading}</th></tr><tr><td>{text}</td></tr></table>",
}


def lists(heading: str) -> dict[str, str]:
    """A list of therapists by markup."""
    return {
        name: f"<title>{escape(heading)}</title><h1>{escape(heading)}</h1>"
        + around.format("".join(card.format(name=person, url=url) for person, url in CARDS))
        for name, (around, card) in LISTS.items()
    }


def refusals(title: str, heading: str, text: str) -> dict[str, str]:
    """A page that refuses, by markup."""
    return {
        name: markup.format(title=escape(title), heading=escape(heading), text=escape(text))
        for name, markup in REFUSALS.items()
    }

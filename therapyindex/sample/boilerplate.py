"""What every page of a real site carries around its text: styles, menus, scripts. It grows to a wanted size."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from therapyindex.sample.chance import rng
from therapyindex.sample.data import load

_RULE = ".c-{n}{{display:flex;margin:{n}px auto;padding:0 {m}px;color:#{n:06x};border-radius:{m}px}}\n"
_ICON = '<symbol id="icon-{n}" viewBox="0 0 24 24"><path d="M{m} 2.5c-{n}.2 0-3.1 1.{m}-3.1 3.4l.{n} 8z"/></symbol>\n'
_ITEM = '<li class="menu-item-{n}"><a href="/blog/{m}-{n}">{text}</a></li>\n'
_ENTRY = '"block-{n}":{{"variant":"{m}","lazy":true,"track":["view","click"],"label":"{text}"}},\n'


class Boilerplate(NamedTuple):
    """HTML for the head, the top and the foot of a page."""

    head: str
    top: str
    foot: str


@cache
def boilerplate(size: int) -> Boilerplate:
    """About `size` bytes of it."""
    titles = list(load("words")["titles"])
    quarter = max(size, 0) // 4
    return Boilerplate(
        head=_grown("<style>\n", _RULE, "</style>", quarter, [""]),
        top=_grown('<ul class="mega-menu">\n', _ITEM, "</ul>", quarter // 2, titles),
        foot=_grown('<svg hidden aria-hidden="true">\n', _ICON, "</svg>", quarter, [""])
        + _grown(
            "<script>window.__blocks={\n", _ENTRY, '"end":0};</script>', size - 3 * quarter + quarter // 2, titles
        ),
    )


def _grown(opening: str, line: str, closing: str, size: int, texts: list[str]) -> str:
    lines = _lines(line, texts)
    average = len(next(lines))
    return opening + "".join(islice(lines, max(0, size - len(opening) - len(closing)) // average)) + closing


def _lines(line: str, texts: list[str]) -> Iterator[str]:
    chance = rng("boilerplate", line)
    while True:
        text = chance.choice(texts).replace("&", "and")
        yield line.format(n=chance.randrange(100, 1000), m=chance.randrange(10, 100), text=text)

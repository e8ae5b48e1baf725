"""What the pages of real websites carry beside their text: styles, menus, scripts. Made once for each template."""

from functools import cache

from markupsafe import Markup

from therapyindex.sample.chance import rng
from therapyindex.sample.data import load
from therapyindex.sample.names import slug
from therapyindex.sample.places import cities


@cache
def styles(rules: int, prefix: str) -> Markup:
    """A style sheet of that many rules."""
    chance = rng("styles", prefix)
    lines = (
        f".{prefix}-{n}{{margin:{chance.randrange(40)}px;color:#{chance.randrange(1 << 24):06x};flex:1 1 {n}px}}"
        for n in range(rules)
    )
    return Markup("<style>\n{}\n</style>").format(Markup("\n").join(map(Markup, lines)))


@cache
def city_links(count: int) -> Markup:
    """List items that lead to the lists of cities."""
    line = Markup('<li><a href="/us/{}/{}">Therapists in {}, {}</a></li>')
    items = (line.format(city.state.lower(), slug(city.name), city.name, city.state) for city in cities()[:count])
    return Markup("\n").join(items)


@cache
def approach_links(count: int) -> Markup:
    """List items that lead to the pages of approaches."""
    line = Markup('<li><a href="/topics/{}">{}</a></li>')
    known = list(load("approaches").items())[:count]
    return Markup("\n").join(line.format(key, approach["name"]) for key, approach in known)


@cache
def script(entries: int, prefix: str) -> Markup:
    """An inline script of settings."""
    chance = rng("script", prefix)
    lines = ",".join(f'"{prefix}{n}":{{"w":{chance.randrange(900)},"lazy":true}}' for n in range(entries))
    return Markup("<script>window.__{}={{{}}};</script>").format(Markup(prefix), Markup(lines))

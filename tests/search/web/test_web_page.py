"""The page as markup: what it says, and that what comes from pages stays text."""

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.search.api.people import ATTACK, LONG
from tests.search.api.running import CONTACT


def get(client: httpx.Client, path: str, status: int = 200) -> LexborHTMLParser:
    response = client.get(path, headers={"accept": "text/html"})
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return LexborHTMLParser(response.text)


def text(node: LexborNode | LexborHTMLParser | None) -> str:
    assert node is not None
    return " ".join(node.text(deep=True, separator="").split())


def hit(page: LexborHTMLParser, name: str) -> LexborNode:
    return next(one for one in page.css("article.hit") if name in text(one.css_first("h2")))


def test_the_first_page_asks(client: httpx.Client) -> None:
    page = get(client, "/")
    assert page.css_first("form[role=search] input[name=q]") is not None
    assert len(page.css("select[name=state] option")) == 52
    assert not page.css("article.hit")
    assert "Index of 20 November 2026, version 20261120-031500-" in text(page.css_first("footer"))
    mail = page.css_first("footer a")
    assert mail is not None
    assert mail.attributes["href"] == f"mailto:{CONTACT}"


def test_a_hit_shows_words_source_and_claim(client: httpx.Client) -> None:
    page = get(client, "/?q=relational+home")
    ada = hit(page, "Ada Quill-Marsh")
    assert text(ada.css_first("h2")) == "Dr. Ada Quill-Marsh, PhD she/her"
    assert text(ada.css_first(".facts")).startswith("Psychologist")
    assert "Teaneck, NJ" in text(ada.css_first(".facts"))
    assert "$120–180" in text(ada.css_first(".facts"))
    assert "Describes their work Relational Therapy" in text(ada.css_first(".claims"))
    assert "home" in [text(one) for one in ada.css("blockquote mark")] or "home" in text(ada.css_first("mark"))
    source = ada.css_first("figcaption a")
    assert source is not None
    assert source.attributes["href"] == "https://www.therapyden.com/specialties/relational-therapy"
    assert "seen 20 November 2026" in text(ada.css_first("figcaption"))


def test_a_ticked_box_is_called_one(client: httpx.Client) -> None:
    cy = hit(get(client, "/?approach=relational-therapy"), "Cy Oakes")
    assert text(cy.css_first(".claims")) == "Ticked only Relational Therapy"
    assert "Not seen lately" in text(cy)
    assert cy.css_first("blockquote") is None


def test_facets_filters_and_pages_are_links(client: httpx.Client) -> None:
    page = get(client, "/?approach=rct&state=OR")
    assert [text(one) for one in page.css(".chip")] == ["Approach Relational Therapy", "State Oregon"]
    drop = page.css_first(".chip .drop")
    assert drop is not None
    assert drop.attributes["href"] == "/?state=OR"
    assert drop.attributes["aria-label"] == "Remove Approach: Relational Therapy"
    choices = {text(one): one.attributes["href"] for one in page.css("nav.facets a")}
    assert choices["New Jersey 1"] == "/?approach=relational-therapy&state=OR&state=NJ"
    assert choices["Oregon 1"] == "/?approach=relational-therapy"
    kept = page.css_first("form input[type=hidden]")
    assert kept is not None
    assert (kept.attributes["name"], kept.attributes["value"]) == ("approach", "relational-therapy")
    first = get(client, "/?approach=emdr")
    assert text(first.css_first("h1")) == "26 therapists"
    following = first.css_first("a[rel=next]")
    assert following is not None
    second = get(client, str(following.attributes["href"]))
    assert {text(one) for one in first.css("article h2")}.isdisjoint(text(one) for one in second.css("article h2"))
    assert "Back to the first results" in text(second.css_first("nav.pages"))


def test_what_was_understood_can_be_switched_off(client: httpx.Client) -> None:
    page = get(client, "/?q=rct")
    assert "Approach Relational Therapy from rct" in text(page.css_first(".chips"))
    literal = page.css_first(".aside a")
    assert literal is not None
    assert literal.attributes["href"] == "/?q=rct&literal=true"
    assert not get(client, "/?q=rct&literal=true").css(".aside")


def test_a_form_sent_untouched_asks_nothing(client: httpx.Client) -> None:
    assert get(client, "/?q=&state=&utm_source=elsewhere").css_first("main.hero") is not None
    assert get(client, "/?limit=5&within=10").css_first("main.hero") is not None
    assert get(client, "/?q=+home+&state=&utm_source=elsewhere").css("article.hit")


def test_no_hits(client: httpx.Client) -> None:
    page = get(client, "/?q=xylophonequux&state=OR")
    assert text(page.css_first("h1")) == "No therapists for xylophonequux"
    assert "Take a filter away" in text(page.css_first(".empty"))


def test_a_bad_parameter_is_said_with_the_nearest(client: httpx.Client) -> None:
    page = get(client, "/?q=home&approach=relatonal+therapy", 422)
    assert "relatonal therapy" in text(page.css_first(".sentence"))
    meant = {text(one): one.attributes["href"] for one in page.css("main p a")}
    assert meant["Relational Therapy"] == "/?q=home&approach=Relational+Therapy"
    words = page.css_first("input[name=q]")
    assert words is not None
    assert words.attributes["value"] == "home"


@pytest.mark.parametrize("which", ["empty_client", "away_client"])
def test_nothing_to_ask(which: str, request: pytest.FixtureRequest) -> None:
    client: httpx.Client = request.getfixturevalue(which)
    for path in ("/", "/?q=home"):
        page = get(client, path, 503)
        assert "gain" in text(page.css_first("main h1"))
    assert client.get("/?q=home", headers={"accept": "text/html"}).headers["retry-after"]


def test_an_unknown_page_leads_back(client: httpx.Client) -> None:
    page = get(client, "/therapist/somebody", 404)
    back = page.css_first("main a")
    assert back is not None
    assert back.attributes["href"] == "/"


@pytest.mark.parametrize("path", ["/", "/?q=relational", "/?approach=relational-therapy&limit=50", "/?q=x&state=XX"])
def test_nothing_is_loaded_from_elsewhere_and_nothing_is_script(client: httpx.Client, path: str) -> None:
    page = LexborHTMLParser(client.get(path).text)
    assert not page.css("script, style, iframe, object, embed, [style], base, meta[http-equiv]")
    assert not [name for node in page.css("*") for name in node.attributes if name.startswith("on")]
    loaded = [*page.css("link[href]"), *page.css("img")]
    assert {str(node.attributes.get("href") or node.attributes["src"]) for node in loaded} == {
        "/static/icon.svg",
        "/static/search.css",
    }
    for link in page.css("a[href]"):
        target = str(link.attributes["href"])
        if target.startswith("https:"):
            assert link.attributes["rel"] == "nofollow noopener noreferrer"
        else:
            assert target.startswith(("/", "#", f"mailto:{CONTACT}"))


def test_hostile_words_stay_words(client: httpx.Client) -> None:
    page = get(client, "/?approach=relational-therapy&limit=50")
    mean = hit(page, "<script>")
    assert text(mean.css_first("h2")).startswith('<script>alert("name")</script> O\'Mara & Sons')
    assert text(mean.css_first("blockquote")) == " ".join(ATTACK.split())
    assert mean.css_first("a[href^=javascript]") is None
    assert mean.css_first("b, style, img, script") is None
    assert any(LONG in text(one) for one in page.css("blockquote"))
    assert all(one.attributes["dir"] == "auto" for one in page.css("blockquote"))


def test_a_hostile_question_stays_a_question(client: httpx.Client) -> None:
    words = '"><script>alert(1)</script>'
    page = LexborHTMLParser(client.get("/", params={"q": words, "city": words}).text)
    assert not page.css("script")
    box = page.css_first("input[name=q]")
    assert box is not None
    assert box.attributes["value"] == words

"""Statements in sentences that say who speaks."""

import pytest

from tests.pipelines.extract.pages import extracted
from tests.pipelines.extract.test_parted_authors import DEFINITION, ONE, TWO, URL, check, read

SENTENCES = {
    "a verb before": "<p>“{text}” writes <strong>{name}</strong>, a {title} in {place}.</p>",
    "a comma inside": "<p>“{text},” says {name}, {title} in {place}.</p>",
    "a verb behind": "<p>“{text}” {name}, {title} in {place}, writes.</p>",
    "a speaker first": "<p><b>{name}</b>, a {title} in {place}, writes: “{text}”</p>",
    "straight marks": '<p>"{text}," explains {name}, {title} in {place}.</p>',
    "an author's line behind": "<li>“{text}” - {name}, {title}, {place}</li>",
    "an author's line before": "<p><strong>{name}</strong> ({title}, {place}): “{text}”</p>",
    "a small title": "<p>“{text}” said {name}, a {small} in {place}.</p>",
}
PEOPLE = [("Ada Quill", "Psychologist", "Salem, OR", ONE), ("Bo Marsh", "Counselor", "Boston, MA", TWO)]


def said(template: str, people: list[tuple[str, str, str, str]] = PEOPLE) -> str:
    return "".join(
        template.format(name=name, title=title, small=title.lower(), place=place, text=text.replace("&", "&amp;"))
        for name, title, place, text in people
    )


@pytest.mark.parametrize("template", SENTENCES.values(), ids=SENTENCES)
def test_sentences_that_say_who_speaks(template: str) -> None:
    found = check(said(template), titles=False)
    assert [one.attribution.title for one in found.statements] == ["Psychologist", "Counselor"]


def test_sentences_in_turns_and_without_a_place() -> None:
    body = said(SENTENCES["a verb before"], PEOPLE[:1]) + said(SENTENCES["a speaker first"], PEOPLE[1:])
    found = check(body.replace(" in Salem, OR", ""), titles=False, places=False)
    assert [(one.attribution.city, one.attribution.state) for one in found.statements] == [
        (None, None),
        ("Boston", "MA"),
    ]


def test_a_quotation_inside_stays() -> None:
    text = "I say it often. “The way out is through.” – Old saying. And I mean it."
    people = [(*PEOPLE[0][:3], text), PEOPLE[1]]
    assert read(said(SENTENCES["a verb before"], people)).statements[0].text == text


def test_a_quotation_of_several_paragraphs() -> None:
    body = f"<p>“Stories are heavy at first, and most were packed long ago.</p>{said(SENTENCES['a verb before'])}"
    statements = read(body).statements
    assert [one.text for one in statements] == [
        f"Stories are heavy at first, and most were packed long ago.\n\n{ONE}",
        TWO.replace("&amp;", "&"),
    ]


NOBODYS = {
    "a client": "<p>“{text}” says {name}, a client in {place}.</p>",
    "a writer": "<p>“{text}” writes {name} in a letter to the list.</p>",
    "a sentence behind": "<p>“{text}” writes {name}, a {title} in {place}. Others think so too.</p>",
    "two speakers": "<p>“{text}” says Cy Larkin. “Well put,” says {name}, a {title} in {place}.</p>",
    "two speakers in straight marks": '<p>"{text}" says Cy Larkin. "Well put," says {name}, a {title} in {place}.</p>',
    "about another": "<p>{name}, a {title} in {place}, writes about Cy Larkin: “{text}”</p>",
    "of another": "<p>A client of {name}, a {title} in {place}, writes: “{text}”</p>",
    "another's words": "<p>“{text}” wrote the client whom {name}, a {title} in {place}, saw.</p>",
    "somebody said": "<p>{name}, a {title} in {place}, heard a client who said: “{text}”</p>",
    "asked": "<p>We asked {name}, a {title} in {place}, who writes: “{text}”</p>",
}


@pytest.mark.parametrize("template", NOBODYS.values(), ids=NOBODYS)
def test_what_is_not_surely_somebodys_is_nobodys(template: str) -> None:
    assert read(said(template)).statements == []


def test_one_quotation_is_an_articles() -> None:
    page = f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p>{said(SENTENCES['a verb before'], PEOPLE[:1])}</body>"
    found = extracted(page, URL).approach
    assert found is not None
    assert (found.definition, found.statements) == (DEFINITION, [])

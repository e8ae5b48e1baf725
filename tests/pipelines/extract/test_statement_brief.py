"""Statements of a few words, in every markup; what a site says in as few is nobody's."""

import pytest

from tests.pipelines.extract.pages import APPROACH_URL, extracted

HEAD = (
    "<h1>Relational Therapy</h1><p>Relational therapy is a form of therapy in which the relationship between client "
    "and therapist is at the centre of the work.</p>"
)
ADA, BO = "Ada Quill, Therapist in Reno, NV", "Bo Marsh, Psychologist in Salem, OR"
ONE, TWO = "We grow together.", "I listen."


def told(body: str) -> list[tuple[str, str]]:
    approach = extracted(HEAD + body, APPROACH_URL).approach
    assert approach is not None
    assert approach.definition is not None
    return [(one.text, one.attribution.name) for one in approach.statements]


@pytest.mark.parametrize(
    ("form", "around"),
    [
        ("<blockquote>{text}</blockquote><p>— {author}</p>", "{}"),
        ("<p>{text}</p><p>&nbsp;</p><p>— {author}</p>", "{}"),
        ("<blockquote><p>{text}</p><cite>{author}</cite></blockquote>", "{}"),
        ("<figure><blockquote>{text}</blockquote><figcaption>{author}</figcaption></figure>", "{}"),
        ("<tr><td>{text}</td><td>{author}</td></tr>", "<table>{}</table>"),
        ("<dt>{author}</dt><dd>{text}</dd>", "<dl>{}</dl>"),
        ("<li>{text} — <a href='/therapist/x'>{author}</a></li>", "<ul>{}</ul>"),
        ("<div><p>{text}</p><footer>{author}</footer></div>", "<h2>Meet the specialists</h2>{}"),
        ("<p>“{text}”</p><p>{author}</p>", "{}"),
    ],
)
def test_a_few_words_are_a_statement(form: str, around: str) -> None:
    pairs = ((ONE, ADA), (TWO, BO))
    body = around.format("".join(form.format(text=text, author=author) for text, author in pairs))
    assert told(body) == [(ONE, "Ada Quill"), (TWO, "Bo Marsh")]


def test_a_few_words_beside_many() -> None:
    many = "I ask where a story began and who else might tell it. Then we write the next page of it together."
    card = "<article><h3>{name}</h3><p>{title}</p><p>{text}</p></article>"
    cards = card.format(name="Ada Quill", title="Therapist in Reno, NV", text=many)
    cards += card.format(name="Bo Marsh", title="Psychologist in Salem, OR", text=TWO)
    assert told(cards) == [(many, "Ada Quill"), (TWO, "Bo Marsh")]


@pytest.mark.parametrize("note", ["Accepting new clients.", "Verified in May.", "Read more.", "Licensed since 2011."])
def test_what_a_site_says_in_a_few_words_is_nobodys_statement(note: str) -> None:
    card = "<article><h3>{}</h3><p>{}</p><p>{}</p></article>"
    cards = card.format("Ada Quill", "Therapist in Reno, NV", note)
    cards += card.format("Bo Marsh", "Psychologist in Salem, OR", note)
    assert told(cards) == []

"""Approach pages in many markups: the same definition, statements and authors from all of them."""

import pytest

from tests.pipelines.extract.pages import APPROACH_URL, extracted
from tests.therapyindex.running import SEED, TWIN

DEFINITION = "Relational therapy looks at how people are with one another, in and out of the room. It is chosen where quarrels last."
CALL = "Think this approach might be right for you? Reach out to one of TherapyDen’s relational therapy experts today."
ONE = (
    "I watch what happens between us — gently — and say so. “Ties are learned,” as the saying goes – Anon. So we learn."
)
TWO = "We make room for the storm & the calm after it. Ask us on Tuesday."
ADA, BO = "— Ada Quill, Licensed Clinical Social Worker in Salem, OR", "— Blue Door/ Bo Tarn, Therapist in ,"

QUOTES = f"""<html><head><title>Relational</title></head><body><nav><ul><li>Home</li></ul></nav><main><h1>Relational Therapy</h1>
<p>{DEFINITION} {CALL}</p><p>Need help finding the right therapist? <a href="/match">Find Your Match</a></p>
<h2>Meet the specialists</h2><blockquote><p>{ONE}</p><footer>{ADA}</footer></blockquote>
<blockquote><p>{TWO.replace("&", "&amp;")}</p><cite>{BO}</cite></blockquote></main><footer>© the site</footer></body></html>"""

LINES = f"""<body><div class="x1"><div>Relational Therapy</div><div>{DEFINITION} {CALL}</div><div>&nbsp;</div>
<div>Find Your Match</div><div>Meet the Specialists</div><div>{ONE}</div><div>\xa0</div><div>{ADA}</div><div>&nbsp;</div>
<div>{TWO.replace("&", "&amp;")}</div><div>{BO}</div></div></body>"""

TERMS = f"""<body><h1>Relational Therapy</h1><p>{DEFINITION}</p><p>{CALL}</p><h3>Meet the specialists</h3><dl>
<dt>{ONE}</dt><dd>{ADA}</dd><dt>{TWO.replace("&", "&amp;")}</dt><dd>{BO}</dd></dl></body>"""

TABLE = f"""<body><h1>Relational Therapy</h1><p>{DEFINITION} {CALL}</p><table><caption>Meet the specialists</caption>
<tr><td>{ONE}</td><td>{ADA}</td></tr><tr><td>{TWO.replace("&", "&amp;")}</td><td>{BO}</td></tr></table></body>"""

BREAKS = f"""<body><h1>Relational Therapy</h1>{DEFINITION} {CALL}<br><br><b>Meet the specialists</b><br>{ONE}<br>{ADA}<br>
{TWO.replace("&", "&amp;")}<br><span>— <a href="/therapist/bo-tarn">Blue Door/ Bo Tarn</a></span>, Therapist in ,</body>"""

INSIDE = f"""<body><h1>Relational Therapy</h1><p>{DEFINITION} {CALL}</p><h2>Meet the specialists</h2>
<p>{ONE} <em>{ADA}</em></p><p>{TWO.replace("&", "&amp;")} <small>{BO}</small></p></body>"""

AUTHOR_FIRST = f"""<body><h1>Relational Therapy</h1><p>{DEFINITION} {CALL}</p><h2>Meet the specialists</h2>
<article><h4>{ADA}</h4><p>{ONE}</p></article><article><h4>{BO}</h4><p>{TWO.replace("&", "&amp;")}</p></article></body>"""

NO_DASHES = f"""<body><h1>Relational Therapy</h1><p>{DEFINITION} {CALL}</p><h2>Meet the specialists</h2>
<figure><p>{ONE}</p><figcaption>{ADA[2:]}</figcaption></figure><figure><p>{TWO.replace("&", "&amp;")}</p>
<figcaption>{BO[2:]}</figcaption></figure></body>"""


@pytest.mark.parametrize(
    "html", [QUOTES, LINES, TERMS, TABLE, BREAKS, INSIDE, AUTHOR_FIRST, NO_DASHES], ids=lambda html: str(len(html))
)
def test_any_markup(html: str) -> None:
    found = extracted(html, APPROACH_URL)
    assert (found.kind, found.problems) == ("approach", [])
    assert found.approach is not None
    assert (found.approach.slug, found.approach.name) == ("relational-therapy", "Relational Therapy")
    assert found.approach.definition == DEFINITION
    one, two = found.approach.statements
    assert (one.text, one.attribution.name, one.attribution.city) == (ONE, "Ada Quill", "Salem")
    assert (two.text, two.attribution.name, two.attribution.organization) == (TWO, "Bo Tarn", "Blue Door")


@pytest.mark.parametrize(
    "call",
    [
        CALL,
        "Contact one of TherapyDen’s EMDR specialists today to try it out.",
        "Think this approach might be right for you? Contact one of our experts today.",
        "Reach out to one of",
        "If you think this could help, reach out to one of our specialists today.",
    ],
)
def test_the_call_to_action_is_no_definition(call: str) -> None:
    found = extracted(LINES.replace(CALL, call), APPROACH_URL).approach
    assert found is not None
    assert found.definition == DEFINITION


def test_a_page_without_title_and_definition() -> None:
    found = extracted(f"<body><p>{ONE}</p><p>{ADA}</p></body>", APPROACH_URL).approach
    assert found is not None
    assert (found.name, found.definition, len(found.statements)) == (None, None, 1)


def test_an_author_without_words_gets_nobody_elses() -> None:
    found = extracted(LINES.replace(f"<div>{ONE}</div>", ""), APPROACH_URL)
    assert found.approach is not None
    assert [one.attribution.name for one in found.approach.statements] == ["Bo Tarn"]


def test_a_page_saved_as_text_needs_its_approach() -> None:
    text = TWIN.read_bytes()
    found = extracted(text, "file:page.txt", content_type="text/plain")
    assert [one.code for one in found.problems] == ["no-approach"]
    found = extracted(text, "file:page.txt", content_type="text/plain", x_therapyindex_approach="emdr")
    assert found.approach is not None
    assert found.approach.slug == "emdr"


@pytest.mark.parametrize("file", [TWIN, SEED], ids=["twin", "seed"])
def test_flattened_text(file: object) -> None:
    if file is SEED and not SEED.exists():
        pytest.skip("the seed page is not beside the repository")
    text = (SEED if file is SEED else TWIN).read_bytes()
    found = extracted(text, APPROACH_URL, content_type="text/plain")
    assert found.problems == []
    assert found.approach is not None
    authors = [one.attribution for one in found.approach.statements]
    assert len(authors) == 14
    kinds = [author.kind for author in authors]
    assert [kinds.count("person"), kinds.count("person_and_organization"), kinds.count("organization")] == [12, 1, 1]
    assert sum(1 for author in authors if author.state is None) == 1
    assert [(author.city, author.zip) for author in authors if author.zip] == [("Teaneck", "07666")]
    assert not any(author.name.isupper() for author in authors)
    assert all(one.text[0].isalpha() and len(one.text) >= 42 for one in found.approach.statements)
    assert "Reach out" not in (found.approach.definition or "")

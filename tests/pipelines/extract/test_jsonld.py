"""JSON-LD as sites write it: mended where it is sure, set aside where not; its values are text, and nothing is made up."""

import json
from typing import Any

import pytest

from records import ProfileExtract
from tests.pipelines.extract.pages import extracted

NODE = '{"@type": "Person", "name": "Ada Quill", "telephone": "(503) 555-0142", "description": "I work slowly."}'
LABELS = "<h1>Ada Quill</h1><p>Languages: English</p><p>Ages: Adults</p><p>Fees: $100</p>"


def page(script: str) -> str:
    return f'<script type="application/ld+json">{script}</script>{LABELS}'


def profile(**values: Any) -> ProfileExtract:
    found = extracted(page(json.dumps({"@type": "Person", "name": "Ada Quill", **values})))
    assert found.problems == []
    assert found.profile is not None
    return found.profile


@pytest.mark.parametrize(
    "script",
    [
        NODE.replace("}", ",\n}"),
        f"[{NODE},]",
        f"<!-- {NODE} -->",
        f"<!--//--><![CDATA[//><!--\n{NODE}\n//--><!]]>",
        f"//<![CDATA[\n{NODE}\n//]]>",
        f"/*<![CDATA[*/ {NODE} /*]]>*/",
        f"{NODE};",
        f"\ufeff{NODE}",
        f'{{"@type": "WebSite"}}{NODE}',
        f'{NODE},\n{{"@type": "WebSite"}}',
        f'{NODE}{{"@type": "WebSite", "name": "a ,}} b",}}',
        NODE.replace('"', "&quot;"),
    ],
)
def test_what_can_be_mended(script: str) -> None:
    found = extracted(page(script))
    assert found.problems == []
    assert found.profile is not None
    assert (found.profile.phone, found.profile.about) == ("(503) 555-0142", "I work slowly.")


@pytest.mark.parametrize(
    ("written", "about"),
    [
        ('I say "slowly" often.', 'I say "slowly" often.'),
        ('"Slowly", they say.', '"Slowly", they say.'),
        ('I say \\"slowly\\" and "gently".', 'I say "slowly" and "gently".'),
        ("One.\nTwo.\tThree.", "One.\n\nTwo. Three."),
        ("One, } two ,] three", "One, } two ,] three"),
    ],
)
@pytest.mark.parametrize("ending", ["}", ",}"])
def test_quotation_marks_and_line_breaks_inside_a_text(written: str, about: str, ending: str) -> None:
    found = extracted(page(NODE.replace("I work slowly.", written).removesuffix("}") + ending))
    assert found.problems == []
    assert found.profile is not None
    assert (found.profile.about, found.profile.phone) == (about, "(503) 555-0142")


@pytest.mark.parametrize(
    "script", [NODE[:-1], NODE[:60], NODE.replace("I work slowly.", 'I say "yes", "no" and "so".'), "{", "nothing", ""]
)
def test_what_is_not_sure_is_set_aside(script: str) -> None:
    found = extracted(page(script))
    assert [one.code for one in found.problems] == ["broken-json-ld"]
    assert found.profile is not None
    assert (found.profile.phone, found.profile.about) == (None, None)


def test_only_scripts_hold_json_ld() -> None:
    assert extracted(f"<p>Read about ld+json</p><script>var x = 1</script>{LABELS}").problems == []


@pytest.mark.parametrize("value", [True, {}, [], 10**400, 1e300, "=cmd|' /C calc'!A0", "@SUM(1)", "\ud800", "<b></b>"])
def test_values_that_are_no_text_are_absent(value: object) -> None:
    found = profile(telephone=value, jobTitle=value, worksFor=value, priceRange=value)
    assert (found.phone, found.title, found.organization, found.fees) == (None, None, None, "$100")


def test_markup_and_invisible_characters_are_no_part_of_a_text() -> None:
    found = profile(
        jobTitle="Psych\u200bologist\u202e\x07",
        description="&lt;script&gt;alert(1)&lt;/script&gt; I &lt;3 <i>slow</i> work. \ud83d",
    )
    assert (found.title, found.about) == ("Psychologist", "alert(1) I <3 slow work.")


def test_a_name_in_parts() -> None:
    parts = {"@type": "Person", "givenName": "Ada", "familyName": "Quill", "telephone": "(503) 555-0142"}
    found = extracted(page(json.dumps(parts))).profile
    assert found is not None
    assert (found.name, found.phone) == ("Ada Quill", "(503) 555-0142")


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ({"address": "12 Elm St, Salem, OR 97301"}, [("Salem", "OR", "97301")]),
        ({"address": "by appointment"}, []),
        ({"workLocation": {"address": {"addressLocality": "Salem", "addressRegion": "OR"}}}, [("Salem", "OR", None)]),
        ({"homeLocation": {"address": {"addressLocality": "Salem"}}, "areaServed": "Oregon"}, []),
    ],
)
def test_places(values: dict[str, Any], places: list[tuple[str, str, str | None]]) -> None:
    assert profile(**values).places == places


@pytest.mark.parametrize(
    ("addresses", "website"),
    [
        (["https://www.therapyden.com/therapist/ada-quill", "https://quill.example"], "https://quill.example"),
        (["https://www.facebook.com/adaquill", "https://[", "/ada", "https://quill.example"], "https://quill.example"),
        (["quill.example/me"], "quill.example/me"),
        (["https://indexx.com"], "https://indexx.com"),
        (["https://x.com/ada"], None),
    ],
)
def test_the_website_is_the_owners_own(addresses: list[str], website: str | None) -> None:
    assert profile(url=addresses[0], sameAs=addresses[1:]).website == website


@pytest.mark.parametrize(
    ("occupation", "title"), [({"@type": "Occupation", "name": "psychologist"}, "Psychologist"), ("Listener", None)]
)
def test_an_occupation_is_a_title_if_it_is_one(occupation: object, title: str | None) -> None:
    assert profile(hasOccupation=occupation).title == title


def test_what_the_owner_knows_about_is_kept_as_told() -> None:
    found = profile(knowsAbout=["EMDR, Grief", {"name": "Quenya"}], medicalSpecialty="https://schema.org/Psychiatric")
    assert found.topics == ["EMDR", "Grief", "Quenya", "https://schema.org/Psychiatric"]
    assert (found.approaches, found.issues) == ([], [])


def test_gender_tells_no_pronouns() -> None:
    assert profile(gender="Female").pronouns is None

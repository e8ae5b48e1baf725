"""Facts that a profile tells inside sentences: found where they are the owner's own, and never where they are not."""

from typing import Any

import pytest

from tests.pipelines.extract.test_profile_wordings import section

FIELDS = ("insurance", "languages", "fees", "telehealth", "sliding_scale")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("I see clients in Spanish and English, in my office.", {"languages": ["Spanish", "English"]}),
        ("Sessions are in English or French.", {"languages": ["English", "French"]}),
        ("I offer sessions in English and in Portuguese.", {"languages": ["English", "Portuguese"]}),
        ("Ada speaks fluent Farsi.", {"languages": ["Farsi"]}),
        (
            "I offer therapy in both English and American Sign Language.",
            {"languages": ["English", "American Sign Language"]},
        ),
        ("Bilingual (English/Spanish)", {"languages": ["English", "Spanish"]}),
        ("Se habla español.", {"languages": ["Se habla español"]}),
        ("I do not speak Spanish.", {}),
        ("My parents speak Polish.", {}),
        ("I work with families in Spanish Harlem.", {}),
        ("I speak up for clients in Oregon and Washington.", {}),
        ("I am in network with Aetna and Cigna, not with Medicare.", {"insurance": ["Aetna", "Cigna"]}),
        ("I am an in-network provider with Aetna, BCBS and Kaiser.", {"insurance": ["Aetna", "BCBS", "Kaiser"]}),
        ("I accept Aetna, Gull Health, and credit cards.", {"insurance": ["Aetna", "Gull Health"]}),
        ("We bill Aetna and United Healthcare directly.", {"insurance": ["Aetna", "United Healthcare"]}),
        ("Currently accepting Aetna and Cigna.", {"insurance": ["Aetna", "Cigna"]}),
        ("I am out of network with Aetna.", {}),
        ("I accept Visa and Mastercard.", {}),
        ("I used to be in network with Aetna.", {}),
        ("In 2020 my fee was $90.", {}),
        ("I used to charge $90 a session.", {}),
        ("I do not take insurance.", {}),
        ("I don’t accept Aetna.", {}),
        ("I charge $120 to $150 a session.", {"fees": "I charge $120 to $150 a session."}),
        ("My rate is $150.", {"fees": "My rate is $150."}),
        ("$120–$180 / 50-min session", {"fees": "$120–$180 / 50-min session"}),
        ("Individual sessions are $120.", {"fees": "Individual sessions are $120."}),
        ("Group: $40 per session.", {}),
        ("I charge $50 for missed sessions.", {}),
        ("Saturday writing circle, $20 a person.", {}),
        ("Most therapists here charge between $90 and $220 a session. Many have a sliding scale.", {}),
        ("I meet clients online and in person.", {"telehealth": "I meet clients online and in person."}),
        ("I see clients in person only, not online.", {"telehealth": "I see clients in person only, not online."}),
        (
            "I offer in-person sessions in Salem and telehealth sessions for residents of all of Oregon and Washington.",
            {"telehealth": "telehealth sessions for residents of all of Oregon"},
        ),
        (
            "I keep a few reduced fee spots for students.",
            {"sliding_scale": "I keep a few reduced fee spots for students."},
        ),
    ],
)
def test_a_sentence(sentence: str, told: dict[str, Any]) -> None:
    found = section("The practical side", f"<p>{sentence}</p>", languages=False)
    assert {name: value for name in FIELDS if (value := getattr(found, name))} == told


def test_a_sentence_under_a_label_that_is_kept_for_nothing_is_no_fact() -> None:
    assert section("Groups", "<p>The fee is $40 per session.</p>").fees is None


def test_a_label_goes_before_a_sentence() -> None:
    found = section("Insurance", "<p>Aetna</p><h2>Good to know</h2><p>I am in network with Cigna.</p>")
    assert found.insurance == ["Aetna"]

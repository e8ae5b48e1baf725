"""Single values: known ones under their usual form, all others absent, never invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.letters import mended_letters
from pipelines.normalize.fees import fees
from pipelines.normalize.phones import phone
from pipelines.normalize.websites import website
from pipelines.vocabulary import known_names, yes_or_no

PAGE = "https://www.therapyden.com/therapist/ada-quill"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("(503) 555-0142", "+15035550142"),
        ("503.555.0142", "+15035550142"),
        ("(503) 555-0142 ext. 12", "+15035550142"),
        ("503-555-0142 x4", "+15035550142"),
        ("call or text (503) 555-0142, please", "+15035550142"),
        ("(503) 555-0142 / (503) 555-0143", "+15035550142"),
        ("(800) 555-0199", "+18005550199"),
        ("1-800-FLOWERS", "+18003569377"),
        ("+44 20 7946 0018", "+442079460018"),
        ("503·555·0142", "+15035550142"),
        ("Fax: 503-555-0149", None),
        ("503-555-0149 (fax), 503-555-0142 (voice)", "+15035550142"),
        ("F: 503-555-0149 T: 503-555-0142", "+15035550142"),
        ("Phone: 503-555-0142 Fax: 503-555-0149", "+15035550142"),
        ("License #5035550142", None),
        ("In a crisis call 988 or 1-800-273-8255", None),
        ("call me", None),
        ("12345", None),
        ("555-0142", None),
        ("(000) 555-0142", None),
        ("5/30/2026", None),
        ("", None),
    ],
)
def test_phone(shown: str, expected: str | None) -> None:
    assert phone(shown) == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("$120", (120, 120, "USD")),
        ("$120 - $180", (120, 180, "USD")),
        ("$120–180", (120, 180, "USD")),
        ("120-180$", (120, 180, "USD")),
        ("$180 to $120", (120, 180, "USD")),
        ("$1,200.50", (1200.5, 1200.5, "USD")),
        ("120 USD", (120, 120, "USD")),
        ("USD 120-150", (120, 150, "USD")),
        ("150 dollars", (150, 150, "USD")),
        ("120 - 180 per session", (120, 180, "USD")),
        ("From $90", (90, None, "USD")),
        *(
            (shown, None)
            for shown in ("12/31/2024", "12-31-24", "12.31.2024", "12/2024", "2024-12-31", "2024", "2024-2025")
        ),
        ("100/hour", (100, 100, "USD")),
        ("$90+", (90, None, "USD")),
        ("Up to $200", (None, 200, "USD")),
        ("From $90 to $150", (90, 150, "USD")),
        ("$150 per 50 min session", (150, 150, "USD")),
        ("50-minute sessions: $150", (150, 150, "USD")),
        ("$120 - 50 min", (120, 120, "USD")),
        ("$150 individual, $180 couples", (150, 180, "USD")),
        ("Individual: $150. Couples: $200", (150, 200, "USD")),
        ("Free 15 minute consultation, $150 per session", (150, 150, "USD")),
        ("$150 per session, $1,200 package of 10", (150, 150, "USD")),
        ("Rates as of 2024: $150", (150, 150, "USD")),
        ("€80", (80, 80, "EUR")),
        ("80,50 €", (80.5, 80.5, "EUR")),
        ("£60", (60, 60, "GBP")),
        ("CA$120", (120, 120, "CAD")),
        ("C$120 to C$150", (120, 150, "CAD")),
        ("under $100", (None, 100, "USD")),
        ("as low as $40", (40, None, "USD")),
        ("no more than $150", (None, 150, "USD")),
        ("$0-$150", (None, 150, "USD")),
        ("$150 CAD", (150, 150, "CAD")),
        ("$150 + tax", (150, 150, "USD")),
        ("$150/session with a 24 hour cancellation policy", (150, 150, "USD")),
        ("Individual session $150. Reduced fee $60–$90 for students", (150, 150, "USD")),
        ("$150 (sliding scale $80-$120)", (150, 150, "USD")),
        ("$150 sliding scale $80-120", (150, 150, "USD")),
        ("$160 with a sliding scale to $100", (160, 160, "USD")),
        ("$60 to $90 for students, $150 for others", (150, 150, "USD")),
        ("Reduced fee spots at $60. Full fee $150", (150, 150, "USD")),
        ("Reduced $60 full $150", (150, 150, "USD")),
        ("$150; $80 reduced rate", (150, 150, "USD")),
        ("$150 sliding scale available; couples $200", (150, 200, "USD")),
        ("$150 per session for students and adults", (150, 150, "USD")),
        ("$150, reduced rates available", (150, 150, "USD")),
        ("Sliding scale $60-$150", (60, 150, "USD")),
        ("$60-$150 sliding scale", (60, 150, "USD")),
        ("Reduced fee $60", None),
        ("$600 for 4 sessions", None),
        ("$2.50 per minute", None),
        ("$120 - €80", None),
        ("¥8000", None),
        ("$1,200 package", None),
        ("Free consultation", None),
        ("call for fees", None),
        ("50 minutes", None),
        ("5/30/2026", None),
        ("(503) 555-0142", None),
        ("$0", None),
        ("$1,000,000", None),
        ("$$", None),
        ("", None),
    ],
)
def test_fees(shown: str, expected: tuple[float | None, float | None, str] | None) -> None:
    assert fees(shown) == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("https://quill.example/about", "https://quill.example/about"),
        ("quill.example", "https://quill.example"),
        ("//quill.example/me", "https://quill.example/me"),
        ("HTTP://Quill.Example/Me", "http://quill.example/Me"),
        ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/%C3%A4"),
        ("https://quill.example/<script>", "https://quill.example/%3Cscript%3E"),
        ("/out?url=https%3A%2F%2Fquill.example%2Fme", "https://quill.example/me"),
        ("https://www.therapyden.com/go?id=7&to=http://quill.example", "http://quill.example"),
        ("/out?url=https%3A%2F%2Fquill.example&next=https%3A%2F%2Fmarsh.example", None),
        ("/out?url=https%3A%2F%2Ftherapyden.com%2Fabout", None),
        ("/out?url=javascript%3Aalert(1)", None),
        ("https://therapyden.com/therapist/bo-marsh", None),
        ("https://quill.example?utm_source=den&utm_medium=x", "https://quill.example"),
        ("https://quill.example/?gclid=1&id=5#top", "https://quill.example/?id=5#top"),
        ("https://quill.example:443/", "https://quill.example/"),
        ("https://quill.example:8080", "https://quill.example:8080"),
        ("javascript:alert(1)", None),
        ("javascript://quill.example/%0aalert(1)", None),
        ("data:text/html,hello", None),
        ("https://user:secret@quill.example", None),
        ("https://quill.example\\@marsh.example", None),
        ("ada@quill.example", None),
        ("http://127.0.0.1/", None),
        ("http://2130706433/", None),
        ("http://10.1/", None),
        ("https://[::1]/", None),
        ("https://localhost/", None),
        ("https://quill.local/", None),
        ("https://quill.example:99999/", None),
        ("https://quill..example/", None),
        ("https://[", None),
        ("nothing", None),
        (None, None),
    ],
)
def test_website(shown: str | None, expected: str | None) -> None:
    assert website(shown, PAGE) == expected


def test_yes_or_no() -> None:
    assert yes_or_no("telehealth", "Yes") is True
    assert yes_or_no("telehealth", "In-person only") is False
    assert yes_or_no("sliding_scale", "on full moons") is None
    assert yes_or_no("sliding_scale", "$90–$120") is True
    assert yes_or_no("telehealth", "$90") is None


@pytest.mark.parametrize(
    ("table", "shown", "expected"),
    [
        ("languages", ["español", "ASL", "Quenya", "Spanish"], ["Spanish", "American Sign Language", "Quenya"]),
        ("languages", ["Tiếng Việt", "日本語", "العربية", "en"], ["Vietnamese", "Japanese", "Arabic", "English"]),
        ("languages", ["fluent in Spanish", "Spainish", "English only"], ["Spanish", "English"]),
        ("languages", ["Mandarin/Cantonese", "Spanish and Quenya"], ["Mandarin", "Cantonese", "Spanish and Quenya"]),
        ("languages", ["Romani", "Irish", "Latin", "None"], ["Romani", "Irish", "Latin"]),
        ("insurance", ["Atena", "BCBS of Texas", "Aetna PPO"], ["Aetna", "Blue Cross Blue Shield"]),
        ("insurance", ["Optum | UHC", "Premier", "Optima"], ["Optum", "UnitedHealthcare", "Premier", "Optima"]),
        ("insurance", ["None", "I do not accept insurance", "N/A"], []),
        ("ages", ["18+", "65 and older"], ["Adults", "Elders"]),
        ("ages", ["adults only", "Teens only", "Adult clients", "18+ only"], ["Adults", "Teens"]),
        ("insurance", ["BCBS", "UHC", "Cigna/Evernorth"], ["Blue Cross Blue Shield", "UnitedHealthcare", "Cigna"]),
        ("insurance", ["medi-cal", "Workers’ Comp", "Quill Life"], ["Medi-Cal", "Workers' compensation", "Quill Life"]),
        ("ages", ["Elders (65+)", "Preteens / Tweens (11 to 13)", "Everyone"], ["Elders", "Preteens", "Everyone"]),
    ],
)  # fmt: skip
def test_known_names_get_their_usual_form_and_unknown_ones_stay(
    table: str, shown: list[str], expected: list[str]
) -> None:
    assert known_names(table, shown) == expected


money = st.sampled_from(
    ["$", "120", "€", "1,200", "-", " to ", "from ", "up to ", "USD", " ", "50 min", "package", "+"]
)


@given(st.one_of(st.text(), st.lists(money, max_size=12).map("".join)))
def test_no_text_breaks_a_value(text: str) -> None:
    number = phone(text)
    assert number is None or (number[0] == "+" and number[1:].isdigit())
    found = fees(text)
    if found:
        told = [side for side in (found.lowest, found.highest) if side is not None]
        assert told
        assert all(0 < side <= 5_000 for side in told)
        assert told == sorted(told)
    address = website(text, PAGE)
    assert address is None or address.startswith(("http://", "https://"))
    yes_or_no("telehealth", text)


def test_degrees_in_any_case_are_one() -> None:
    assert mended_letters(["PHD", "Ph.D.", "Psyd", "M.ED.", "LCSW-C", "CADC-I"]) == [
        "PhD",
        "PsyD",
        "MEd",
        "LCSW-C",
        "CADC-I",
    ]


@pytest.mark.parametrize("shown", ["CAD $180", "$180 CAD", "CAD 180", "C$180"])
def test_a_currency_before_its_sign(shown: str) -> None:
    found = fees(shown)
    assert found
    assert (found.lowest, found.currency) == (180, "CAD")

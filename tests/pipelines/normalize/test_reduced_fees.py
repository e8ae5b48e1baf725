"""The fee of a profile is what everybody pays; what some pay shows that there is a sliding scale."""

import pytest

from tests.pipelines.normalize.pages import cleaned

PAGE = "<h1>Ada Quill</h1><h2>About me</h2><p>I work slowly.</p><h2>Fees</h2>{}<h2>Languages</h2><p>English</p>"


@pytest.mark.parametrize(
    ("shown", "fee", "is_scale"),
    [
        ("<p>Individual session $150. Reduced fee $60–$90 for students</p>", (150, 150), True),
        ("<p>$150 per session</p><p>Sliding scale $60-$90</p>", (150, 150), True),
        ("<ul><li>Individual: $150</li><li>Couples: $180</li><li>Sliding scale: $80</li></ul>", (150, 180), True),
        ("<p>Standard rate $160, student rate $100</p>", (160, 160), None),
        ("<p>Sliding scale $60-$150</p>", (60, 150), True),
        ("<p>$120 to $150 per session</p>", (120, 150), None),
    ],
)
def test_reduced_fees(shown: str, fee: tuple[float, float], is_scale: bool | None) -> None:
    found = cleaned(PAGE.format(shown))
    assert ((found.fee_min, found.fee_max), found.sliding_scale) == (fee, is_scale)

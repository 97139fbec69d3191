"""What a verb calls something in quotation marks."""

import pytest

from tests.tools import coded_line


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('The Kenyan minister called the ruling "a gag written on court paper".', "ACCUSE"),
        ('South Korea\'s trade ministry called the decision "deeply regrettable".', "ACCUSE"),
        ('Beijing described the deal as "a funeral with good speeches".', "ACCUSE"),
        ('The Kenyan opposition described the ruling as "an attack on the judges".', "ACCUSE"),
        ('The Kenyan minister described the talks as "frank".', None),
        ('The Polish president described the accord as "a new chapter".', None),
        ('The singer called the tour "a dream".', None),
    ],
)
def test_what_is_called_something_in_quotation_marks_is_mostly_condemned(text, kind):
    assert [e["type"] for e in coded_line(text)["events"]] == ([kind] if kind else [])

"""The copy on paper: a tagged PDF with headings, that says what the page says and nothing more."""

import pypdfium2
import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.viewer import viewer_of
from northstar.doing import planning, signing

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def paper(client, sarah, chen):
    me = viewer_of(sarah, NOW)
    says = {"words": "Cook New Year dinner for 陈 family", "aim": "NYHA II", "now": "ten minutes"}
    goal = planning.add(by=me, patient=chen, home="goals", words=says, at=NOW)
    step = {"says": "Stand a little longer each day", "owner": "person"}
    planning.add(by=me, patient=chen, home=f"{goal}/steps", words=step, at=NOW)
    signing.sign(by=me, patient=chen, at=NOW)
    client.force_login(sarah)
    return lambda: client.get(f"/patients/{chen.public_id}/plan/copy.pdf")


def test_it_is_tagged_and_says_what_the_page_says(paper):
    answer = paper()
    assert answer["Content-Type"] == "application/pdf"
    assert "chen" not in answer["Content-Disposition"].lower()
    data = answer.content
    assert b"/StructTreeRoot" in data or b"pdfuaid" in data
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    assert "You: Stand a little longer each day." in text.replace("\r\n", " ").replace("\n", " ")
    assert "NYHA" not in text

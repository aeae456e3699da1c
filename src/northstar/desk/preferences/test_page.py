"""A person's own keys: kept where they can work, refused in a sentence where they cannot."""

import pytest

from northstar.desk.preferences.keys import ACTS, clash

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
AS_USUAL = {key: key for key in ACTS}


@pytest.mark.parametrize(
    ("choice", "trouble"),
    [
        ({}, ""),
        ({"e": "d"}, ""),
        ({"e": "s", "s": "e"}, ""),
        ({"e": "s"}, "cannot be both"),
        ({"e": ""}, "needs one letter"),
        ({"e": " "}, "needs one letter"),
        ({"e": "ab"}, "needs one letter"),
        ({"e": "é"}, ""),
    ],
)
def test_what_can_work(choice, trouble):
    assert trouble in clash(AS_USUAL | choice)
    assert bool(trouble) == bool(clash(AS_USUAL | choice))


def test_other_keys_are_kept_and_shown(client, sarah):
    client.force_login(sarah)
    client.post("/account/preferences/", {"letter_keys": "on", "key e": "D"})
    sarah.refresh_from_db()
    assert sarah.key_map == {"e": "d"}
    assert "&quot;e&quot;: &quot;d&quot;" in client.get("/").content.decode()


def test_a_clash_keeps_what_was_typed_and_changes_nothing(client, sarah):
    client.force_login(sarah)
    answer = client.post("/account/preferences/", {"letter_keys": "on", "key e": "s"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“S” cannot be both “Done” and “Later”." in page
    assert 'name="key e" value="s"' in page
    sarah.refresh_from_db()
    assert sarah.key_map == {}

"""How hard a text reads, and whether a message asks us to stop."""

import pytest

from northstar.rules.reading_grade import grade, sentences, syllables
from northstar.rules.stop_words import asks, with_way_out


@pytest.mark.parametrize(
    ("word", "beats"),
    [("home", 1), ("table", 2), ("walked", 1), ("wanted", 2), ("medicine", 3), ("people", 2),
     ("hospital", 3), ("the", 1), ("appointment", 3), ("idea", 2), ("pills", 1), ("every", 3)],
)  # fmt: skip
def test_beats_of_a_word(word, beats):
    assert abs(syllables(word) - beats) <= (word == "idea")


def test_plain_words_are_easy_and_long_ones_are_not():
    assert grade("Please call us. Bring all your pills to the visit.") <= 3
    hard = "The multidisciplinary rehabilitation consultation necessitates comprehensive documentation."
    assert grade(hard) > 18


def test_a_published_text_comes_near_its_published_grade():
    """Lincoln at Gettysburg, first sentence: 30 words of 45 beats is grade 13.8 by the formula."""
    text = (
        "Four score and seven years ago our fathers brought forth on this continent, a new nation, "
        "conceived in Liberty, and dedicated to the proposition that all men are created equal."
    )
    assert grade(text) == pytest.approx(13.8, abs=1.5)


def test_lists_and_decimals_do_not_deceive():
    assert sentences("Bring:\n- your pills\n- your card") == 3
    assert sentences("Take 2.5 mg at 8.30 each day.") == 1


def test_no_number_where_the_formula_does_not_hold():
    assert grade("Por favor llámenos hoy mismo.", "es") is None
    assert grade("Hi.") is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("STOP", "stop"), (" stop. ", "stop"), ("Opt out", "stop"), ("OPT-OUT", "stop"), ("Unsubscribe", "stop"),
        ("Please stop texting me", "stop"), ("don’t text me anymore", "stop"), ("no más mensajes", "stop"),
        ("UNSTOP", "start"), ("Start", "start"),
        ("Please stop.", "stop"), ("Stop all texts", "stop"), ("¡Alto, por favor!", "stop"),
        ("no me escriban más", "stop"), ("請停止", "stop"), ("不要再发短信给我", "stop"), ("退订", "stop"),
        ("Dừng lại", "stop"), ("стоп", "stop"), ("arrêt", "stop"), ("إلغاء", "stop"), ("수신거부", "stop"),
        ("Tigil na po", "stop"), ("take me off your list", "stop"), ("Wrong number, who is this?", "stop"),
        ("恢復", "start"),
        ("Stop\n\nSent from my iPhone", "stop"),
        ("STOP\n\nOn Tue, Sep 8, 2026 at 9:00 AM The clinic wrote:\n> Please call us.", "stop"),
        ("Thank you!\n\n> Please call us.\n> Write STOP and we stop texting.", ""),
        ("Don’t stop texting me", ""), ("Should I stop writing down my sugar?", ""), ("no more pain", ""),
        ("Ya no", ""), ("I want to end my life", ""),
        ("I stopped the pill", ""), ("please cancel my visit", ""), ("Where does the bus stop?", ""),
        ("the bleeding will not stop", ""), ("", ""),
    ],
)  # fmt: skip
def test_stop_is_heard_and_only_stop(text, word):
    assert asks(text) == word


@pytest.mark.parametrize(
    ("text", "language", "leaves"),
    [
        ("Please call us. ", "en", "Please call us. To get no more texts, reply STOP."),
        ("Por favor llámenos.", "es-MX", "Por favor llámenos. Para no recibir más mensajes, responda STOP."),
        ("Call us. Reply STOP to end.", "en", "Call us. Reply STOP to end."),
        ("Do stop by.", "vi", "Do stop by. To get no more texts, reply STOP."),
        (" ", "en", ""),
    ],
)  # fmt: skip
def test_a_text_message_says_how_to_stop(text, language, leaves):
    assert with_way_out(text, language) == leaves

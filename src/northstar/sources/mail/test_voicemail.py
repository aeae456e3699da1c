"""A recording by mail: who called, for whom, and every word of the transcript."""

import pytest
from tests.harness.mail import SAMPLES, letter, reading, said, wav

from northstar.sources.mail import attachment


def test_a_voicemail_with_transcript():
    data = (SAMPLES / "voicemail.eml").read_bytes()
    found = reading(data)
    value = found.found[0].value
    assert (value.medium, value.transcript, value.phone) == ("voicemail", "carrier", "+14155550123")
    assert value.text.startswith("Hi, this is Maria Novak.")
    assert value.text.endswith("555 0199. Thank you.")
    assert dict(value.about)["name"] == "Maria Novak"
    assert dict(value.about)["birth date"] == "April 27, 1948"
    assert "555 0199" in dict(value.about)["callback"]
    assert (value.sent.text, value.received.text) == (
        "2026-09-08T06:15:02-07:00",
        "2026-09-08T06:15:04-07:00",
    )
    [person] = found.people.values()
    assert (person.names[0].text, person.birth_date.text) == ("Maria Novak", "1948-04-27")
    assert value.email == ""
    assert value.language == "en-US"
    [sound] = value.attachments
    assert (sound.content_type, sound.locator, sound.seconds) == ("audio/wav", "part:2", 0.5)
    assert attachment(data, sound.locator)[:2] == ("audio/wav", "msg.wav")


@pytest.mark.parametrize(
    "body",
    [
        "You have a new voicemail.\n\nCaller: (415) 555-0123\nDuration: 0:41\n\nTranscript:\nI need a ride.\n\n-- \nSent by the carrier",
        "Voicemail from +1 415 555 0123\nLength: 41 sec\nTranscription: I need a ride.\n\nTo listen to this message, open the file.",
        "From: 415-555-0123\n\nVoicemail transcript: I need a ride.\nDuration: 00:00:41\n",
    ],
)
def test_layouts_of_carriers(body):
    value = said(
        letter(
            body,
            "New voicemail",
            "no-reply@carrier.example",
            [(b"ID3" + b"\0" * 99, "audio/mpeg", "a.mp3")],
        )
    )
    assert (value.medium, value.text, value.phone) == (
        "voicemail",
        "I need a ride.",
        "+14155550123",
    )
    assert value.attachments[0].seconds == 41.0


@pytest.mark.parametrize(
    "body",
    ["You have a new voicemail.", "Transcript: (no transcription available)", "Transcript:\n"],
)
def test_a_recording_without_transcript_says_so(body):
    value = said(
        letter(
            body, "Voicemail from Private", "x@carrier.example", [(wav(), "audio/x-wav", "a.wav")]
        )
    )
    assert (value.medium, value.transcript, value.phone) == ("voicemail", "none", "")
    assert value.attachments[0].seconds == 2.0


@pytest.mark.parametrize(
    "words",
    [
        "This message is for the nurse.\nTo hear back soon would be good.\nYou can call any time.\nMy chest hurts.",
        "One thing.\n\nThis message is about my pills.\n\nDuration of the pain is an hour.",
    ],
)
def test_nothing_the_caller_says_is_cut_off(words):
    foot = (
        "\n\nIf this is a medical emergency, call 911.\n\nTo listen to this message, open the file."
    )
    value = said(
        letter(f"Transcript:\n{words}{foot}", "Voicemail", attached=[(wav(), "audio/wav", "a.wav")])
    )
    assert value.text == words


def test_a_transcript_in_a_part_of_its_own():
    parts = [
        (b"my chest feels tight since the new pill", "text/plain", "transcript.txt"),
        (wav(), "audio/wav", "a.wav"),
    ]
    value = said(letter("You have a voicemail.", "Voicemail from 4155550123", "x@c.example", parts))
    assert (value.text, value.transcript) == ("my chest feels tight since the new pill", "carrier")


def test_somebody_calling_for_somebody_else():
    body = "Transcript:\nhi this is jim lee calling about my mother maria lee her member number is AB12345"
    told = dict(
        said(
            letter(body, "Voicemail from 4155550123", attached=[(wav(), "audio/wav", "a.wav")])
        ).about
    )
    assert (told["caller"], told["name"], told["member number"]) == (
        "jim lee",
        "maria lee",
        "AB12345",
    )


def test_an_office_that_calls_is_not_the_person_meant():
    body = "Transcript: This is Dr. Okafor's office about a referral."
    told = said(letter(body, "Voicemail", attached=[(wav(), "audio/wav", "a.wav")])).about
    assert told == (("caller", "Dr. Okafor's"),)

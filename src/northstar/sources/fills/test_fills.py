"""What the fills reader must make of the tables pharmacies send."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northstar.sources import days
from northstar.sources.fills import FORMAT, cells
from northstar.sources.fills.split import split
from northstar.sources.reading import Feed

SAMPLES = Path(__file__).parent / "samples"
FEED = Feed("Corner Pharmacy", "fills", "America/Los_Angeles")
GERMAN = {
    "columns": {
        "patient": "Versichertennummer",
        "fill_date": "Abgabedatum",
        "drug": "Präparat",
        "rxnorm": "Code",
        "days_supply": "Tage",
        "quantity": "Menge",
        "price": "Zuzahlung",
    },
    "date_order": "DMY",
}
HEADER = "MemberID,Fill Date,Drug,NDC,Days Supply,Quantity,Rx Number,Status,DOB,First Name\n"


def sample(name):
    return (SAMPLES / name).read_bytes()


def reading(text, **settings):
    data = text if isinstance(text, bytes) else text.encode()
    found = FORMAT.read(data, Feed("Corner Pharmacy", "fills", "UTC", settings=settings), "a.csv")
    for fact in found.found:
        assert FORMAT.place(data, fact.locator) == fact.value.quote
    return found


def fills(found):
    return [f for f in found.found if f.kind == "MedicationDispense"]


def current(found):
    """The statuses that stand, by key, as the record will see them."""
    best = {}
    for fact in sorted(fills(found), key=lambda f: f.sequence):
        best[fact.person, fact.key] = fact.value.status
    return best


def test_a_plain_export_gives_each_row_and_its_member():
    found = reading(sample("plain.csv"))
    assert (found.kept["row"], found.elements, found.doubted) == (3, 3, [])
    first, _, third = (f.value for f in fills(found))
    assert first.code.code("ndc") == "00093107401"
    assert (first.days_supply, first.quantity, first.price, first.refill) == (30, 60, 4.0, 2)
    assert first.handed_over.text == "2026-08-28"
    assert third.code.code("ndc") == "00378001801"
    assert "second floor" in third.pharmacy
    assert found.people["M-1002"].name.plain == "Amina Álvarez"
    assert found.people["M-1001"].birth_date.text == "1948-04-27"
    assert found.unmapped == {"row.Shelf": 2}


def test_a_reversal_takes_back_the_fill_of_the_same_prescription_and_day():
    assert (
        current(reading(sample("plain.csv")))["M-1001", "rx:7001/2/2026-08-28"]
        == "entered-in-error"
    )


@pytest.mark.parametrize(
    ("rows", "stands"),
    [
        ("PR", "entered-in-error"),
        ("RP", "entered-in-error"),
        ("PRP", "completed"),
        ("PP", "completed"),
    ],
)
def test_rows_of_one_fill_in_any_order(rows, stands):
    lines = "".join(f"M1,2026-08-01,A,,30,30,5,{row},,\n" for row in rows)
    assert list(current(reading(HEADER + lines)).values()) == [stands]


@pytest.mark.parametrize(
    ("reversed_on", "refill", "left"),
    [
        ("2026-10-02", 1, {"2026-09-01"}),
        ("2026-12-20", 1, {"2026-09-01", "2026-10-01"}),
        ("2026-09-30", 1, {"2026-09-01", "2026-10-01"}),
        ("2026-10-02", 2, {"2026-09-01", "2026-10-01"}),
    ],
)
def test_a_reversal_dated_by_its_own_day_means_the_hand_over_before_it(reversed_on, refill, left):
    text = (
        "Member ID,Fill Date,Drug Name,Days Supply,Rx Number,Fill Number,Status\n"
        "1,2026-09-01,Warfarin 5 mg,30,R3,0,paid\n"
        "1,2026-10-01,Warfarin 5 mg,30,R3,1,paid\n"
        f"1,{reversed_on},Warfarin 5 mg,30,R3,{refill},reversed\n"
    )
    told = current(reading(text))
    assert {
        key.rpartition("/")[2] for (_, key), status in told.items() if status == "completed"
    } == left


def test_a_declared_map_reads_another_language_and_utf_16():
    found = reading(sample("semicolon_utf16.csv"), **GERMAN)
    one, two = (f.value for f in fills(found))
    assert (one.code.text, one.code.code("rxnorm"), one.price) == ("Ramipril 5 mg", "861", 5.0)
    assert (one.handed_over.text, two.handed_over.text) == ("2026-09-03", "2026-08-25")
    assert found.doubted == []


def test_every_odd_row_is_accounted_for():
    found = reading(sample("odd_cp1252.txt"))
    assert (found.kept["row"], found.doubted_elements, len(found.dropped)) == (3, 2, 1)
    assert found.elements == 6
    one, two, three = (f.value for f in fills(found))
    assert one.code.text == "crème brand cream"
    assert (one.handed_over.text, one.code.codings) == ("2026", ())
    assert two.code.text == "=cmd|' /C calc'!A0"
    assert (two.handed_over, two.days_supply, two.quantity) == (None, None, None)
    assert three.handed_over.text == "2026-04-04"
    why = " ".join(t.why for t in found.doubted)
    for words in (
        "two different days",
        "formula",
        "not a day of the calendar",
        "ends early",
        "whose fill",
    ):
        assert words in why


def test_the_order_of_day_and_month_is_proven_by_another_row():
    lines = "M1,03/04/2026,A,,30,30,1,,,\nM1,03/25/2026,A,,30,30,2,,,\n"
    found = reading(HEADER + lines)
    assert [f.value.handed_over.text for f in fills(found)] == ["2026-03-04", "2026-03-25"]


def test_two_people_with_one_member_number_are_kept_apart():
    lines = (
        "M1,2026-08-01,A,,30,30,1,,1950-01-01,Amina\nM1,2026-08-01,B,,30,30,2,,1948-05-05,Robert\n"
    )
    found = reading(HEADER + lines)
    assert len(found.people) == 2
    assert len({f.person for f in fills(found)}) == 2
    assert "share this member number" in found.doubted[0].why


def test_two_fills_of_one_day_that_differ_both_stay():
    lines = (
        "M1,2026-08-01,A,,10,10,1,,,\nM1,2026-08-01,A,,20,20,1,,,\nM1,2026-08-01,A,,10,10,1,,,\n"
    )
    found = reading(HEADER + lines)
    assert [f.key for f in fills(found)] == [
        "rx:1//2026-08-01",
        "rx:1//2026-08-01/2",
        "rx:1//2026-08-01",
    ]
    assert "differently" in found.doubted[0].why


def test_dispensing_events_with_a_declared_map(shared_data):
    data = (shared_data / "adherence-adherer" / "med_events.csv").read_bytes()
    declared = {
        "patient": "PATIENT_ID",
        "fill_date": "DATE",
        "drug": "CATEGORY",
        "days_supply": "DURATION",
    }
    found = reading(data, columns=declared)
    lines = list(csv.DictReader(io.StringIO(data.decode())))
    people = {line["PATIENT_ID"] for line in lines}
    assert (found.kept["row"], found.people.keys()) == (len(lines), people)
    assert all(f.value.handed_over.precision == "day" and f.value.days_supply for f in fills(found))


def test_tables_of_other_kinds_are_refused_plainly(shared_data):
    for path in sorted((shared_data / "synthea-csv").glob("**/*.csv")):
        data = path.read_bytes()[:200_000]
        assert FORMAT.recognises(data[:4096], path.name) == 0
        assert "not a list of pharmacy fills" in FORMAT.read(data, FEED, path.name).refused


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("0093-1074-01", "00093107401"),
        ("12345-678-90", "12345067890"),
        ("12345-6789-0", "12345678900"),
        ("12345-6789-01", "12345678901"),
        ("12345678901", "12345678901"),
        ('="00093107401"', "00093107401"),
        ("'00093107401", "00093107401"),
    ],
)
def test_drug_codes_come_to_eleven_digits(written, digits):
    assert cells.ndc(written) == digits


@pytest.mark.parametrize(
    "written", ["0093107401", "93107401", "9.31E+9", "abc", "1-2-3", "１２３４５６７８９０１"]
)
def test_a_drug_code_that_could_be_two_is_not_guessed(written):
    with pytest.raises(days.Doubt):
        cells.ndc(written)


def test_a_declared_layout_settles_ten_digits():
    assert cells.ndc("1234567890", "5-3-2") == "12345067890"
    assert cells.ndc("93107401", "11") == "00093107401"


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02\x03" * 50, b"a,b,c\n1,2,3\n", b"%PDF-1.7", b"\xff\xfe", b"\n\n"]
)
def test_what_is_no_list_of_fills_is_refused_in_one_sentence(data):
    found = FORMAT.read(data, FEED, "x.csv")
    assert found.refused.endswith(".")
    assert FORMAT.recognises(data, "x.csv") == 0


def test_a_missing_declared_column_is_refused_by_name():
    found = FORMAT.read(
        sample("plain.csv"), Feed("x", settings={"columns": {"patient": "Nobody"}}), ""
    )
    assert "“Nobody”" in found.refused


def test_a_file_without_header_reads_by_column_numbers():
    settings = {"header": False, "columns": {"patient": 1, "fill_date": 2, "drug": 3}}
    found = reading("M1|2026-08-01|A\nM2|2026-08-02|B\n", **settings)
    assert found.elements == 2
    assert fills(found)[1].locator == "record:2#3"


def test_the_samples_are_recognised():
    assert FORMAT.recognises(sample("plain.csv"), "x.csv") > 0.5
    assert FORMAT.recognises(sample("odd_cp1252.txt"), "x.txt") > 0.5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_long_table_is_cut_between_rows_and_nothing_is_lost(encoding):
    rows = [
        ["M1", "2026-08-01", 'two\nlines, "é"', "", "30", "30", str(i), "", "", ""]
        for i in range(300)
    ]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER.strip().split(","), *rows])
    data = out.getvalue().encode(encoding)
    chunks = list(split(io.BytesIO(data), 2000))
    assert len(chunks) > 5
    found = [reading(chunk) for chunk in chunks]
    assert sum(r.kept["row"] for r in found) == 300
    assert {f.value.prescription for r in found for f in fills(r)} == {str(i) for i in range(300)}
    assert list(split(io.BytesIO(data), len(data))) == [data]


def test_a_stray_quote_does_not_hold_the_rest_of_the_file_back():
    data = (
        HEADER + 'M1,2026-08-01,5" tape,,30,30,1,,,\n' + "M1,2026-08-01,A,,30,30,1,,,\n" * 500
    ).encode()
    chunks = list(split(io.BytesIO(data), 1000))
    assert max(map(len, chunks)) < 2500
    assert sum(reading(c).kept["row"] for c in chunks) == 501


CELL = st.one_of(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12),
    st.sampled_from(
        [
            "M1",
            "03/04/2026",
            "=1+1",
            "'007",
            "1e9",
            '"',
            "00093107401",
            "29/02/2023",
            "-5",
            "R",
            "\r",
        ]
    ),
)


@given(st.lists(st.lists(CELL, max_size=12), max_size=8))
def test_any_cells_give_an_account_that_adds_up(rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    text = HEADER + out.getvalue()
    found = reading(text)
    counted = [r for r in csv.reader(io.StringIO(text, newline="")) if r]
    assert found.elements == len(counted) - 1


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    for name in ("a.csv", "a.txt"):
        found = FORMAT.read(data, FEED, name)
        assert found.refused or found.elements >= 0
        found = FORMAT.read(HEADER.encode() + data, FEED, name)
        assert found.refused or found.elements >= 0
        FORMAT.recognises(data, name)
    b"".join(split(io.BytesIO(data), 50))


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("3-Sep-2026", "", "2026-09-03"),
        ("September 3, 2026", "", "2026-09-03"),
        ("09/03/26 10:15", "MDY", "2026-09-03"),
        ("03.09.2026", "DMY", "2026-09-03"),
        ("03.09.26", "%d.%m.%y", "2026-09-03"),
        ("20260903", "", "2026-09-03"),
        ("29/02/2024", "", "2024-02-29"),
    ],
)
def test_days_as_people_write_them(written, order, day):
    assert days.day(written, order, "UTC").text == day


@pytest.mark.parametrize(
    "written", ["29/02/2023", "0001-01-01", "45321", "3-Eph-2026", "soon", "9/8/7/6"]
)
def test_what_is_no_day_is_doubted(written):
    with pytest.raises(days.Doubt):
        days.day(written, "", "UTC")

"""HL7 v2.5.1: one message a file, segments ended by a carriage return, UTF-8."""

from datetime import date, datetime


def admission(trigger: str, who, number: str, control: str, sent: datetime, *, authority: str = "HOSPB",
              visit: str, cls: str, ward: str, admitted: datetime, left: datetime | None = None,
              disposition: str = "", reason: str = "", diagnosis: tuple[str, str] = ("", ""),
              came_by: str = "E^Emergency") -> bytes:  # fmt: skip
    """ADT: somebody came, was registered, moved or left."""
    pv1 = {2: cls, 3: ward, 4: came_by, 7: "7002^Singh^Asha^^^Dr.", 19: f"{visit}^^^{authority}",
           36: disposition, 44: stamp(admitted), 45: stamp(left) if left else ""}  # fmt: skip
    return message(
        authority, f"ADT^{trigger}^ADT_{'A03' if trigger == 'A03' else 'A01'}", control, sent,
        fields("EVN", {1: trigger, 2: stamp(sent), 6: stamp(left or admitted)}),
        pid(who, number, authority),
        fields("PV1", {1: "1"} | pv1),
        fields("PV2", {3: f"^{reason}"}) if reason else "",
        fields("DG1", {1: "1", 3: f"{diagnosis[0]}^{diagnosis[1]}^I10C", 6: "F"}) if diagnosis[0] else "",
    )  # fmt: skip


def results(who, number: str, control: str, sent: datetime, *, order: str, panel: tuple[str, str],
            taken: datetime, values, note: str = "", status: str = "F", authority: str = "HOSPB") -> bytes:  # fmt: skip
    """ORU: `values` are (loinc, words, value, unit, range, flag)."""
    obr = {1: "1", 2: f"P{order}", 3: f"F{order}", 4: f"{panel[0]}^{panel[1]}^LN", 7: stamp(taken),
           16: "7010^Park^Helen^^^Dr.", 22: stamp(sent), 24: "LAB", 25: status}  # fmt: skip
    rows = [
        fields("OBX", {1: str(n), 2: "NM" if _number(value) else "TX", 3: f"{loinc}^{words}^LN",
                       5: str(value), 6: unit, 7: span, 8: flag, 11: status})
        for n, (loinc, words, value, unit, span, flag) in enumerate(values, 1)
    ]  # fmt: skip
    notes = [fields("NTE", {1: "1", 3: note})] if note else []
    return message(
        authority, "ORU^R01^ORU_R01", control, sent, pid(who, number, authority),
        fields("ORC", {1: "RE", 2: f"P{order}", 3: f"F{order}"}), fields("OBR", obr), *rows, *notes,
    )  # fmt: skip


def booking(who, number: str, control: str, sent: datetime, *, authority: str, trigger: str = "S12",
            key: str, service: str, start: datetime, minutes: int, place: str, by: str = "") -> bytes:  # fmt: skip
    """SIU: an appointment made, moved, cancelled or missed."""
    when = f"^^^{stamp(start)}"
    return message(
        authority, f"SIU^{trigger}^SIU_S12", control, sent,
        fields("SCH", {1: f"P{key}", 2: f"F{key}", 7: f"^{service}", 9: str(minutes), 10: "min", 11: when,
                       25: "Noshow" if trigger == "S26" else "Booked"}),
        pid(who, number, authority),
        fields("RGS", {1: "1"}),
        fields("AIS", {1: "1", 3: f"^{service}", 4: stamp(start), 7: str(minutes), 8: "min"}),
        fields("AIP", {1: "1", 3: by}) if by else "",
        fields("AIL", {1: "1", 3: place}),
    )  # fmt: skip


def document(who, number: str, control: str, sent: datetime, *, title: str, key: str, by: str,
             lines: list[str], authority: str = "HOSPB") -> bytes:  # fmt: skip
    """MDM: a document's words, one line an OBX."""
    return message(
        authority, "MDM^T02^MDM_T02", control, sent, fields("EVN", {1: "T02", 2: stamp(sent)}),
        pid(who, number, authority), fields("PV1", {1: "1", 2: "O"}),
        fields("TXA", {1: "1", 2: title, 3: "TX", 4: stamp(sent), 6: stamp(sent), 9: by, 12: f"{key}^{authority}",
                       17: "AU", 19: "AV"}),
        *(fields("OBX", {1: str(n), 2: "TX", 3: "11506-3^Progress note^LN", 5: line, 11: "F"})
          for n, line in enumerate(lines, 1)),
    )  # fmt: skip


def message(authority: str, kind: str, control: str, sent: datetime, *segments: str) -> bytes:
    """The envelope and its segments; empty ones are left out."""
    head = f"MSH|^~\\&|HIS|{authority}|NORTHSTAR|CLINIC|{stamp(sent)}||{kind}|{control}|P|2.5.1|||||USA|UNICODE UTF-8"
    return ("\r".join((head, *filter(None, segments))) + "\r").encode()


def pid(who, number: str, authority: str) -> str:
    """Who it is about."""
    sex = {"female": "F", "male": "M"}.get(who.gender, "U")
    phones = "~".join(f"^PRN^PH^^1^{p[:3]}^{p[3:]}" for p in who.phones)
    return fields("PID", {
        1: "1", 3: f"{number}^^^{authority}^MR", 5: f"{who.family}^{'^'.join(who.given)}",
        7: stamp(who.born), 8: sex, 11: f"{who.street}^^{who.city}^{who.state}^{who.postal_code}^USA^H",
        13: phones, 15: who.language if who.language != "en" else "",
    })  # fmt: skip


def fields(name: str, filled: dict[int, str]) -> str:
    """A segment with these fields at their numbers."""
    return "|".join([name, *(filled.get(n, "") for n in range(1, max(filled) + 1))])


def stamp(at: date | datetime) -> str:
    """A day, or a local time to the second."""
    return f"{at:%Y%m%d%H%M%S}" if isinstance(at, datetime) else f"{at:%Y%m%d}"


def _number(value) -> bool:
    return isinstance(value, int | float)

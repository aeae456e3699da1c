"""Which column holds what: as the feed declares it, or by the headers pharmacies commonly write."""

import re

# Best first: where a file has both, `Member ID` names the person better than `Patient`.
_KNOWN = {
    "patient": "memberid membernumber memberno patientid patientnumber cardholderid subscriberid "
    "beneficiaryid enrolleeid medicaidid personid mrn member patient",
    "person_code": "personcode dependentcode membersuffix personnumber",
    "name": "patientname membername fullname name",
    "given": "firstname patientfirstname memberfirstname patientfirst memberfirst givenname given",
    "family": "lastname patientlastname memberlastname patientlast memberlast familyname surname family",
    "birth_date": "dateofbirth birthdate patientdob memberdob dob patientbirthdate memberbirthdate",
    "gender": "gender sex patientgender patientsex membergender",
    "phone": "phone patientphone memberphone phonenumber telephone mobile cellphone",
    "email": "email patientemail emailaddress",
    "postal_code": "zip zipcode postalcode patientzip memberzip",
    "language": "language preferredlanguage",
    "fill_date": "filldate datefilled dispensedate dispenseddate datedispensed rxfilldate solddate "
    "datesold pickupdate dateofservice servicedate dos",
    "recorded": "processeddate dateprocessed adjudicationdate adjudicateddate transactiondate",
    "ndc": "ndc ndc11 ndccode ndcnumber nationaldrugcode productndc ndcupchri",
    "rxnorm": "rxcui rxnorm rxnormcode rxnormcui",
    "drug": "drugname medicationname drug medication labelname productname drugdescription "
    "medicationdescription",
    "days_supply": "dayssupply daysupply daysofsupply supplydays dayssupplied dayssup",
    "quantity": "quantity qty quantitydispensed qtydispensed dispensedquantity metricquantity",
    # What the person paid. A total or an ingredient cost is another number and is not taken for it.
    "price": "patientpay patientpaid patientpayamount patientpaidamount copay copayment copayamount "
    "memberpaid memberpay outofpocket price",
    "payer": "payer payername plan planname insurance insurancename",
    "pharmacy": "pharmacyname pharmacy dispensingpharmacy store storename pharmacyncpdp pharmacynpi",
    "prescriber": "prescribername prescriber prescribingprovider prescribernpi",
    "prescription": "rxnumber rxno rxnum prescriptionnumber prescriptionno prescriptionid prescription "
    "scriptnumber rx",
    "refill": "refillnumber refillno refill fillnumber fillno refillnum",
    "status": "claimstatus fillstatus dispensestatus transactionstatus transactiontype "
    "transactioncode status",
    "dosage": "sig directions dosage",
}
_DRUG = ("drug", "ndc", "rxnorm")
_OF_A_FILL = ("days_supply", "quantity", "prescription", "refill", "pharmacy")
_PLAIN = {
    "patient": "the person",
    "fill_date": "the date of the fill",
    "days_supply": "the days' supply",
}


def columns(
    header: list[str], declared: dict | None
) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Role to position, and the declared (role, column) pairs that the file does not have."""
    return _declared(header, declared) if declared else (_detected(header), [])


def missing(found: dict[str, int], absent: list[tuple[str, str]]) -> str:
    """Why this is not a list of fills, in one sentence; '' where it is one."""
    for role, column in absent:
        if role in ("patient", "fill_date") or (role in _DRUG and not _any(found, _DRUG)):
            return (
                f"The feed declares the column “{column}” for {plain(role)}, and the file has none."
            )
    for role in ("patient", "fill_date"):
        if role not in found:
            return f"This table is not a list of pharmacy fills: no column names {plain(role)}."
    if not _any(found, _DRUG):
        return "This table is not a list of pharmacy fills: no column names the drug or its code."
    return ""


def plain(role: str) -> str:
    """A role in words."""
    return _PLAIN.get(role, f"the {role.replace('_', ' ')}")


def looks_like_fills(header: list[str]) -> bool:
    """True where common headers name a person, a fill date, a drug and something only a fill has."""
    found = _detected(header)
    return not missing(found, []) and _any(found, _OF_A_FILL)


def _any(found: dict[str, int], roles: tuple[str, ...]) -> bool:
    return any(role in found for role in roles)


def _detected(header: list[str]) -> dict[str, int]:
    at: dict[str, int] = {}
    for position, name in enumerate(header):
        at.setdefault(_bare(name), position)
    found: dict[str, int] = {}
    for role, names in _KNOWN.items():
        for name in names.split():
            if name in at and at[name] not in found.values():
                found[role] = at[name]
                break
    return found


def _declared(header: list[str], declared: dict) -> tuple[dict[str, int], list[tuple[str, str]]]:
    at = {name.strip().casefold(): i for i, name in reversed(list(enumerate(header)))}
    found, absent = {}, []
    for role, column in declared.items():
        if isinstance(column, int) and 1 <= column <= len(header):
            found[role] = column - 1
        elif str(column).strip().casefold() in at:
            found[role] = at[str(column).strip().casefold()]
        else:
            absent.append((str(role), str(column)))
    return found, absent


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold().replace("#", "number"))

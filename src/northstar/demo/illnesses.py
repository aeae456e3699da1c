"""What people live with, how often, and what they take and have measured for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drug:
    """A daily medicine: words as a prescription says them, RxNorm where we are sure of it, its price a month."""

    words: str
    rxnorm: str
    sig: str
    price: float
    a_day: int = 1


@dataclass(frozen=True, slots=True)
class Lab:
    """A number followed over the years: its middle, its spread between people, its slope a year."""

    words: str
    loinc: str
    unit: str
    middle: float
    spread: float
    slope: float
    low: float
    high: float
    digits: int = 1


@dataclass(frozen=True, slots=True)
class Illness:
    """`share` of people at 45 and at 80 who live with it."""

    words: str
    icd: str
    snomed: str
    share: tuple[float, float]
    drugs: tuple[Drug, ...]
    labs: tuple[Lab, ...] = ()


_A1C = Lab("Hemoglobin A1c", "4548-4", "%", 7.1, 0.7, 0.08, 5.2, 8.6)
_LDL = Lab("LDL cholesterol", "18262-6", "mg/dL", 96, 22, -2, 45, 165, 0)
_POTASSIUM = Lab("Potassium", "2823-3", "mmol/L", 4.3, 0.3, 0, 3.4, 5.4)
_CREATININE = Lab("Creatinine", "2160-0", "mg/dL", 1.0, 0.15, 0.01, 0.6, 1.4, 2)
_TSH = Lab("TSH", "3016-3", "m[IU]/L", 2.4, 0.9, 0, 0.5, 6.0, 2)
_EGFR = Lab("eGFR", "33914-3", "mL/min/{1.73_m2}", 44, 6, -1.2, 33, 58, 0)

LISINOPRIL = Drug("lisinopril 20 MG Oral Tablet", "314077", "Take one tablet daily", 4)
AMLODIPINE = Drug("amlodipine 5 MG Oral Tablet", "197361", "Take one tablet daily", 4)
LOSARTAN = Drug("losartan potassium 50 MG Oral Tablet", "979492", "Take one tablet daily", 6)
METFORMIN = Drug("metformin hydrochloride 500 MG Oral Tablet", "861007", "Take one tablet twice daily", 4, 2)  # fmt: skip
ATORVASTATIN = Drug("atorvastatin 20 MG Oral Tablet", "617310", "Take one tablet at night", 5)
CARVEDILOL = Drug("carvedilol 6.25 MG Oral Tablet", "200032", "Take one tablet twice daily", 6, 2)
FUROSEMIDE = Drug("furosemide 40 MG Oral Tablet", "313988", "Take one tablet in the morning", 4)
APIXABAN = Drug("apixaban 5 MG Oral Tablet", "1364445", "Take one tablet twice daily", 47, 2)
LEVOTHYROXINE = Drug("levothyroxine sodium 50 MCG Oral Tablet", "", "Take one tablet before breakfast", 8)  # fmt: skip
SERTRALINE = Drug("sertraline 50 MG Oral Tablet", "312941", "Take one tablet daily", 5)
DONEPEZIL = Drug("donepezil hydrochloride 10 MG Oral Tablet", "", "Take one tablet at night", 9)
TIOTROPIUM = Drug("tiotropium 18 MCG Inhalation Capsule", "", "Breathe in one capsule daily", 47)
BUDESONIDE = Drug("budesonide 0.18 MG/ACTUAT Dry Powder Inhaler", "", "Two puffs twice daily", 40)
TAMSULOSIN = Drug("tamsulosin hydrochloride 0.4 MG Oral Capsule", "", "Take one capsule at night", 6)  # fmt: skip

ILLNESSES = (
    Illness("Essential hypertension", "I10", "59621000", (0.30, 0.68), (LISINOPRIL, AMLODIPINE, LOSARTAN),
            (_POTASSIUM, _CREATININE)),
    Illness("Hyperlipidemia", "E78.5", "55822004", (0.25, 0.55), (ATORVASTATIN,), (_LDL,)),
    Illness("Type 2 diabetes mellitus", "E11.9", "44054006", (0.10, 0.24), (METFORMIN,), (_A1C,)),
    Illness("Chronic heart failure", "I50.22", "88805009", (0.01, 0.09), (CARVEDILOL, FUROSEMIDE), (_POTASSIUM,)),
    Illness("Atrial fibrillation", "I48.91", "49436004", (0.01, 0.12), (APIXABAN,)),
    Illness("COPD", "J44.9", "13645005", (0.03, 0.11), (TIOTROPIUM,)),
    Illness("Asthma", "J45.909", "195967001", (0.08, 0.06), (BUDESONIDE,)),
    Illness("Hypothyroidism", "E03.9", "40930008", (0.04, 0.10), (LEVOTHYROXINE,), (_TSH,)),
    Illness("Chronic kidney disease, stage 3", "N18.30", "433144002", (0.02, 0.14), (), (_EGFR,)),
    Illness("Depression", "F33.9", "35489007", (0.12, 0.09), (SERTRALINE,)),
    Illness("Osteoarthritis of knee", "M17.9", "239873007", (0.08, 0.30), ()),
    Illness("Dementia", "F03.90", "52448006", (0.0, 0.13), (DONEPEZIL,)),
    Illness("Enlarged prostate", "N40.0", "266569009", (0.03, 0.25), (TAMSULOSIN,)),
)  # fmt: skip

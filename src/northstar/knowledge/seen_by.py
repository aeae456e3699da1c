"""What brings somebody to a place without a clinician who looks at how they are after a stay.

A dialysis chair, a blood draw, a scan or an operation is booked or attended like a visit, and nobody there goes through what
the hospital changed. The words are ours (reviewed 2026-11-01); where a name holds both, as in "dialysis
follow-up visit", it is a visit. "Surgery" alone names a clinic as often as an operation, and stops nothing.
"""

import re
from functools import lru_cache

_NO_VISIT = (
    r"ha?emo-?dialysis|dialysis|lab(oratory)?|blood draw|venipuncture|phlebotomy|specimen|x-?ray|radiograph\w*|"
    r"ultrasound|sonogra\w+|mammogra\w+|mri|ct|pet|scan|imaging|radiology|ekg|ecg|echocardiogra\w+|infusion|"
    r"transfusion|chemotherapy|radiation|immuni[sz]ation|vaccin\w+|(physical|occupational|speech) therapy|"
    r"(cardiac|pulmonary) rehab\w*|ride|transport\w*|dental|dentist|day program(me)?|conference|operation|replacement|"
    r"revision|repair|excision|bypass|arthroplasty|\w+ectomy|\w+oscopy|biopsy|angiogra\w+|catheteri[sz]ation"
)
_VISIT = r"visit|follow-?\s?up|consult\w*|office|check-?\s?up|evaluation|clinic"
_NO_VISIT_IN = re.compile(rf"\b({_NO_VISIT})\b", re.IGNORECASE)
_VISIT_IN = re.compile(rf"\b({_VISIT})\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def sees_clinician(*words: str) -> bool:
    """May this be the visit after a stay? Yes, unless its own words name a treatment, a test or a ride."""
    said = " ".join(words)
    return not _NO_VISIT_IN.search(said) or bool(_VISIT_IN.search(said))

"""Names and codes that invented lives are made of."""

FAMILIES = tuple(
    a + b
    for a in ("Al", "Bar", "Cor", "Dan", "El", "Far", "Gar", "Hol", "Ing", "Jar", "Kel", "Lor", "Mar", "Nor", "Ol", "Par")
    for b in ("den", "field", "go", "holm", "ins", "kov", "low", "man", "nes", "ora", "quist", "ritz", "son", "ton", "vey", "wick")
)  # fmt: skip
GIVEN = (
    "Ada", "Amir", "Bela", "Carlo", "Dina", "Emil", "Fara", "Gus", "Hana", "Ivo", "Jun", "Kaya",
    "Lena", "Milo", "Nadia", "Omar", "Petra", "Quin", "Rosa", "Sami", "Tess", "Uma", "Vito", "Wren",
)  # fmt: skip
STREETS = ("Alder Way", "Birch Street", "Cedar Lane", "Dogwood Court", "Elm Avenue", "Fir Road")
PROBLEMS = (
    ("44054006", "Type 2 diabetes mellitus"), ("38341003", "Hypertensive disorder"),
    ("195967001", "Asthma"), ("13645005", "Chronic obstructive lung disease"),
    ("84114007", "Heart failure"), ("35489007", "Depressive disorder"),
    ("709044004", "Chronic kidney disease"), ("55822004", "Hyperlipidemia"),
    ("396275006", "Osteoarthritis"), ("40930008", "Hypothyroidism"),
)  # fmt: skip
LABS = (
    ("4548-4", "Hemoglobin A1c", "%", 4.8, 9.9), ("2345-7", "Glucose", "mg/dL", 60, 250),
    ("2160-0", "Creatinine", "mg/dL", 0.5, 2.4), ("3094-0", "Urea nitrogen", "mg/dL", 6, 40),
    ("2951-2", "Sodium", "mmol/L", 130, 148), ("2823-3", "Potassium", "mmol/L", 3.1, 5.6),
    ("718-7", "Hemoglobin", "g/dL", 9, 17), ("2093-3", "Cholesterol", "mg/dL", 120, 280),
    ("8480-6", "Systolic blood pressure", "mm[Hg]", 100, 175), ("29463-7", "Body weight", "kg", 45, 130),
    ("8867-4", "Heart rate", "/min", 52, 110), ("39156-5", "Body mass index", "kg/m2", 18, 42),
)  # fmt: skip
MEDICINES = (
    ("314076", "lisinopril 10 MG Oral Tablet"), ("860975", "metformin 500 MG Oral Tablet"),
    ("259255", "atorvastatin 40 MG Oral Tablet"), ("197361", "amlodipine 5 MG Oral Tablet"),
    ("312938", "sertraline 25 MG Oral Tablet"), ("966247", "levothyroxine 0.05 MG Oral Tablet"),
    ("310429", "furosemide 20 MG Oral Tablet"), ("198211", "simvastatin 40 MG Oral Tablet"),
)  # fmt: skip
VACCINES = (
    ("140", "Influenza"),
    ("113", "Td (adult)"),
    ("133", "Pneumococcal 13"),
    ("121", "Zoster"),
)
PROCEDURES = (
    ("73761001", "Colonoscopy"), ("24623002", "Screening mammography"),
    ("430193006", "Medication reconciliation"), ("171207006", "Depression screening"),
    ("29303009", "Electrocardiographic procedure"),
)  # fmt: skip

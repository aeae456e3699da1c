"""What is known about one patient: frozen plain values with FHIR R4 names, each with its source."""

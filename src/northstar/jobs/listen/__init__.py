"""The HL7 listener: hears messages over MLLP, keeps them, and answers only after the commit."""

"""The lists that are reconciled: problems, allergies, medicines. One file a list, found by being here."""

"""Telephone calls: dialled, and how each ended. A call that was dialled and never finished is seen."""

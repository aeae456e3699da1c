"""Who may be billed for this month, and exactly what is missing: one file a program, pure functions.

A verdict proposes; a biller decides. Nothing here says that anybody should be called.
"""

"""The acts that have a single key, and whether somebody's own choice of keys can work."""

ACTS = {
    "j": "Next row",
    "k": "Row before",
    "o": "Open the person or the row",
    "w": "Why it is here",
    "y": "I have it",
    "e": "Done",
    "s": "Later",
    "a": "Hand over",
    "m": "Match or join",
    "x": "Select",
    "b": "Select a batch",
    ".": "More",
    "z": "Take back",
    "/": "Filter",
    "p": "Print",
    "g": "Go to (then a letter)",
    "?": "List of keys",
}


def clash(chosen: dict[str, str]) -> str:
    """One sentence where the keys cannot work as chosen; empty where they can."""
    for act, key in chosen.items():
        if len(key) != 1 or not key.isprintable() or key.isspace():
            return f"“{ACTS[act]}” needs one letter or sign."
    taken: dict[str, str] = {}
    for act, key in chosen.items():
        if key in taken:
            return f"“{key.upper()}” cannot be both “{ACTS[taken[key]]}” and “{ACTS[act]}”."
        taken[key] = act
    return ""

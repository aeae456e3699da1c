"""Names for a varied clinic, in several scripts: whoever reads names must read these."""


def families() -> list[str]:
    """Family names, one word each."""
    return ["Ångström", "Łukasiewicz", "Nguyễn", "O’Hara", "Müller", "Çelik", "Ñúñez", "Đặng", "Šimek", "Þórsdóttir",
            "Смирнова", "Коваленко", "Παπαδάκη", "王", "田中", "佐藤", "김영", "הכהן", "الخطيب", "Ferreira-Souza", "Van-Dyck",
            "Achterberg", "Birdsong", "Castellanos"]  # fmt: skip


def givens() -> list[str]:
    """Given names, one word each, two letters or more."""
    return ["Anaïs", "Björn", "Chloë", "Dragoş", "Élodie", "Fërdi", "Güneş", "Håkon", "İpek", "Jürgen", "Søren", "Zoë",
            "Ольга", "Тарас", "Ελένη", "Νίκος", "花子", "太郎", "明华", "秀英", "지우", "민준", "נועה", "ليلى", "يوسف", "Anne-Marie",
            "Bartholomew", "Cressida", "Dashiell", "Euphemia", "Fitzgerald", "Guinevere"]  # fmt: skip


def own_scripts() -> list[str]:
    """Whole names in letters of their own."""
    return ["林秀英", "王明华", "ဒေါ်စု"]

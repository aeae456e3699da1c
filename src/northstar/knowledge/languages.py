"""What a language is called, by its code in ISO 639 (two or three letters, with or without a region)."""


def language_name(code: str) -> str:
    """`Chinese` for `zh`, `zh-Hant` or `chi`; what there is where we do not know the code."""
    return _LANGUAGES.get(code.split("-")[0].lower(), code)


_LANGUAGES = {
    "en": "English", "es": "Spanish", "zh": "Chinese", "yue": "Cantonese", "cmn": "Mandarin",
    "vi": "Vietnamese", "tl": "Tagalog", "ko": "Korean", "ru": "Russian", "ar": "Arabic",
    "fr": "French", "de": "German", "pt": "Portuguese", "ja": "Japanese", "hi": "Hindi",
    "fa": "Persian", "it": "Italian", "pl": "Polish", "ht": "Haitian Creole", "ig": "Igbo",
    "am": "Amharic", "so": "Somali", "uk": "Ukrainian", "pa": "Punjabi", "bn": "Bengali",
    "eng": "English", "spa": "Spanish", "chi": "Chinese", "zho": "Chinese", "vie": "Vietnamese",
    "rus": "Russian", "kor": "Korean", "ibo": "Igbo", "ara": "Arabic", "cs": "Czech", "sk": "Slovak",
}  # fmt: skip

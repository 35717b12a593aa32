"""Languages as office programs want them: with a country, or their spelling checkers stay silent."""

_COUNTRIES = {"fi": "FI", "en": "GB", "sv": "SE"}


def country(language: str) -> str:
    """The country of a language, empty where we know none."""
    return _COUNTRIES.get(language, "")


def locale(language: str) -> str:
    """`fi-FI` for `fi`; the code alone where we know no country."""
    return f"{language}-{known}" if (known := country(language)) else language

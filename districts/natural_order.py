"""Names in the order that people expect: School 2 before School 11."""

from django.db.models import F, Func, Value


def natural(field: str) -> Func:
    """For a column to order by: the text of `field` with each number padded to eight digits."""

    def replaced(text: F | Func, pattern: str, by: str) -> Func:
        return Func(text, Value(pattern), Value(by), Value("g"), function="regexp_replace")

    return replaced(replaced(F(field), r"\d+", r"0000000\&"), r"0*(\d{8})", r"\1")

"""The words in which a column is declared: what its cells are, what may stand in them, by which headers it goes."""

from __future__ import annotations

import dataclasses
import enum
import functools
import re
import unicodedata

LOOKALIKES = str.maketrans(
    "аесорхуіјѕһԁԛԝτοανικρυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТХ", "aecopxyijshdqwtoavikpuxABEZHIKMNOPTYXABEKMHOPCTX"
)


class Kind(enum.StrEnum):
    """How the cells of a column read. Every numeric kind is kept in ten-thousandths of its unit."""

    SCHOOL_YEAR = "school year"
    ORG_CODE = "organization code"
    TEXT = "text"
    CODE = "code from a list"
    CALENDAR_YEAR = "year"
    DATE = "date"
    COUNT = "whole number"
    FTE = "number"
    PERCENT = "percentage"
    RATIO = "ratio (15.8 to 1)"
    USD = "amount in dollars"
    EDUCATOR_ID = "educator id (MEPID)"
    STUDENT_ID = "student id (SASID)"
    LICENSE_ID = "license number"

    @property
    def numeric(self) -> bool:
        return self in (Kind.COUNT, Kind.FTE, Kind.PERCENT, Kind.RATIO, Kind.USD)

    @property
    def personal(self) -> bool:
        """Whether its cells name a person: they become pseudonyms as soon as the file is read."""
        return self in PERSONAL


EXAMPLES = {
    Kind.SCHOOL_YEAR: "2024-25",
    Kind.ORG_CODE: "00350505",
    Kind.CALENDAR_YEAR: "1980",
    Kind.DATE: "2024-10-01",
    Kind.COUNT: "12",
    Kind.FTE: "0.5",
    Kind.PERCENT: "50",
    Kind.USD: "70000",
    Kind.EDUCATOR_ID: "12345678",
    Kind.STUDENT_ID: "1234567890",
    Kind.LICENSE_ID: "123456",
}
PERSONAL = (Kind.EDUCATOR_ID, Kind.STUDENT_ID, Kind.LICENSE_ID)


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """`headers`: the names it goes by, the usual one first. `required`: the report is not recognized without it.
    `filled`: a blank cell is an error. `codes`: what may stand in it, with `meanings` where a code does not say itself.
    `lowest`, `highest`, `step`: bounds of a number, in its unit. `pattern`: what a text must
    look like, which `form` says in words. `kept`: it is
    in the rows that are frozen; what only checks need is not. `prose`: its cells hold sentences. `adds_up`: its
    percentages are parts of wholes that stand in the file, so that they are never small in all rows. `stands_for`: the
    column in whose place it may be given. `happened`: what its day tells has happened when the file comes; `begun`: it
    mostly has. `in_year`: its day is no later than the end of the row's school year.
    """

    name: str
    kind: Kind
    headers: tuple[str, ...]
    required: bool = True
    filled: bool = False
    codes: tuple[str, ...] = ()
    definition: str = ""
    meanings: tuple[str, ...] = ()
    lowest: float = 0
    highest: float | None = None
    step: float | None = None
    pattern: str = ""
    form: str = ""
    example: str | None = None  # a cell as it may stand in a file; without it, one by its kind
    kept: bool = True
    prose: bool = False
    adds_up: bool = False
    stands_for: str = ""
    happened: bool = False
    begun: bool = False
    in_year: bool = False
    asked_for: str = ""  # why it is asked, while nothing reads it by what it means (burden/uses.py)

    @property
    def title(self) -> str:
        return self.headers[0]

    @property
    def is_free_text(self) -> bool:
        """Whether people write in it what they like."""
        return self.kind is Kind.TEXT and not (self.pattern or self.codes)

    @property
    def words(self) -> str:
        """The title as people read it: without the signs that programs need."""
        return self.title.replace("_", " ")

    @property
    def code_meanings(self) -> list[tuple[str, str]]:
        """Each code with its meaning, which is empty where the code says it itself."""
        return list(zip(self.codes, self.meanings or [""] * len(self.codes), strict=True))

    @property
    def example_cell(self) -> str:
        """What may stand in a cell of a sound row."""
        if self.example is not None:
            return self.example
        return self.codes[0] if self.codes else EXAMPLES.get(self.kind, "")

    @property
    def most(self) -> float | None:
        """The largest number that may stand in it, if there is one."""
        return 100 if self.highest is None and self.kind is Kind.PERCENT else self.highest

    @property
    def steps(self) -> float | None:
        """What its numbers are multiples of, if anything."""
        return 1 if self.step is None and self.kind is Kind.COUNT else self.step


@functools.lru_cache(maxsize=8192)
def header_key(text: str) -> str:
    """A header as it is compared: no case, no punctuation but # % $, one blank between words.

    >>> header_key("Multi-Race, Non-Hispanic"), header_key("Total # of Teachers(FTE)")
    ('multi race non hispanic', 'total # of teachers fte')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w#%$]|_", " ", folded).split())


def latin_key(text: str) -> str:
    """`header_key` with Cyrillic and Greek look-alikes taken for the Latin letters they imitate."""
    return header_key(text.translate(LOOKALIKES))

"""Parameters of rules: what each means to readers, which values it may have, and how it is read from what is typed."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from monitoring.analysis.formatting import school_year

NOTHING = "–"
_YEAR_AND_SHARE = re.compile(r"(\d{4})-(\d{2})\s*:\s*(\d{1,3})\s*%?")
_CODE = re.compile(r"[\w.-]{1,40}")


class Unreadable(ValueError):
    """What was typed is no value of the parameter; the text says how to write it."""


@dataclass(frozen=True)
class Parameter(ABC):
    """One field of a kind of rule. `form`: as which field a page asks for it."""

    name: str
    title: str
    hint: str = field(default="", kw_only=True)
    form: ClassVar[str] = "text"

    @abstractmethod
    def say(self, value: Any) -> str:
        """The value as JSON holds it, in words."""

    @abstractmethod
    def read(self, typed: Any) -> Any:
        """The value as JSON holds it, of a text or, where several can be chosen, of a list. Raises Unreadable."""

    def show(self, value: Any) -> Any:
        """What stands in the field of a form for a value."""
        return "" if value is None else value


@dataclass(frozen=True)
class Number(Parameter):
    """A whole number; `words` holds it at `{}`."""

    words: str
    lowest: int = 0
    highest: int = 366
    optional: bool = False
    form: ClassVar[str] = "number"

    def say(self, value: Any) -> str:
        return NOTHING if value is None else self.words.format(value)

    def read(self, typed: Any) -> Any:
        text = str(typed).strip()
        if not text and self.optional:
            return None
        if not (text.isdecimal() and len(text) < 9) or not self.lowest <= int(text) <= self.highest:
            raise Unreadable(f"Give a whole number from {self.lowest} to {self.highest}.")
        return int(text)


@dataclass(frozen=True)
class YesOrNo(Parameter):
    yes: str
    no: str
    form: ClassVar[str] = "choice"

    @property
    def choices(self) -> Mapping[str, str]:
        return {"yes": self.yes, "no": self.no}

    def say(self, value: Any) -> str:
        return self.yes if value else self.no

    def read(self, typed: Any) -> Any:
        if typed not in self.choices:
            raise Unreadable(f"Choose one of: {self.yes}; {self.no}.")
        return typed == "yes"

    def show(self, value: Any) -> Any:
        return "yes" if value else "no"


@dataclass(frozen=True)
class Choice(Parameter):
    """One code of a list; with `none`, the words for no code, none of them too."""

    codes: Mapping[str, str]
    none: str = ""
    form: ClassVar[str] = "choice"

    @property
    def choices(self) -> Mapping[str, str]:
        return {"": self.none, **self.codes} if self.none else self.codes

    def say(self, value: Any) -> str:
        return self.choices[value or ""]

    def read(self, typed: Any) -> Any:
        if typed not in self.choices:
            raise Unreadable(f"Choose one of: {'; '.join(self.choices.values())}.")
        return typed or None


@dataclass(frozen=True)
class Choices(Parameter):
    """Several codes of a list, kept in its order; `fewest` of them at least. `none`: the words for none."""

    codes: Mapping[str, str]
    fewest: int = 1
    none: str = NOTHING
    form: ClassVar[str] = "choices"

    @property
    def choices(self) -> Mapping[str, str]:
        return self.codes

    def say(self, value: Any) -> str:
        return ", ".join(self.codes[code] for code in sorted(value, key=list(self.codes).index)) or self.none

    def read(self, typed: Any) -> Any:
        chosen = [typed] if isinstance(typed, str) else list(typed or ())
        if not set(chosen) <= set(self.codes) or len(chosen) < self.fewest:
            raise Unreadable(f"Choose {self.fewest} or more of: {'; '.join(self.codes.values())}.")
        return [code for code in self.codes if code in chosen]

    def show(self, value: Any) -> Any:
        return list(value)


@dataclass(frozen=True)
class Codes(Parameter):
    """Codes of the files' own, in any number."""

    none: str

    def say(self, value: Any) -> str:
        return ", ".join(value) or self.none

    def read(self, typed: Any) -> Any:
        found = [one.strip() for one in str(typed or "").replace(";", ",").split(",") if one.strip()]
        if not all(_CODE.fullmatch(one) for one in found):
            raise Unreadable("Give codes with commas between them, each of at most 40 letters and digits.")
        return list(dict.fromkeys(found))

    def show(self, value: Any) -> Any:
        return ", ".join(value)


@dataclass(frozen=True)
class SharesOfYears(Parameter):
    """Percentages of single school years."""

    def say(self, value: Any) -> str:
        return "; ".join(f"{school_year(year)}: {percent}%" for year, percent in value) or NOTHING

    def read(self, typed: Any) -> Any:
        parts = [one.strip() for one in str(typed or "").split(";") if one.strip()]
        found = [_YEAR_AND_SHARE.fullmatch(one) for one in parts]
        pairs = [(int(one[1]) + 1, one[2], int(one[3])) for one in found if one]
        is_sound = all(f"{year % 100:02d}" == end and 1 <= percent <= 100 for year, end, percent in pairs)
        years = [year for year, _, _ in pairs]
        if len(pairs) != len(parts) or not is_sound or len(set(years)) != len(years):
            raise Unreadable("Write each school year once with its percentage, like 2020-21: 50; 2021-22: 60.")
        return [[year, percent] for year, _, percent in sorted(pairs)]

    def show(self, value: Any) -> Any:
        return "; ".join(f"{school_year(year)}: {percent}" for year, percent in value)

"""Several comparisons beside each other, in a sentence that counts what may be said of each and puts none first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitoring.analysis.verdicts import CANNOT_TELL, HIGHER, LOWER, SAME, TOO_FEW, VERDICTS

COUNTED = {
    HIGHER: "clearly above zero",
    LOWER: "clearly below zero",
    **{code: VERDICTS[code] for code in (SAME, CANNOT_TELL, TOO_FEW)},
    "": "without a gap to show",
}


def verdicts_sentence(verdicts: Sequence[str]) -> str:
    """In: the verdict of each comparison, empty where there is no difference.

    >>> verdicts_sentence(["too_few", "higher", "higher", ""])
    'Of 4 comparisons: 2 clearly above zero, 1 too few to say, 1 without a gap to show.'
    >>> verdicts_sentence(["same"])
    'Of 1 comparison: 1 about the same.'
    """
    found = Counter(verdicts)
    told = ", ".join(f"{found[code]} {words}" for code, words in COUNTED.items() if found[code])
    return f"Of {len(verdicts)} comparison{'' if len(verdicts) == 1 else 's'}: {told}."

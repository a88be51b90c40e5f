"""Measures that contain others, as data. Not a rule: two rules read it."""

from __future__ import annotations

# (contained, containing): whoever counts for the first counts for the second.
SUPERSETS: tuple[tuple[str, str], ...] = (
    ("T_EXP_LT1", "T_EXP_LE1"),
    ("T_EXP_LE1", "T_EXP_LT3"),
    ("T_EXP_LT3", "T_EXP_LT4"),
    ("T_EXP_LE1", "T_EXP_LT4"),
    ("P_EXP_LT1", "P_EXP_LE1"),
    ("P_EXP_LE1", "P_EXP_LT3"),
    ("P_EXP_LT3", "P_EXP_LT4"),
    ("T_ABS_GT10", "T_ABS_GE10"),
    ("P_ABS_GT10", "P_ABS_GE10"),
    ("T_OOF_80", "T_OOF"),
    ("T_UNLICENSED", "T_UNQ"),
    ("T_WAIVER_PROV", "T_UNQ"),
)
SUPERSETS_IDS: tuple[str, ...] = tuple(dict.fromkeys(id for pair in SUPERSETS for id in pair))

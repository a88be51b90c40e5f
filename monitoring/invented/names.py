"""Names of places that do not exist. Schools bear those of trees, streets and waters, never of persons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FIRST = (
    *("Alder", "Amber", "Ash", "Beech", "Birch", "Black", "Bright", "Brook", "Cedar", "Clear", "Copper", "Crane"),
    *("Dove", "Dun", "East", "Elm", "Fair", "Fern", "Fox", "Glen", "Gold", "Gray", "Green", "Har", "Hazel", "High"),
    *("Iron", "Juniper", "Kestrel", "Lark", "Linden", "Maple", "Mill", "Moss", "North", "Oak", "Otter", "Pine"),
    *("Quarry", "Raven", "Red", "River", "Rose", "Salt", "Silver", "South", "Spruce", "Stone", "Thorn", "Vale"),
    *("West", "White", "Willow", "Winter", "Yarrow"),
)
SECOND = (
    *("borough", "bridge", "brook", "bury", "cliff", "combe", "dale", "field", "ford", "gate", "ham", "haven"),
    *("hurst", "land", "ley", "mere", "mont", "mouth", "port", "shore", "stead", "ton", "ville", "water", "wick"),
    *("wood", "worth"),
)
BEFORE = ("North ", "South ", "East ", "West ", "New ", "Old ", "Upper ", "Lower ", "Great ", "Little ")
PARTS = (
    *("Cedar Street", "Maple Street", "Mill Pond", "Lakeside", "Hillside", "River Road", "Meadow Lane", "Elm Street"),
    *("Orchard", "Spring Street", "Summit", "Valley View", "Bridge Street", "Canal Street", "Harbor", "Forest Park"),
    *("Pleasant Street", "Prospect Hill", "Chestnut Hill", "Eastside", "Westside", "Northside", "Southside", "Central"),
    *("Highland", "Oak Grove", "Pine Ridge", "Quarry Road", "Sunset", "Union Square", "Water Street", "Wood End"),
    *("Brookside", "Clover", "Fairview", "Garden City", "Island", "Juniper", "Market Square", "Station Avenue"),
)
KINDS = {"ELEM": "Elementary", "MIDDLE": "Middle", "HIGH": "High", "K8": "School", "K12": "School"}


def place_names(random: np.random.Generator, count: int) -> list[str]:
    """So many different names of towns, in the order of the alphabet."""
    first, second = ([names[place] for place in random.permutation(len(names))] for names in (FIRST, SECOND))
    turns = [(place, (place + turn) % len(second)) for turn in range(len(second)) for place in range(len(first))]
    named = [f"{first[one]}{second[other]}" for one, other in turns if first[one].lower() != second[other]]
    named += [f"{before}{name}" for before in BEFORE for name in named]
    return sorted(named[:count])


def school_names(random: np.random.Generator, towns: Sequence[str], levels: Sequence[str]) -> list[str]:
    """By school, from the name of its town and its level; each different in its town. The first of a level that is
    high, or alone in its town, is named for the town.
    """
    begin = random.integers(0, len(PARTS), len(towns))
    seen: dict[str, int] = {}
    named = []
    for place, (town, level) in enumerate(zip(towns, levels, strict=True)):
        number = seen[town] = seen.get(town, -1) + 1
        of_level = seen[f"{town} {level}"] = seen.get(f"{town} {level}", -1) + 1
        is_towns = of_level == 0 and level not in ("ELEM",)
        around, part = divmod(number + int(begin[place - number]), len(PARTS))
        again = f" {around + 1}" if number >= len(PARTS) else ""
        named.append(f"{town if is_towns else PARTS[part]} {KINDS[level]}{again}")
    return named

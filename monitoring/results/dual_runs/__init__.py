"""Dual runs: what a definition that is not active would give, computed from the certified files beside what is in
force, and compared with it (`computing`, `comparison`); who asks for one, and whether it is still of use (`asking`).
"""

"""What people are told where something cannot be done."""


class NotPossible(ValueError):
    """It cannot be done now; the text says why, and what can be done."""

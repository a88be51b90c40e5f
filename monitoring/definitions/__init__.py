"""Definitions of measures as they are stored: their versions, and what became of them."""

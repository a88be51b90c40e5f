"""The layouts that districts and the agency fill in, each declared once: all else is made of it."""

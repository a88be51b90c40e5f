"""Strategies that close gaps: what they are made of, and from when to when one was in force."""

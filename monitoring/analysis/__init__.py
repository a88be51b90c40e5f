"""The pure room: measures, groups, values, gaps and plausibility checks. No Django, no clock, no database; frames in,
frames out.
"""

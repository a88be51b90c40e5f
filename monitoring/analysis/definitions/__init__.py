"""Definitions of measures as versioned data: what a version says (`definition`), which kinds of rules there are and
what their parameters mean to readers (`kinds`, `parameters`), which version holds in a school year (`in_force`), how
two differ (`difference`), what may become of one (`lifecycle`), and which ones this program ships (`shipped`).
"""

"""From districts' files of persons to sums in which no person stands: which files count (`files`), the index of who
worked where (`index`), the sums (`adding_up`), and their rows among the figures that results are computed from
(`rows`).
"""

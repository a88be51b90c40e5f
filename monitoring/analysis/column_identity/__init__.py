"""Do the columns of a report hold what their names say? Plausibility checks that know no particular year, file or
state.

Schools keep their place among the others from one year to the next, far better than any other column of the report
imitates it. From this follow three tests, in order, each blind where the others see: a ranking that continues another
column or none (`rank_votes`), a difference between two columns that turns around (`contrasts`), and a relation within
the school that does (`relations`). Which year is wrong is put to the vote of all years, where accepted years outweigh
the rest (`years`). Seen before are cells written as another kind of number (`formats`), and cells that are another
column's or another year's one by one (`copies`). Below 30 shared schools there is no order to speak of; the sizes must
then come far nearer with labels in other places (`sizes`). A year whose cells have settled the matter has no vote.

What cannot be seen: two columns with hardly any figures; two noisy columns without persistence, unless a relation ties
them to others; whether a single year is right when there is no other year and its cells are of the right kind.
"""

from monitoring.analysis.column_identity.judge import judge_columns
from monitoring.analysis.column_identity.verdict import ColumnVerdict, proposals

__all__ = ["ColumnVerdict", "judge_columns", "proposals"]

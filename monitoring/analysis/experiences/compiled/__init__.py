"""Loops over seats and teachers that are compiled (numba) when they are first called: what whole columns at a time
would write and read again stays in the processor's registers. Imported inside functions, for numba is slow to load.

What is compiled is kept in NUMBA_CACHE_DIR, by file: a function calls none of another file, whose change would not be
seen. Rows of arrays are written by index; a row taken out of an array costs more than what is done with it.
"""

from __future__ import annotations

from numba import njit

compiled = njit(cache=True, nogil=True, error_model="numpy")
inlined = njit(cache=True, nogil=True, error_model="numpy", inline="always")

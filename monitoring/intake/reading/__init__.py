"""From the bytes of a file nobody vouches for to a table of text cells. Pure: no Django, no domain."""

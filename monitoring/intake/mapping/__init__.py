"""How a district's own export is read as a layout. Pure: no Django, no database."""

"""Rules on the rows of layouts: forms of cells, whatever they are of."""

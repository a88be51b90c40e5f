"""A state to try the product with: real published reports where they are at hand, else a small invented state."""

"""What intake tells, a module for each thing that is asked about; functions are named for whose eyes they serve."""

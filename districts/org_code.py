"""Organization codes: eight digits, the first four those of the district."""

STATE_CODE = "00000000"  # of the state and its agency

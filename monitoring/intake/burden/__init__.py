"""The burden ledger: what a collection costs a district, and what each column that is asked is used for. Pure."""

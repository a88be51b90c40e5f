"""WHO: districts, schools, people, roles, the wall between tenants, audit. Imports nothing of monitoring."""

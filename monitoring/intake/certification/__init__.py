"""How a district hands over its files of a school year: submitted, certified, accepted by ESE. Pure."""

"""The REST API: serializers and routes over the rooms' queries and actions. Nothing is computed here."""

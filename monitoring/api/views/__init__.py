"""Routes' views, one noun a file: find rows through the scope, call one query or one action, answer."""

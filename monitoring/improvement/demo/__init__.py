"""What this room shows in the demo."""

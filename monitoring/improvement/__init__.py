"""What districts do with what they see: strategies and how far they are with them, causes, answers, next steps."""

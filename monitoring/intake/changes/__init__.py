"""What a file changes against the rows that stand: paired, counted, listed; and when it waits because of that."""

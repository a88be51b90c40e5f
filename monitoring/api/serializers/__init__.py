"""What the API says, one noun a file. Each field says its unit and what null means."""

"""What people are told: four languages, and who reads which."""

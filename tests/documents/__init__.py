"""What leaves the house: its terms, its files for machines, its pages for people."""

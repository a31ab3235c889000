"""What Rebill takes: time and memory, as ratios of things run in turn in one run; how its house stands (`house`)."""

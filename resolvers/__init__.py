"""From arguments to reads, or to one posting command. Decides nothing about money."""

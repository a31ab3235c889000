"""What a plan is made of.

What it can have ten thousands of are named tuples: they are made, and handed to the driver, in a fraction of the time.
"""

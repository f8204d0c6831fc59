"""Many raids: estimates, intervals, comparisons."""

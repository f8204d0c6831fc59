"""How Hypothesis looks for counterexamples: the same ones every time, unless it is told to explore."""

from hypothesis import settings

# No deadline: the first call of a law compiles it, which takes longer than any deadline that would mean something.
settings.register_profile("ringfort", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("ringfort")

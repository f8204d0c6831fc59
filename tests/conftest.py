"""One Hypothesis profile for all tests."""

from hypothesis import settings

# The first call of a law compiles it, which takes longer than any deadline that would mean something.
settings.register_profile("ringfort", deadline=None)
settings.load_profile("ringfort")

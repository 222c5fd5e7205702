"""Numbers, money and dates as a shop's staff read them: those of `rfm.words`."""

from rfm.words import *  # noqa: F403

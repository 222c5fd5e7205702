"""Would the models have been right? A test on the user's own past."""

from rfm.lifetime.backtesting.card import BackTest
from rfm.lifetime.backtesting.running import back_test

__all__ = ["BackTest", "back_test"]

"""The frame around every page, and the page of an unknown address."""

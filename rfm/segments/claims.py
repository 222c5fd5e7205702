"""What a segment's name may say of its customers, which can be false in a shop."""

from typing import Final

# That they are lost or about to be, that they are new, that they bought lately, that they come
# often.
GONE, NEW, LATELY, FREQUENT = "gone", "new", "lately", "frequent"
CLAIMS: Final = (GONE, NEW, LATELY, FREQUENT)
# How a document says that a name claims none of it.
NO_CLAIMS: Final = "none"

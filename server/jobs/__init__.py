"""Background work: the book of jobs, their queue, and who works on them."""

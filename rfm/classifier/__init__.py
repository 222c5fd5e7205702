"""A model that places new customers, with what there is to judge it by."""

"""Everything the browser shows, as pure functions: values and frames in, components out."""

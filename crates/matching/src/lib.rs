//! Which groups fit a person, and why: the in-memory index and the ranking with its reasons. Pure.

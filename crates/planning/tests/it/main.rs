//! Published and independently computed results, read from `../shared` where it is present.

//! The interop crate against real listings that lie outside the repository.

#[cfg(test)]
mod real_listings;

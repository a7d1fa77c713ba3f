//! The interop crate against anything at all, and against real listings outside the repository.

#[cfg(test)]
mod any_input;
#[cfg(test)]
mod duplicates;
#[cfg(test)]
mod every_listing;
#[cfg(test)]
mod real_listings;

//! How others say it: listings, CSV and calendars read into our words. Translation only, no network.

//! Situations from a service's day, each walked on both databases as given, when, then.

mod desk;
mod measure;
mod prescribe;
mod refer;

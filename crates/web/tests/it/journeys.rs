//! Situations from a service's day, each walked on both databases as given, when, then.

mod desk;
mod directory;
mod find;
mod keeping;
mod link_work;
mod main_job;
mod measure;
mod near;
mod prescribe;
mod refer;

//! Everything that is tested over HTTP, in one binary.

mod accounts;
mod bad_input;
mod directory;
mod discussions;
mod groups;
mod main_job;
mod members;
mod openapi;
mod policy;
mod support_models;
mod sweep;

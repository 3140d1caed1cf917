//! Everything that is tested over HTTP, in one binary.

mod accounts;
mod answers;
mod architecture;
mod bad_input;
mod boot;
mod directory;
mod discussions;
mod first_steps;
mod groups;
mod idempotency;
mod lists;
mod main_job;
mod members;
mod migrations;
mod openapi;
mod passwords;
mod policy;
mod retention;
mod sessions;
mod support_models;
mod sweep;
mod tokens;
mod vocabulary;

//! Torg: a member network one can host oneself.
//!
//! A feature is a folder, always with the same few files; a request goes once through them:
//! `routes` (the recipe), `policy` (may they?), `store` (what is it, what changes), `types` (what
//! they get). The kernel is what all of them stand on, `features` is the table of them, `server`
//! the wiring.

pub mod accounts;
pub mod charters;
pub mod commands;
pub mod config;
pub mod contacts;
pub mod curation;
pub mod demo;
pub mod directory;
pub mod discussions;
pub mod examples;
pub mod features;
pub mod groups;
pub mod introductions;
pub mod invitations;
pub mod kernel;
pub mod knowledge;
pub mod members;
pub mod needs;
pub mod notifications;
pub mod organisations;
pub mod saved_searches;
pub mod search;
pub mod server;
pub mod service;
pub mod spaces;
pub mod support_models;
pub mod vocabulary;
pub mod worksheet_rounds;
pub mod worksheets;

//! What every feature stands on. The kernel names no feature.

pub mod access;
pub mod allowance;
pub mod app;
pub mod clock;
pub mod db;
pub mod document;
pub mod envelope;
pub mod fault;
pub mod feature;
pub mod http;
pub mod idempotency;
pub mod keys;
pub mod mail;
pub mod outbox;
pub mod page;
pub mod password;
pub mod patch;
pub mod problem;
pub mod request;
pub mod retention;
pub mod schema;
pub mod secret;
pub mod text;
pub mod throttle;
pub mod typeset;

//! Torg as its users meet it: the real server on a port of its own, a database of its own, a clock
//! that stands still, and people who act over HTTP.

mod answer;
mod app;
mod contract;
pub mod database;
mod person;
mod program;
mod rows;
mod sink;
mod snapshot;

pub use answer::Answer;
pub use app::{App, START, config_for};
pub use contract::{Contract, Operation};
pub use person::Person;
pub use program::{Ended, Place, Running, free_port};
pub use sink::{Fate, Sink, Taken};
pub use snapshot::{committed, expect_committed};

/// The password of everybody in the tests.
pub const PASSWORD: &str = "glad igelkott under bron";

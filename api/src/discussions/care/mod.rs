//! Looking after discussions: moving one, and closing one as solved.

mod policy;
pub mod routes;
mod store;
mod types;

pub use policy::rights;

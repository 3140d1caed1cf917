//! Polls: one in a discussion, asked by whoever opened it or those who look after the place.

mod check;
mod count;
mod policy;
pub mod routes;
mod store;
mod types;

pub use policy::rights;
pub use store::forget;

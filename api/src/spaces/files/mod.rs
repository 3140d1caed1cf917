//! Files that a group keeps.

mod kinds;
pub mod routes;
mod store;
mod types;

pub use store::cards;
pub use types::GroupFileCard;

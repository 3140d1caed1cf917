//! What members keep for themselves: bookmarks, drafts, and how much they want to hear.

mod drafts;
mod policy;
pub mod routes;
mod store;
mod types;

pub use policy::rights;
pub use store::forget;

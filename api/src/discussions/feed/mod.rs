//! What anybody may read, for feed readers (Atom, RFC 4287).

mod entries;
pub mod routes;

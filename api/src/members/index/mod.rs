//! What members can be found by, in memory: one pass over columns beats any plan of a database.
//!
//! Nothing here decides what is true. With every request the database is asked what was changed
//! since ([`crate::kernel::changes`]), and whoever was is read anew; whom a viewer may know of and
//! what they see beyond what everybody sees is asked of the database, too ([`view`]), and so is
//! whatever stands on a page. A large part is built now and then and never changed ([`base`]); a
//! small one holds those who were changed meanwhile.

mod base;
mod columns;
mod finder;
mod load;
mod scan;
mod state;
mod texts;
mod view;

pub use finder::{current, keep};
pub use scan::{Filter, Hit, Jobs, Scan};
pub use state::{At, Index};
pub use view::{Part, View};

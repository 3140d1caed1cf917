//! Needs: what members look for help with, posted for others to see, and what came of it.

mod policy;
mod problems;
mod routes;
mod store;
mod types;

use std::collections::HashMap;

use entity::id::NeedId;

use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;
use crate::vocabulary::Edit;

pub use types::NeedCard;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "needs",
    about: "What members look for help with: posted, matched with who could help, and closed with what came of it.",
    mount: |config| {
        config
            .service(routes::list_needs)
            .service(routes::post_need)
            .service(routes::get_need)
            .service(routes::edit_need)
            .service(routes::withdraw_need)
            .service(routes::match_need)
            .service(routes::close_need);
    },
    problems: problems::ALL,
    notices: &[],
    kinds: &[],
    forget: None,
    searchable: None,
    rights: policy::rights,
};

/// Has every need that is about a competence be about the one that takes its place.
pub async fn succeed(tx: &Tx, right: &Granted<Edit>, key: &str, successor: &str) -> Result<()> {
    store::succeed(tx, right, key, successor).await
}

/// An open need of the viewer's own and the competences that it is about; another's is not there.
pub async fn looked_for(viewer: &Viewer, id: NeedId) -> Result<(NeedCard, Vec<String>)> {
    store::looked_for(viewer, id).await
}

/// Needs as they stand beside something else; one that the viewer may not see is not there.
pub async fn cards(viewer: &Viewer, ids: Vec<NeedId>) -> Result<HashMap<NeedId, NeedCard>> {
    store::cards(viewer, ids).await
}

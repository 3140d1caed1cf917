//! Published examples as others find them: as plain texts.

use entity::example::{Column, Entity};
use entity::id::ExampleId;
use entity::kind::{Area, Language};
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::policy::visible_to;
use crate::kernel::access::Viewer;
use crate::kernel::problem::Result;

/// An example that anybody reads.
#[derive(Clone, Debug)]
pub struct OpenExample {
    /// The example.
    pub id: ExampleId,
    /// The area it belongs to.
    pub area: Area,
    /// The language it is written in.
    pub language: Language,
    /// The title.
    pub title: String,
    /// Everything else that it says (CommonMark).
    pub text: String,
}

/// What is published, and in which version.
pub async fn versions(viewer: &Viewer) -> Result<Vec<(ExampleId, i32)>> {
    let published = Entity::find().select_only().column(Column::Id).column(Column::Version).filter(visible_to(None)).order_by_asc(Column::Id);
    Ok(published.into_tuple().all(viewer.conn()).await?)
}

/// Every published example, by title in Swedish order.
pub async fn all(viewer: &Viewer) -> Result<Vec<OpenExample>> {
    let rows = Entity::find().filter(visible_to(None)).order_by_asc(Column::SortKey).order_by_asc(Column::Id).all(viewer.conn()).await?;
    let open = |row: entity::example::Model| {
        let parts = [row.summary, row.method, row.result, row.lessons];
        let text = parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
        OpenExample { id: row.id, area: row.area, language: row.language, title: row.title, text }
    };
    Ok(rows.into_iter().map(open).collect())
}

//! A worksheet in somebody's hands, and the proof of what they may do to it.

use std::collections::HashMap;
use std::ops::Deref;

use chrono::TimeDelta;
use entity::id::{MemberId, WorksheetId};
use entity::kind::WorksheetRole;
use entity::{worksheet, worksheet_share, worksheet_template};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::policy::{Deed, part_of_holder, parts_of, visible_to};
use super::types::Secret;
use crate::kernel::access::{System, Viewer};
use crate::kernel::problem::{FORBIDDEN, NOT_FOUND, Problem, Result};
use crate::support_models::{self, Form};

/// How long a worksheet that belongs to nobody is kept after it was last used.
pub const LIFE: TimeDelta = TimeDelta::days(30);
/// How much of its life has to be gone before it is renewed: reading is not to write every time.
const RENEWED_AFTER: TimeDelta = TimeDelta::days(1);

/// A worksheet that the caller may read. Only [`hold`] and beginning one make one: no secret and no
/// part, no worksheet.
pub struct Held {
    pub(super) system: System,
    pub(super) row: worksheet::Model,
    pub(super) form: Form,
    pub(super) role: WorksheetRole,
    pub(super) owner: Option<MemberId>,
}

/// One that the caller may fill in. Only [`Held::into_writer`] makes one: no right, no write.
pub struct Writer(Held);

/// One that the caller may dispose of. Only [`Held::into_keeper`] makes one.
pub struct Keeper(Held);

impl Held {
    /// The same, to be filled in.
    pub fn into_writer(self) -> Result<Writer> {
        self.asked(Deed::Write).map(Writer)
    }

    /// The same, to be disposed of.
    pub fn into_keeper(self) -> Result<Keeper> {
        self.asked(Deed::Keep).map(Keeper)
    }

    fn asked(self, deed: Deed) -> Result<Self> {
        if deed.is_for(self.role) { Ok(self) } else { Err(FORBIDDEN.lacking(deed.name())) }
    }
}

impl Keeper {
    /// As somebody who only reads it.
    #[must_use]
    pub fn into_held(self) -> Held {
        self.0
    }
}

impl Deref for Writer {
    type Target = Held;

    fn deref(&self) -> &Held {
        &self.0
    }
}

impl Deref for Keeper {
    type Target = Held;

    fn deref(&self) -> &Held {
        &self.0
    }
}

/// Opens a worksheet with its secret or as somebody with a part in it. Otherwise it is not there.
/// The life of one that belongs to nobody is renewed.
pub async fn hold(viewer: &Viewer, id: WorksheetId, secret: &Secret) -> Result<Held> {
    use worksheet::{Column, Entity};
    let now = viewer.now();
    let row = Entity::find_by_id(id).filter(visible_to(secret, viewer.actor(), now)).one(viewer.conn()).await?;
    let mut row = row.ok_or(NOT_FOUND)?;
    let (part, owner) = parts(viewer, id).await?;
    let held = secret.hash().is_some_and(|hash| hash == row.secret_hash).then(|| part_of_holder(owner.is_some()));
    let role = part.max(held).ok_or(NOT_FOUND)?;
    let form = form_of(viewer, &row.template_digest).await?;
    let system = viewer.system("the secret of a worksheet, or a part in it, is all that is known");
    if owner.is_none() && row.expires_at < now + LIFE - RENEWED_AFTER {
        row.expires_at = now + LIFE;
        let renewed = Entity::update_many().col_expr(Column::ExpiresAt, Expr::value(row.expires_at)).filter(Column::Id.eq(id));
        system.write(async |tx| Ok(renewed.exec(tx.conn()).await.map(drop)?)).await?;
    }
    Ok(Held { system, row, form, role, owner })
}

/// The viewer's greatest part in a worksheet, and who owns it.
async fn parts(viewer: &Viewer, id: WorksheetId) -> Result<(Option<WorksheetRole>, Option<MemberId>)> {
    use worksheet_share::{Column, Entity};
    let own = viewer.actor().map(parts_of);
    let all = || Entity::find().filter(Column::WorksheetId.eq(id));
    let owner = all().filter(Column::Role.eq(WorksheetRole::Owner)).one(viewer.conn()).await?.and_then(|share| share.member_id);
    let Some(own) = own else { return Ok((None, owner)) };
    let own = all().filter(Condition::all().add(own)).all(viewer.conn()).await?;
    Ok((own.into_iter().map(|share| share.role).max(), owner))
}

/// The template that was kept under this digest, in the viewer's language.
pub async fn form_of(viewer: &Viewer, digest: &str) -> Result<Form> {
    let form = forms_of(viewer, vec![digest.to_owned()]).await?.remove(digest);
    form.ok_or_else(|| Problem::internal("a worksheet without its template"))
}

/// The templates that were kept under these digests, in the viewer's language.
pub async fn forms_of(viewer: &Viewer, digests: Vec<String>) -> Result<HashMap<String, Form>> {
    use worksheet_template::{Column, Entity};
    let rows = Entity::find().filter(Column::Digest.is_in(digests)).all(viewer.conn()).await?;
    rows.into_iter().map(|row| Ok((row.digest, support_models::form_in(&row.document, viewer.language())?))).collect()
}

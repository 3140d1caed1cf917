//! Rows that wait to be written.

use entity::{
    account, charter, charter_need, charter_theme, competence_claim, discussion, group, group_membership, invitation, member, organisation,
    organisation_name, position, post, topic,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

use crate::kernel::db::Tx;
use crate::kernel::problem::Result;

/// Rows in one statement. Most statements of a table are then the same one, which the driver keeps,
/// and the widest row is far from the parameters that either database takes (32 766 and more).
const AT_ONCE: usize = 100;

/// Rows of every table, by table.
#[derive(Default)]
pub struct Rows {
    pub organisations: Vec<organisation::Model>,
    pub former_names: Vec<organisation_name::Model>,
    pub accounts: Vec<account::Model>,
    pub members: Vec<member::Model>,
    pub positions: Vec<position::Model>,
    pub claims: Vec<competence_claim::Model>,
    pub topics: Vec<topic::Model>,
    pub groups: Vec<group::Model>,
    pub memberships: Vec<group_membership::Model>,
    pub charters: Vec<charter::Model>,
    pub charter_themes: Vec<charter_theme::Model>,
    pub charter_needs: Vec<charter_need::Model>,
    pub invitations: Vec<invitation::Model>,
    pub discussions: Vec<discussion::Model>,
    pub posts: Vec<post::Model>,
}

impl Rows {
    /// Writes them, what is referred to first.
    pub async fn write(self, tx: &Tx) -> Result<()> {
        put::<organisation::Entity, _>(tx, self.organisations).await?;
        put::<organisation_name::Entity, _>(tx, self.former_names).await?;
        put::<account::Entity, _>(tx, self.accounts).await?;
        put::<member::Entity, _>(tx, self.members).await?;
        put::<position::Entity, _>(tx, self.positions).await?;
        put::<competence_claim::Entity, _>(tx, self.claims).await?;
        put::<topic::Entity, _>(tx, self.topics).await?;
        put::<group::Entity, _>(tx, self.groups).await?;
        put::<group_membership::Entity, _>(tx, self.memberships).await?;
        put::<charter::Entity, _>(tx, self.charters).await?;
        put::<charter_theme::Entity, _>(tx, self.charter_themes).await?;
        put::<charter_need::Entity, _>(tx, self.charter_needs).await?;
        put::<invitation::Entity, _>(tx, self.invitations).await?;
        put::<discussion::Entity, _>(tx, self.discussions).await?;
        put::<post::Entity, _>(tx, self.posts).await
    }
}

async fn put<E, A>(tx: &Tx, rows: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = E>,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(AT_ONCE)).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

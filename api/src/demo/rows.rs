//! Rows that wait to be written.

use std::collections::HashMap;

use entity::{
    account, charter, charter_need, charter_theme, competence_claim, competence_proposal, discussion, example, example_organisation, example_tag,
    group, group_membership, introduction, introduction_ask, invitation, member, member_language, member_link, mention, need, need_competence,
    organisation, organisation_name, poll, poll_ballot, poll_choice, poll_option, poll_voter, position, post, saved_search, search_entry, topic,
};
use entity::{round_answer, worksheet, worksheet_entry, worksheet_round, worksheet_share, worksheet_template};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

use crate::kernel::db::Tx;
use crate::kernel::problem::Result;
use crate::kernel::search::{Kept, Reader};
use crate::{discussions, groups};

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
    pub languages: Vec<member_language::Model>,
    pub links: Vec<member_link::Model>,
    pub groups: Vec<group::Model>,
    pub memberships: Vec<group_membership::Model>,
    pub charters: Vec<charter::Model>,
    pub charter_themes: Vec<charter_theme::Model>,
    pub charter_needs: Vec<charter_need::Model>,
    pub invitations: Vec<invitation::Model>,
    pub discussions: Vec<discussion::Model>,
    pub posts: Vec<post::Model>,
    pub examples: Vec<example::Model>,
    pub example_organisations: Vec<example_organisation::Model>,
    pub example_tags: Vec<example_tag::Model>,
    pub mentions: Vec<mention::Model>,
    pub polls: Vec<poll::Model>,
    pub poll_options: Vec<poll_option::Model>,
    pub poll_voters: Vec<poll_voter::Model>,
    pub poll_ballots: Vec<poll_ballot::Model>,
    pub poll_choices: Vec<poll_choice::Model>,
    pub proposals: Vec<competence_proposal::Model>,
    pub searches: Vec<saved_search::Model>,
    pub needs: Vec<need::Model>,
    pub needed: Vec<need_competence::Model>,
    pub introductions: Vec<introduction::Model>,
    pub asked: Vec<introduction_ask::Model>,
    pub templates: Vec<worksheet_template::Model>,
    pub worksheets: Vec<worksheet::Model>,
    pub shares: Vec<worksheet_share::Model>,
    pub entries: Vec<worksheet_entry::Model>,
    pub rounds: Vec<worksheet_round::Model>,
    pub answers: Vec<round_answer::Model>,
}

impl Rows {
    /// Writes them, what is referred to first.
    pub async fn write(self, tx: &Tx, reader: &mut Reader) -> Result<()> {
        let found = self.found(reader);
        put::<organisation::Entity, _>(tx, self.organisations).await?;
        put::<organisation_name::Entity, _>(tx, self.former_names).await?;
        put::<account::Entity, _>(tx, self.accounts).await?;
        put::<member::Entity, _>(tx, self.members).await?;
        put::<position::Entity, _>(tx, self.positions).await?;
        put::<competence_claim::Entity, _>(tx, self.claims).await?;
        put::<topic::Entity, _>(tx, self.topics).await?;
        put::<member_language::Entity, _>(tx, self.languages).await?;
        put::<member_link::Entity, _>(tx, self.links).await?;
        put::<group::Entity, _>(tx, self.groups).await?;
        put::<group_membership::Entity, _>(tx, self.memberships).await?;
        put::<charter::Entity, _>(tx, self.charters).await?;
        put::<charter_theme::Entity, _>(tx, self.charter_themes).await?;
        put::<charter_need::Entity, _>(tx, self.charter_needs).await?;
        put::<invitation::Entity, _>(tx, self.invitations).await?;
        put::<discussion::Entity, _>(tx, self.discussions).await?;
        put::<post::Entity, _>(tx, self.posts).await?;
        put::<search_entry::Entity, _>(tx, found).await?;
        put::<mention::Entity, _>(tx, self.mentions).await?;
        put::<poll::Entity, _>(tx, self.polls).await?;
        put::<poll_option::Entity, _>(tx, self.poll_options).await?;
        put::<poll_voter::Entity, _>(tx, self.poll_voters).await?;
        put::<poll_ballot::Entity, _>(tx, self.poll_ballots).await?;
        put::<poll_choice::Entity, _>(tx, self.poll_choices).await?;
        put::<competence_proposal::Entity, _>(tx, self.proposals).await?;
        put::<saved_search::Entity, _>(tx, self.searches).await?;
        put::<need::Entity, _>(tx, self.needs).await?;
        put::<need_competence::Entity, _>(tx, self.needed).await?;
        put::<introduction::Entity, _>(tx, self.introductions).await?;
        put::<introduction_ask::Entity, _>(tx, self.asked).await?;
        put::<worksheet_template::Entity, _>(tx, self.templates).await?;
        put::<worksheet::Entity, _>(tx, self.worksheets).await?;
        put::<worksheet_share::Entity, _>(tx, self.shares).await?;
        put::<worksheet_entry::Entity, _>(tx, self.entries).await?;
        put::<worksheet_round::Entity, _>(tx, self.rounds).await?;
        put::<round_answer::Entity, _>(tx, self.answers).await?;
        put::<example::Entity, _>(tx, self.examples).await?;
        put::<example_organisation::Entity, _>(tx, self.example_organisations).await?;
        put::<example_tag::Entity, _>(tx, self.example_tags).await
    }
}

impl Rows {
    /// What can be found of it in a search over everything.
    fn found(&self, reader: &mut Reader) -> Vec<Kept> {
        let mut found: Vec<_> = self.groups.iter().map(|row| groups::entry_of(row, reader)).collect();
        found.extend(self.discussions.iter().map(|row| discussions::entry_of(row, reader)));
        let held: HashMap<_, _> = self.discussions.iter().map(|row| (row.id, row.group_id)).collect();
        found.extend(self.posts.iter().map(|row| discussions::entry_of_post(row, held.get(&row.discussion_id).copied().flatten(), reader)));
        found
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

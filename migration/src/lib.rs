//! The schema, step by step, up and down.
//!
//! A step is frozen once it is released: it says what it says without the entities, which move on.

use sea_orm_migration::{MigrationTrait, async_trait};
pub use sea_orm_migration::{MigratorTrait, SchemaManager};

mod changes;
mod columns;
mod m20261122_000001_accounts;
mod m20261122_000002_vocabulary;
mod m20261122_000003_members;
mod m20261122_000004_groups;
mod m20261122_000005_support_models;
mod m20261124_000001_profiles;
mod m20261124_000002_relations;
mod m20261124_000003_contacts;
mod m20261124_000101_posts;
mod m20261124_000102_read_states;
mod m20261124_000103_bans;
mod m20261124_000201_worksheets;
mod m20261125_000100_languages_and_links;
mod m20261125_000101_handles;
mod m20261125_000102_photos;
mod m20261125_000103_education;
mod m20261125_000200_changes;
mod m20261125_000201_dismissals;
mod m20261125_000202_vocabulary_changes;
mod m20261125_000300_editors;
mod m20261125_000301_curation;
mod m20261125_000302_saved_searches;
mod m20261125_000303_needs;
mod m20261125_000304_introductions;
mod m20261125_000501_model_versions;
mod m20261125_000502_contributions;
mod m20261125_000503_models_from_elsewhere;
mod m20261125_000504_credited_examples;
mod m20261125_000600_worksheet_shares;
mod m20261125_000601_worksheet_archive;
mod m20261125_000602_worksheet_rounds;
mod m20261125_000603_discussed_worksheets;
mod m20261125_000701_examples;
mod m20261125_000801_invitations;
mod m20261125_000802_charters;
mod m20261125_000803_admissions;
mod m20261125_000804_histories;
mod m20261125_000805_spaces;
mod m20261125_000806_files;
mod m20261125_000901_forum;
mod m20261125_000902_mentions;
mod m20261125_000903_polls;
mod m20261125_000904_desks;
mod m20261125_000905_languages_of_posts;
mod m20261125_001000_regions_and_sizes;
mod m20261125_001100_search;
mod m20261125_001300_notifications;
mod m20261126_000500_withdrawn_models;

/// Runs the steps. Callers hold the migration lock.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_accounts::Migration),
            Box::new(m20261122_000002_vocabulary::Migration),
            Box::new(m20261122_000003_members::Migration),
            Box::new(m20261122_000004_groups::Migration),
            Box::new(m20261122_000005_support_models::Migration),
            Box::new(m20261124_000001_profiles::Migration),
            Box::new(m20261124_000002_relations::Migration),
            Box::new(m20261124_000003_contacts::Migration),
            Box::new(m20261124_000101_posts::Migration),
            Box::new(m20261124_000102_read_states::Migration),
            Box::new(m20261124_000103_bans::Migration),
            Box::new(m20261124_000201_worksheets::Migration),
            Box::new(m20261125_000100_languages_and_links::Migration),
            Box::new(m20261125_000300_editors::Migration),
            Box::new(m20261125_000301_curation::Migration),
            Box::new(m20261125_000302_saved_searches::Migration),
            Box::new(m20261125_000303_needs::Migration),
            Box::new(m20261125_000304_introductions::Migration),
            Box::new(m20261125_000701_examples::Migration),
            Box::new(m20261125_000200_changes::Migration),
            Box::new(m20261125_000201_dismissals::Migration),
            Box::new(m20261125_000202_vocabulary_changes::Migration),
            Box::new(m20261125_000600_worksheet_shares::Migration),
            Box::new(m20261125_000601_worksheet_archive::Migration),
            Box::new(m20261125_000602_worksheet_rounds::Migration),
            Box::new(m20261125_000603_discussed_worksheets::Migration),
            Box::new(m20261125_000901_forum::Migration),
            Box::new(m20261125_000902_mentions::Migration),
            Box::new(m20261125_000903_polls::Migration),
            Box::new(m20261125_000101_handles::Migration),
            Box::new(m20261125_000102_photos::Migration),
            Box::new(m20261125_000103_education::Migration),
            Box::new(m20261125_000501_model_versions::Migration),
            Box::new(m20261125_000904_desks::Migration),
            Box::new(m20261125_000905_languages_of_posts::Migration),
            Box::new(m20261125_000502_contributions::Migration),
            Box::new(m20261125_000503_models_from_elsewhere::Migration),
            Box::new(m20261125_000504_credited_examples::Migration),
            Box::new(m20261125_001000_regions_and_sizes::Migration),
            Box::new(m20261125_000801_invitations::Migration),
            Box::new(m20261125_000802_charters::Migration),
            Box::new(m20261125_000803_admissions::Migration),
            Box::new(m20261125_000804_histories::Migration),
            Box::new(m20261125_000805_spaces::Migration),
            Box::new(m20261126_000500_withdrawn_models::Migration),
            Box::new(m20261125_000806_files::Migration),
            Box::new(m20261125_001100_search::Migration),
            Box::new(m20261125_001300_notifications::Migration),
        ]
    }
}

//! The schema, step by step, up and down.
//!
//! A step is frozen once it is released: it says what it says without the entities, which move on.

use sea_orm_migration::{MigrationTrait, async_trait};
pub use sea_orm_migration::{MigratorTrait, SchemaManager};

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
mod m20261125_000501_model_versions;
mod m20261125_000502_contributions;

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
            Box::new(m20261125_000501_model_versions::Migration),
            Box::new(m20261125_000502_contributions::Migration),
        ]
    }
}

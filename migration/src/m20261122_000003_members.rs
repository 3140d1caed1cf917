//! Organisations, and members with background and competences.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, flag, follows, index, keeps, number, one_of, small_null, table, text, text_null, time, unique, uuid};

const TABLES: &[&str] = &["organisation", "organisation_name", "member", "position", "competence_claim"];

/// Who may be shown a part of a profile.
pub(crate) const AUDIENCES: &[&str] = &["everyone", "members", "shared_groups", "only_me"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![
            table("organisation")
                .col(uuid("id").primary_key())
                .col(text("slug"))
                .col(text("name"))
                .col(text("sector_key"))
                .col(text_null("municipality_code"))
                .col(text_null("region_code"))
                .col(text_null("website"))
                .col(text("sort_key"))
                .col(text("search_text"))
                .col(time("created_at"))
                .foreign_key(&mut keeps("sector_key", "sector", "key"))
                .foreign_key(&mut keeps("municipality_code", "municipality", "code"))
                .foreign_key(&mut keeps("region_code", "region", "code"))
                .to_owned(),
            table("organisation_name")
                .col(uuid("organisation_id"))
                .col(text("name"))
                .primary_key(Index::create().col("organisation_id").col("name"))
                .foreign_key(&mut follows("organisation_id", "organisation", "id"))
                .to_owned(),
            table("member")
                .col(uuid("id").primary_key())
                .col(text("handle"))
                .col(text("name"))
                .col(text_null("headline"))
                .col(text_null("about"))
                .col(text_null("municipality_code"))
                .col(one_of("about_audience", AUDIENCES))
                .col(one_of("place_audience", AUDIENCES))
                .col(one_of("background_audience", AUDIENCES))
                .col(one_of("competence_audience", AUDIENCES))
                .col(flag("protected"))
                .col(flag("suspended"))
                .col(text("sort_key"))
                .col(text("search_text"))
                .col(number("version"))
                .col(time("updated_at"))
                .col(time("created_at"))
                .foreign_key(&mut follows("id", "account", "id"))
                .foreign_key(&mut keeps("municipality_code", "municipality", "code"))
                .to_owned(),
            table("position")
                .col(uuid("id").primary_key())
                .col(uuid("member_id"))
                .col(ColumnDef::new("organisation_id").uuid().null().to_owned())
                .col(text_null("organisation_name"))
                .col(text("title"))
                .col(text_null("unit"))
                .col(text("started"))
                .col(text_null("ended"))
                .col(time("created_at"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .foreign_key(&mut keeps("organisation_id", "organisation", "id"))
                .to_owned(),
            table("competence_claim")
                .col(uuid("member_id"))
                .col(text("competence_key"))
                .col(ColumnDef::new("level").small_integer().not_null().check(Expr::col("level").between(1, 4)).to_owned())
                .col(small_null("years"))
                .col(small_null("last_used"))
                .col(text_null("note"))
                .col(text_null("evidence_url"))
                .col(time("updated_at"))
                .primary_key(Index::create().col("member_id").col("competence_key"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .foreign_key(&mut keeps("competence_key", "competence", "key"))
                .to_owned(),
        ];
        let indexes = vec![
            unique("organisation", &["slug"]),
            index("organisation", &["sort_key"]),
            unique("member", &["handle"]),
            index("member", &["sort_key", "id"]),
            index("member", &["municipality_code"]),
            index("position", &["member_id"]),
            index("position", &["organisation_id"]),
            index("competence_claim", &["competence_key", "member_id"]),
        ];
        create(schema, tables, indexes).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        drop(schema, TABLES).await
    }
}

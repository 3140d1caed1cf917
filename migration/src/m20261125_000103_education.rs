//! Educations, and several pages that show what a claim rests on.

use sea_orm_migration::prelude::*;

use crate::columns::{add, create, drop, follows, index, keeps, one_of_or, remove, table, text, text_null, time, uuid, uuid_null};
use crate::m20261122_000003_members::AUDIENCES;

const TABLES: &[&str] = &["education", "claim_evidence"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        add(schema, "member", [one_of_or("education_audience", AUDIENCES, "members")]).await?;
        let of_claim = ForeignKey::create()
            .from_tbl("claim_evidence")
            .from_col("member_id")
            .from_col("competence_key")
            .to_tbl("competence_claim")
            .to_col("member_id")
            .to_col("competence_key")
            .on_delete(ForeignKeyAction::Cascade)
            .on_update(ForeignKeyAction::Cascade)
            .to_owned();
        let tables = vec![
            table("education")
                .col(uuid("id").primary_key())
                .col(uuid("member_id"))
                .col(uuid_null("organisation_id"))
                .col(text_null("school"))
                .col(text_null("subject"))
                .col(text_null("degree"))
                .col(text_null("started"))
                .col(text_null("ended"))
                .col(time("created_at"))
                .foreign_key(&mut follows("member_id", "member", "id"))
                .foreign_key(&mut keeps("organisation_id", "organisation", "id"))
                .to_owned(),
            table("claim_evidence")
                .col(uuid("member_id"))
                .col(text("competence_key"))
                .col(ColumnDef::new("place").small_integer().not_null().to_owned())
                .col(text("url"))
                .primary_key(Index::create().col("member_id").col("competence_key").col("place"))
                .foreign_key(&mut of_claim.clone())
                .to_owned(),
        ];
        create(schema, tables, vec![index("education", &["member_id"]), index("education", &["organisation_id"])]).await?;
        let keep = "INSERT INTO claim_evidence (member_id, competence_key, place, url) \
                    SELECT member_id, competence_key, 0, evidence_url FROM competence_claim WHERE evidence_url IS NOT NULL";
        schema.get_connection().execute_unprepared(keep).await?;
        remove(schema, "competence_claim", &["evidence_url"]).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        add(schema, "competence_claim", [text_null("evidence_url")]).await?;
        let keep = "UPDATE competence_claim SET evidence_url = (SELECT url FROM claim_evidence \
                    WHERE claim_evidence.member_id = competence_claim.member_id \
                    AND claim_evidence.competence_key = competence_claim.competence_key AND place = 0)";
        schema.get_connection().execute_unprepared(keep).await?;
        drop(schema, TABLES).await?;
        remove(schema, "member", &["education_audience"]).await
    }
}

//! How a column of each kind is declared, the same on both databases.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_query::{IntoIden, IntoTableRef};

/// A new table.
pub(crate) fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).to_owned()
}

/// A UUID.
pub(crate) fn uuid(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().to_owned()
}

/// A UUID that may be missing.
pub(crate) fn uuid_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().null().to_owned()
}

/// Text; its length is limited where it comes in.
pub(crate) fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().to_owned()
}

/// Text that may be missing.
pub(crate) fn text_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().null().to_owned()
}

/// A whole number.
pub(crate) fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().not_null().default(0).to_owned()
}

/// A small whole number.
pub(crate) fn small(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).small_integer().not_null().to_owned()
}

/// A small whole number that may be missing.
pub(crate) fn small_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).small_integer().null().to_owned()
}

/// Yes or no.
pub(crate) fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).boolean().not_null().default(false).to_owned()
}

/// A point in time, UTC.
pub(crate) fn time(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp_with_time_zone().not_null().to_owned()
}

/// A point in time that may be missing.
pub(crate) fn time_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp_with_time_zone().null().to_owned()
}

/// One of the given words.
pub(crate) fn one_of(name: &'static str, words: &[&'static str]) -> ColumnDef {
    let allowed = Expr::col(name).is_in(words.iter().copied());
    ColumnDef::new(name).text().not_null().check(allowed).to_owned()
}

/// The same, for rows that are there already.
pub(crate) fn one_of_or(name: &'static str, words: &[&'static str], before: &'static str) -> ColumnDef {
    one_of(name, words).default(before).to_owned()
}

/// A reference to another table's key that keeps the row it points at.
pub(crate) fn keeps(column: &'static str, to: &'static str, key: &'static str) -> ForeignKeyCreateStatement {
    reference(column, to, key, ForeignKeyAction::Restrict)
}

/// A reference to another table's key that goes with the row it points at.
pub(crate) fn follows(column: &'static str, to: &'static str, key: &'static str) -> ForeignKeyCreateStatement {
    reference(column, to, key, ForeignKeyAction::Cascade)
}

/// A reference to another table's key that is cleared when the row it points at goes.
pub(crate) fn forgets(column: &'static str, to: &'static str, key: &'static str) -> ForeignKeyCreateStatement {
    reference(column, to, key, ForeignKeyAction::SetNull)
}

fn reference(column: &'static str, to: &'static str, key: &'static str, on_delete: ForeignKeyAction) -> ForeignKeyCreateStatement {
    ForeignKey::create().from_col(column).to(to.into_iden(), key).on_delete(on_delete).to_owned()
}

/// An index named after its table and columns.
pub(crate) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(format!("ix_{table}_{}", columns.join("_"))).table(table.into_table_ref()).to_owned();
    for column in columns {
        index.col(*column);
    }
    index
}

/// The same, and no two rows are alike.
pub(crate) fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(table, columns).unique().to_owned()
}

/// Creates the tables with their indexes, in order.
pub(crate) async fn create(schema: &SchemaManager<'_>, tables: Vec<TableCreateStatement>, indexes: Vec<IndexCreateStatement>) -> Result<(), DbErr> {
    for table in tables {
        schema.create_table(table).await?;
    }
    for index in indexes {
        schema.create_index(index).await?;
    }
    Ok(())
}

/// Drops the tables, last made first.
pub(crate) async fn drop(schema: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables.iter().rev() {
        schema.drop_table(Table::drop().table(*table).to_owned()).await?;
    }
    Ok(())
}

/// Adds columns to a table that is there already, one at a time, as SQLite wants it.
pub(crate) async fn add(schema: &SchemaManager<'_>, table: &'static str, columns: impl IntoIterator<Item = ColumnDef>) -> Result<(), DbErr> {
    for column in columns {
        schema.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
    }
    Ok(())
}

/// Takes them away again.
pub(crate) async fn remove(schema: &SchemaManager<'_>, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    for column in columns.iter().rev() {
        schema.alter_table(Table::alter().table(table).drop_column(*column).to_owned()).await?;
    }
    Ok(())
}

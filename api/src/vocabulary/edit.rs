//! What editors change in the vocabulary.

use entity::kind::Language;
use entity::{competence, competence_broader, competence_synonym};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::policy::Edit;
use super::problems::{KEY_TAKEN, RETIRED};
use crate::kernel::access::Granted;
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::{IfMatch, unknown};
use crate::kernel::problem::{INVALID, NOT_FOUND, OrConflict, Problem, Result};
use crate::kernel::typeset::fold;

/// A competence to enter.
#[derive(Debug)]
pub struct NewTerm {
    /// The key that nothing has yet.
    pub key: String,
    /// The area's key.
    pub area: String,
    /// The name in Swedish.
    pub sv: String,
    /// The name in English.
    pub en: String,
    /// What is meant by it.
    pub definition: Option<String>,
    /// Keys of more general competences.
    pub broader: Vec<String>,
}

/// A competence that is to give way to another one.
#[derive(Debug)]
pub struct Retirement {
    /// The one that gives way.
    pub key: String,
    /// The one that takes its place.
    pub successor: String,
    /// Whether its names become synonyms of the other.
    pub synonyms: bool,
}

/// That a competence has given way, with the one that has taken its place.
fn retired(row: &competence::Model) -> Problem {
    let successor = row.successor_key.clone().unwrap_or_default();
    Problem::from(RETIRED).saying(format!("Its place has been taken by: {successor}"), format!("Den har ersatts av: {successor}"))
}

/// A competence that nobody retires before this change is done. It is a problem to name one that
/// has given way already.
pub async fn hold(tx: &Tx, key: &str) -> Result<competence::Model> {
    let row = competence::Entity::find_by_id(key).lock_shared().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    if row.retired_at.is_some() { Err(retired(&row)) } else { Ok(row) }
}

/// Enters a competence. It is in use at once.
pub async fn add(tx: &Tx, _: &Granted<Edit>, term: NewTerm) -> Result<()> {
    let NewTerm { key, area, sv, en, definition, broader } = term;
    let row = competence::Model {
        sort_key: tx.sort_key(&sv),
        search_text: fold(&format!("{sv} {en}")),
        key: key.clone(),
        area_key: area,
        sv,
        en,
        esco_uri: None,
        esco_match: None,
        definition,
        shipped: false,
        successor_key: None,
        retired_at: None,
        version: 0,
    };
    let once = OnConflict::column(competence::Column::Key).do_nothing().to_owned();
    let inserted =
        competence::Entity::insert(row.into_active_model()).on_conflict(once).exec_without_returning(tx.conn()).await.or_unknown("/area")?;
    if inserted == 0 {
        return Err(KEY_TAKEN.into());
    }
    for broader_key in broader {
        hold(tx, &broader_key).await.map_err(|problem| problem.naming("/broader"))?;
        relate(tx, vec![competence_broader::Model { competence_key: key.clone(), broader_key }]).await?;
    }
    Ok(())
}

/// Has a competence go by further names, too, but for those that it has.
pub async fn call(tx: &Tx, _: &Granted<Edit>, key: &str, names: Vec<(Language, String)>) -> Result<()> {
    let row = competence::Entity::find_by_id(key).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    let synonyms = competence_synonym::Entity::find().filter(competence_synonym::Column::CompetenceKey.eq(key)).all(tx.conn()).await?;
    let mut known: Vec<_> = synonyms.iter().map(|synonym| (synonym.language, fold(&synonym.name))).collect();
    known.extend([(Language::Swedish, fold(&row.sv)), (Language::English, fold(&row.en))]);
    let before = known.len();
    for (language, name) in names {
        if !known.contains(&(language, fold(&name))) {
            known.push((language, fold(&name)));
            let row = competence_synonym::Model { competence_key: key.to_owned(), language, name };
            competence_synonym::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
        }
    }
    if known.len() > before {
        let row = competence::ActiveModel { key: ActiveValue::Unchanged(row.key), version: ActiveValue::Set(row.version + 1), ..Default::default() };
        competence::Entity::update(row).exec(tx.conn()).await?;
    }
    Ok(())
}

/// Has a competence give way to another one. Its key goes on answering; what is part of it becomes
/// part of the other.
pub async fn retire(tx: &Tx, right: &Granted<Edit>, Retirement { key, successor, synonyms }: Retirement, seen: IfMatch) -> Result<()> {
    use competence::Column;
    let both = competence::Entity::find().filter(Column::Key.is_in([&key, &successor])).order_by_asc(Column::Key).lock_exclusive();
    let both = both.all(tx.conn()).await?;
    let one = |key: &str| both.iter().find(|row| row.key == key);
    let old = one(&key).ok_or(NOT_FOUND)?;
    seen.expect(old.version)?;
    if old.retired_at.is_some() {
        return Err(retired(old));
    }
    if key == successor {
        return Err(INVALID.pointing_at(vec![Fault::new("/successor", Wrong::Unknown)]));
    }
    one(&successor).filter(|row| row.retired_at.is_none()).ok_or_else(|| unknown("/successor"))?;
    let row = competence::ActiveModel {
        key: ActiveValue::Unchanged(key.clone()),
        successor_key: ActiveValue::Set(Some(successor.clone())),
        retired_at: ActiveValue::Set(Some(tx.now())),
        version: ActiveValue::Set(old.version + 1),
        ..Default::default()
    };
    competence::Entity::update(row).exec(tx.conn()).await?;
    // Those that gave way to this one before.
    let earlier = competence::Entity::update_many().col_expr(Column::SuccessorKey, Expr::value(successor.clone()));
    earlier.filter(Column::SuccessorKey.eq(&key)).exec(tx.conn()).await?;
    move_relations(tx, &key, &successor).await?;
    if synonyms {
        let own = competence_synonym::Entity::find().filter(competence_synonym::Column::CompetenceKey.eq(&key)).all(tx.conn()).await?;
        let own = own.into_iter().map(|row| (row.language, row.name));
        let names = [(Language::Swedish, old.sv.clone()), (Language::English, old.en.clone())].into_iter().chain(own);
        call(tx, right, &successor, names.collect()).await?;
    }
    Ok(())
}

/// Moves what stands above and below to the successor, but for what would make a circle.
async fn move_relations(tx: &Tx, key: &str, successor: &str) -> Result<()> {
    use competence_broader::{Column, Entity, Model};
    let touching = Condition::any().add(Column::CompetenceKey.eq(key)).add(Column::BroaderKey.eq(key));
    let moved = Entity::find().filter(touching.clone()).all(tx.conn()).await?;
    Entity::delete_many().filter(touching).exec(tx.conn()).await?;
    let mut kept = Entity::find().all(tx.conn()).await?;
    let now = |name: String| if name == key { successor.to_owned() } else { name };
    for Model { competence_key, broader_key } in moved {
        let row = Model { competence_key: now(competence_key), broader_key: now(broader_key) };
        if !kept.contains(&row) && !is_above(&kept, &row.competence_key, &row.broader_key) {
            kept.push(row.clone());
            relate(tx, vec![row]).await?;
        }
    }
    Ok(())
}

/// Whether one is the other, or stands anywhere above it.
fn is_above(relations: &[competence_broader::Model], one: &str, other: &str) -> bool {
    let (mut open, mut seen) = (vec![other], Vec::new());
    while let Some(next) = open.pop() {
        if next == one {
            return true;
        }
        if !seen.contains(&next) {
            seen.push(next);
            open.extend(relations.iter().filter(|row| row.competence_key == next).map(|row| row.broader_key.as_str()));
        }
    }
    false
}

async fn relate(tx: &Tx, rows: Vec<competence_broader::Model>) -> Result<()> {
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    competence_broader::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_competence_stands_above_all_that_is_part_of_its_parts() {
        let row = |one: &str, other: &str| competence_broader::Model { competence_key: one.to_owned(), broader_key: other.to_owned() };
        let relations = [row("c", "b"), row("b", "a")];
        assert!(is_above(&relations, "a", "c") && is_above(&relations, "b", "c") && is_above(&relations, "a", "a"));
        assert!(!is_above(&relations, "c", "a"));
    }
}

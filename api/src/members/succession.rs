//! What members say of a competence goes over to the one that takes its place.

use entity::id::MemberId;
use entity::kind::Level;
use entity::{competence_claim, topic};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::kernel::access::Granted;
use crate::kernel::db::Tx;
use crate::kernel::problem::Result;
use crate::vocabulary::Edit;

/// Of two claims of one member the one of the higher level stays, as it stands. Whatever was said of
/// the successor itself comes before what was said of the other.
pub async fn succeed(tx: &Tx, _: &Granted<Edit>, key: &str, successor: &str) -> Result<()> {
    use competence_claim::{Column, Entity};
    use topic::{Column as Topic, Entity as Topics};
    let level = || Expr::col((Entity, Column::Level));
    let overtaken = Entity::delete_many().filter(Column::CompetenceKey.eq(successor));
    let overtaken = overtaken.filter(Expr::exists(other_claim(key).and_where(level().lt(Expr::col((other(), Column::Level)))).to_owned()));
    overtaken.exec(tx.conn()).await?;
    let second = Entity::delete_many().filter(Column::CompetenceKey.eq(key)).filter(Expr::exists(other_claim(successor)));
    second.exec(tx.conn()).await?;
    let rest = Entity::update_many().col_expr(Column::CompetenceKey, Expr::value(successor));
    rest.filter(Column::CompetenceKey.eq(key)).exec(tx.conn()).await?;

    let second = Topics::delete_many().filter(Topic::CompetenceKey.eq(key)).filter(Expr::exists(other_topic(successor)));
    second.exec(tx.conn()).await?;
    let rest = Topics::update_many().col_expr(Topic::CompetenceKey, Expr::value(successor));
    rest.filter(Topic::CompetenceKey.eq(key)).exec(tx.conn()).await?;
    Ok(())
}

/// Makes the claim that a member wanted to make as soon as there would be such a competence; one that
/// they have made since stays.
pub async fn claim_at_once(tx: &Tx, _: &Granted<Edit>, member: MemberId, competence: &str, level: Level) -> Result<()> {
    use competence_claim::{Column, Entity, Model};
    let row =
        Model { member_id: member, competence_key: competence.to_owned(), level, years: None, last_used: None, note: None, updated_at: tx.now() };
    let once = OnConflict::columns([Column::MemberId, Column::CompetenceKey]).do_nothing().to_owned();
    Entity::insert(row.into_active_model()).on_conflict(once).exec_without_returning(tx.conn()).await?;
    Ok(())
}

fn other() -> Alias {
    Alias::new("other")
}

/// The same member's claim of this competence.
fn other_claim(key: &str) -> SelectStatement {
    use competence_claim::{Column, Entity};
    let same = Expr::col((other(), Column::MemberId)).equals((Entity, Column::MemberId));
    let of_key = Expr::col((other(), Column::CompetenceKey)).eq(key);
    Query::select().expr(Expr::value(1)).from_as(Entity, other()).and_where(same).and_where(of_key).to_owned()
}

/// The same member's topic of the same kind.
fn other_topic(key: &str) -> SelectStatement {
    use topic::{Column, Entity};
    let same = |column: Column| Expr::col((other(), column)).equals((Entity, column));
    let of_key = Expr::col((other(), Column::CompetenceKey)).eq(key);
    let theirs = Query::select().expr(Expr::value(1)).from_as(Entity, other()).and_where(same(Column::MemberId)).to_owned();
    theirs.clone().and_where(same(Column::Kind)).and_where(of_key).to_owned()
}

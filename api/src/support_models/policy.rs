//! Who edits support models. What is published is everybody's to read.

use entity::id::{MemberId, SessionId};
use entity::kind::{Role, VersionStatus};
use entity::support_model_version::Column;
use entity::{contribution, support_model_editor};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::kernel::access::{Action, Actor};
use crate::kernel::feature::Right;

/// A support model as one person meets it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The model's key.
    pub key: String,
    /// Whether the person is one of its editors.
    pub edits: bool,
}

/// Those who answer for all support models.
pub fn edits_all(actor: &Actor) -> bool {
    actor.role != Role::Member
}

fn edits(actor: &Actor, standing: &Standing) -> bool {
    standing.edits || edits_all(actor)
}

/// Versions that this person may know of: what is or was published, and to its editors the drafts.
pub fn visible_to(who: Option<&Actor>) -> Condition {
    let published = Column::Status.is_in([VersionStatus::Published, VersionStatus::Retired]);
    match who {
        Some(actor) if edits_all(actor) => Condition::all(),
        Some(actor) => Condition::any().add(published).add(Column::ModelKey.in_subquery(edited_by(actor))),
        None => Condition::all().add(published),
    }
}

/// Contributions of which this person may know: their own, and those to the models that they edit.
pub fn contributions_visible_to(actor: &Actor) -> Condition {
    use contribution::Column;
    if edits_all(actor) {
        return Condition::all();
    }
    Condition::any().add(Column::MemberId.eq(actor.id)).add(Column::ModelKey.in_subquery(edited_by(actor)))
}

/// The models that this person is an editor of.
pub fn edited_by(actor: &Actor) -> SelectStatement {
    use support_model_editor::{Column, Entity};
    Entity::find().select_only().column(Column::ModelKey).filter(Column::MemberId.eq(actor.id)).into_query()
}

/// Beginning a draft, changing it and giving it to be reviewed: the model's editors.
pub struct Edit;

impl Action for Edit {
    type On = Standing;
    const NAME: &'static str = "support-models.edit";

    fn allows(actor: &Actor, standing: &Standing) -> bool {
        edits(actor, standing)
    }
}

/// A version that waits to be reviewed, as one person meets it.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// The model.
    pub standing: Standing,
    /// Who gave it to be reviewed.
    pub by: Option<MemberId>,
}

/// Publishing a version or sending it back: an editor other than the one who submitted it.
pub struct Review;

impl Action for Review {
    type On = Submitted;
    const NAME: &'static str = "support-models.review";

    fn allows(actor: &Actor, submitted: &Submitted) -> bool {
        edits(actor, &submitted.standing) && submitted.by != Some(actor.id)
    }
}

/// Proposing a change, telling what is missing, adding an example: every member.
pub struct Contribute;

impl Action for Contribute {
    type On = Standing;
    const NAME: &'static str = "support-models.contribute";

    fn allows(_: &Actor, _: &Standing) -> bool {
        true
    }
}

/// Withdrawing a model that is published: those who answer for all of them.
pub struct Withdraw;

impl Action for Withdraw {
    type On = Standing;
    const NAME: &'static str = "support-models.withdraw";

    fn allows(actor: &Actor, _: &Standing) -> bool {
        edits_all(actor)
    }
}

/// Saying who edits a model: those who answer for all of them.
pub struct Appoint;

impl Action for Appoint {
    type On = Standing;
    const NAME: &'static str = "support-models.appoint";

    fn allows(actor: &Actor, _: &Standing) -> bool {
        edits_all(actor)
    }
}

/// The rows of the policy matrix.
pub fn rights() -> Vec<Right> {
    let people = [
        ("stranger", Role::Member, false),
        ("themself", Role::Member, true),
        ("site moderator", Role::Moderator, false),
        ("administrator", Role::Administrator, false),
    ];
    let of = |(who, role, edits): (&'static str, Role, bool)| {
        let actor = Actor { id: MemberId(Uuid::nil()), role, session: SessionId(Uuid::nil()) };
        let standing = Standing { key: String::new(), edits };
        let by = |member| Submitted { standing: standing.clone(), by: Some(member) };
        let right = |action, allowed| Right { on: "support model".to_owned(), action, who, allowed };
        vec![
            right(Edit::NAME, Edit::allows(&actor, &standing)),
            right("support-models.review of one's own", Review::allows(&actor, &by(actor.id))),
            right("support-models.review of another's", Review::allows(&actor, &by(MemberId(Uuid::max())))),
            right(Withdraw::NAME, Withdraw::allows(&actor, &standing)),
            right(Contribute::NAME, Contribute::allows(&actor, &standing)),
            right(Appoint::NAME, Appoint::allows(&actor, &standing)),
        ]
    };
    people.into_iter().flat_map(of).collect()
}

//! What members are told of groups. Everything is asked again when it is shown.

use entity::id::{GroupChangeId, GroupId, MemberId};
use entity::kind::{GroupRole, MailChoice, MembershipState, Visibility};
use entity::{group, group_membership, group_refusal};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::policy::{Standing, looks_after, visible_to};
use super::{admission, handover, history, store};
use crate::kernel::access::{Actor, System, Viewer};
use crate::kernel::notification::{ABOUT, Cause, Notification, NotificationKind, Shown, Slot, Visible, each, say};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::members;

/// Somebody asks to join a group that one looks after.
pub const REQUEST: NotificationKind = NotificationKind {
    name: "groups.request",
    title: ("Någon vill gå med i din grupp", "Somebody asks to join your group"),
    in_app: true,
    mail: MailChoice::Digest,
    rank: 30,
    audience: None,
    visible: Visible::Where(|actor, _| asked(actor)),
    show: |viewer, of| Box::pin(each(viewer, of, requests)),
};

/// One's request was answered.
pub const ANSWERED: NotificationKind = NotificationKind {
    name: "groups.answered",
    title: ("Svar från grupper", "Answers from groups"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 15,
    audience: None,
    visible: Visible::Where(|actor, _| replied(actor)),
    show: |viewer, of| Box::pin(each(viewer, of, answered)),
};

/// More people read in a group of one's own.
pub const MOVED: NotificationKind = NotificationKind {
    name: "groups.moved",
    title: ("Fler läser i din grupp", "More people read in your group"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 5,
    audience: Some(|system, cause, slot| Box::pin(inside(system, cause, slot))),
    // Which move counts is a question of those after it.
    visible: Visible::Shown,
    show: |viewer, of| Box::pin(each(viewer, of, moved)),
};

/// Somebody offers to answer for a group of one's own.
pub const OFFERED: NotificationKind = NotificationKind {
    name: "groups.succession-offered",
    title: ("Någon erbjuder sig att svara för din grupp", "Somebody offers to answer for your group"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 5,
    audience: None,
    visible: Visible::Shown,
    show: |viewer, of| Box::pin(each(viewer, of, offered)),
};

/// All of them.
pub const KINDS: &[NotificationKind] = &[REQUEST, ANSWERED, MOVED, OFFERED];

/// The memberships of the group that a notification is about.
fn places() -> sea_orm::Select<group_membership::Entity> {
    use group_membership::{Column, Entity};
    Entity::find().select_only().column(Column::MemberId).filter(Expr::col((Entity, Column::GroupId)).equals(ABOUT))
}

/// Requests that wait, from those for whom the reader answers.
fn waiting(actor: &Actor) -> Condition {
    use group_membership::Column;
    Condition::all().add(Column::State.eq(MembershipState::Requested)).add(members::names_answerable(Column::MemberId, Some(actor)))
}

/// The reader looks after the group, and somebody waits.
fn asked(actor: &Actor) -> Condition {
    use group_membership::Column;
    let care = Column::MemberId.eq(actor.id).and(Column::State.eq(MembershipState::Active));
    let care = places().filter(care).filter(Column::Role.is_in([GroupRole::Moderator, GroupRole::Owner]));
    Condition::all().add(Expr::exists(care.into_query())).add(Expr::exists(places().filter(waiting(actor)).into_query()))
}

/// The reader may know of the group, and is in it or was declined.
fn replied(actor: &Actor) -> Condition {
    use group_membership::Column as Place;
    use group_refusal::{Column as Refused, Entity as Refusals};
    let known = Expr::col((group::Entity, group::Column::Id)).equals(ABOUT);
    let known = group::Entity::find().select_only().column(group::Column::Id).filter(known).filter(visible_to(Some(actor)));
    let own = || places().filter(Place::MemberId.eq(actor.id));
    let refused = Refusals::find().select_only().column(Refused::MemberId).filter(Expr::col((Refusals, Refused::GroupId)).equals(ABOUT));
    let refused = Expr::exists(refused.filter(Refused::MemberId.eq(actor.id)).into_query()).and(Expr::exists(own().into_query()).not());
    let inside = Expr::exists(own().filter(Place::State.eq(MembershipState::Active)).into_query());
    Condition::all().add(Expr::exists(known.into_query())).add(Condition::any().add(inside).add(refused))
}

/// The members of a group that was moved, but for who moved it.
async fn inside(system: &System, cause: &Cause, Slot { after, limit }: Slot) -> Result<Vec<MemberId>> {
    use group_membership::{Column, Entity};
    let by = history::moved_by(system, GroupChangeId(cause.id)).await?;
    let others = Column::GroupId.eq(cause.about).and(Column::State.eq(MembershipState::Active)).and(Column::MemberId.gt(after));
    let others = Entity::find().select_only().column(Column::MemberId).filter(others).filter(Column::MemberId.is_not_in(by));
    Ok(others.order_by_asc(Column::MemberId).limit(limit).into_tuple().all(system.conn()).await?)
}

/// The group as the reader meets it now, if they may know of it.
async fn met(viewer: &Viewer, of: &Notification) -> Result<Option<Standing>> {
    match store::standing(viewer, GroupId(of.about)).await {
        Ok(standing) => Ok(Some(standing)),
        Err(problem) if problem.kind == NOT_FOUND => Ok(None),
        Err(problem) => Err(problem),
    }
}

async fn requests(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    use group_membership::{Column, Entity};
    let (Some(standing), Some(actor)) = (met(viewer, of).await?, viewer.actor()) else { return Ok(None) };
    if !looks_after(actor, &standing) {
        return Ok(None);
    }
    let (id, name) = (standing.group.id, standing.group.name);
    let waiting = Entity::find().filter(Column::GroupId.eq(id)).filter(waiting(actor));
    let Some(last) = waiting.clone().order_by_desc(Column::CreatedAt).order_by_desc(Column::MemberId).one(viewer.conn()).await? else {
        return Ok(None);
    };
    let Some(card) = members::answerable_cards(viewer, vec![last.member_id]).await?.remove(&last.member_id) else { return Ok(None) };
    let (count, who) = (waiting.count(viewer.conn()).await?, card.name);
    let title = match count {
        1 => say(viewer, format!("{who} vill gå med i gruppen {name}"), format!("{who} asks to join the group {name}")),
        _ => say(
            viewer,
            format!("{count} vill gå med i gruppen {name}, senast {who}"),
            format!("{count} ask to join the group {name}, the last is {who}"),
        ),
    };
    Ok(Some(Shown { count, ..Shown::of(title, "", format!("/groups/{id}/requests")) }.by(last.member_id).within(id, name)))
}

async fn answered(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let Some(standing) = met(viewer, of).await? else { return Ok(None) };
    let (id, name) = (standing.group.id, &standing.group.name);
    let here = format!("/groups/{id}");
    if standing.role().is_some() {
        let welcome = admission::welcome(viewer, id).await?.map(|text| format!("\n\n{text}")).unwrap_or_default();
        let title = say(viewer, format!("Välkommen till gruppen {name}"), format!("Welcome to the group {name}"));
        let text = say(
            viewer,
            format!("Du är nu med i gruppen {name} på Torg.{welcome}"),
            format!("You are now a member of the group {name} on Torg.{welcome}"),
        );
        return Ok(Some(Shown::of(title, text, here).within(id, name)));
    }
    let refusal = match standing.membership {
        Some(_) => None,
        None => admission::refusal(viewer, id).await?,
    };
    let Some(refusal) = refusal else { return Ok(None) };
    let title = say(viewer, format!("Svar från gruppen {name}"), format!("An answer from the group {name}"));
    let text = say(
        viewer,
        format!("Gruppen {name} på Torg har svarat nej på din fråga om att få vara med."),
        format!("The group {name} on Torg has declined your request to join."),
    );
    Ok(Some(Shown::of(title, text, here).within(id, name).quoting(refusal.reason)))
}

async fn moved(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let Some(standing) = met(viewer, of).await?.filter(|standing| standing.role().is_some()) else { return Ok(None) };
    let change = history::standing_move(viewer, &standing.group).await?;
    let Some(change) = change.filter(|change| (of.first..=of.latest).contains(&change.id.0)) else { return Ok(None) };
    let (sv, en) = match standing.group.visibility {
        Visibility::Open => ("vem som helst, också utan konto", "anybody, also without an account"),
        Visibility::Network => ("alla medlemmar på Torg", "every member of Torg"),
        Visibility::Closed | Visibility::Secret => {
            ("gruppens medlemmar, och att den finns syns för alla", "the group's members, and everybody sees that it exists")
        }
    };
    let (id, name, day) = (standing.group.id, &standing.group.name, change.created_at.date_naive());
    let sv = format!(
        "Gruppen {name} på Torg är sedan {day} synligare än förut. Det som står i den läses nu av {sv}; det gäller också det du skrivit tidigare. Gruppens ägare kan ändra tillbaka."
    );
    let en = format!(
        "The group {name} on Torg is more visible since {day}. What is written in it is now read by {en}; that includes what you wrote before. The group's owners can change it back."
    );
    let title = say(viewer, format!("Fler kan läsa i gruppen {name}"), format!("More people read in the group {name}"));
    Ok(Some(Shown::of(title, say(viewer, sv, en), format!("/groups/{id}")).within(id, name)))
}

async fn offered(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let Some(standing) = met(viewer, of).await?.filter(|standing| standing.role() == Some(GroupRole::Owner)) else { return Ok(None) };
    let (id, name) = (standing.group.id, &standing.group.name);
    let Some(offer) = handover::offer(viewer, id).await? else { return Ok(None) };
    let who = members::cards(viewer, vec![offer.member_id]).await?.remove(&offer.member_id).map(|card| card.name);
    let (who_sv, who_en) = (who.as_deref().unwrap_or("En medlem"), who.as_deref().unwrap_or("A member"));
    let day = offer.due_at.date_naive();
    let sv = format!(
        "{who_sv} erbjuder sig att svara för gruppen {name} på Torg, vars ägare inte har synts till på länge. Logga in före {day} om du vill fortsätta ensam; då faller erbjudandet."
    );
    let en = format!(
        "{who_en} offers to answer for the group {name} on Torg, whose owners have not been seen for long. Sign in before {day} if you want to go on alone; the offer then lapses."
    );
    let title = say(viewer, format!("Vem svarar för gruppen {name}?"), format!("Who answers for the group {name}?"));
    Ok(Some(Shown::of(title, say(viewer, sv, en), format!("/groups/{id}")).within(id, name)))
}

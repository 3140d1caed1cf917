//! How members want to be told: of each kind, and when mail is welcome.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::id::MemberId;
use entity::kind::{DigestRhythm, MailChoice};
use entity::{notification_preference, notification_setting};
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::mails;
use super::policy::Keep;
use super::tell::Wishes;
use super::types::{KindSetting, NewKindSetting, SettingsChange, SettingsView};
use crate::accounts;
use crate::features::kinds;
use crate::kernel::access::{Granted, Member, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::notification::NotificationKind;
use crate::kernel::outbox;
use crate::kernel::patch::Patch;
use crate::kernel::problem::{NOT_FOUND, Result, UNAUTHENTICATED};
use crate::kernel::text::TimeZone;

/// How somebody wants to be told of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// Whether it is shown in the app.
    pub in_app: bool,
    /// Whether it is mailed, and when.
    pub mail: MailChoice,
}

impl Wish {
    /// The wish of whoever has said nothing.
    pub const fn unsaid(kind: &NotificationKind) -> Self {
        Self { in_app: kind.in_app, mail: kind.mail }
    }
}

impl From<&notification_setting::Model> for Wish {
    fn from(row: &notification_setting::Model) -> Self {
        Self { in_app: row.in_app, mail: row.mail }
    }
}

/// What these members have said of a kind.
pub async fn wishes_of(tx: &Tx, kind: &NotificationKind, members: &[MemberId]) -> Result<Wishes> {
    use notification_setting::{Column, Entity};
    let said = Column::Kind.eq(kind.name).and(Column::MemberId.is_in(members.iter().copied()));
    let rows = Entity::find().filter(said).all(tx.conn()).await?;
    Ok(rows.iter().map(|row| (row.member_id, row.into())).collect())
}

/// How the viewer wants to be told of every kind.
pub async fn wishes(viewer: &Viewer) -> Result<HashMap<&'static str, Wish>> {
    use notification_setting::{Column, Entity};
    let member = viewer.actor().map(|actor| actor.id);
    let said = Entity::find().filter(Column::MemberId.is_in(member)).all(viewer.conn()).await?;
    let wish = |kind: &NotificationKind| said.iter().find(|row| row.kind == kind.name).map_or(Wish::unsaid(kind), Wish::from);
    Ok(kinds().map(|kind| (kind.name, wish(kind))).collect())
}

/// When members want mail, of whoever has said nothing: few mails, none at night, a digest in the morning.
fn unsaid(member_id: MemberId) -> notification_preference::Model {
    notification_preference::Model {
        member_id,
        time_zone: "Europe/Stockholm".to_owned(),
        quiet_from: Some(21),
        quiet_until: Some(7),
        paused_until: None,
        mails_a_week: 10,
        digest: DigestRhythm::Daily,
        digest_hour: 7,
    }
}

/// When each of these members wants mail.
pub async fn preferences_of(tx: &Tx, members: &[MemberId]) -> Result<Vec<notification_preference::Model>> {
    use notification_preference::{Column, Entity};
    let said = Entity::find().filter(Column::MemberId.is_in(members.iter().copied())).all(tx.conn()).await?;
    let mut said: HashMap<_, _> = said.into_iter().map(|row| (row.member_id, row)).collect();
    Ok(members.iter().map(|member| said.remove(member).unwrap_or_else(|| unsaid(*member))).collect())
}

/// When a member wants mail.
pub async fn preferences_in(tx: &Tx, member: MemberId) -> Result<notification_preference::Model> {
    Ok(notification_preference::Entity::find_by_id(member).one(tx.conn()).await?.unwrap_or_else(|| unsaid(member)))
}

/// When the viewer wants mail.
pub async fn preferences(viewer: &Viewer) -> Result<notification_preference::Model> {
    let member = viewer.actor().ok_or(UNAUTHENTICATED)?.id;
    Ok(notification_preference::Entity::find_by_id(member).one(viewer.conn()).await?.unwrap_or_else(|| unsaid(member)))
}

/// What a member has said, and what holds where they have said nothing.
pub async fn view(me: &Member, system: &System) -> Result<SettingsView> {
    let wishes = wishes(me).await?;
    let kinds = kinds().filter_map(|kind| Some(KindSetting::of(me, kind, *wishes.get(kind.name)?)));
    let preferences = preferences(me).await?;
    let mailbox = accounts::mailbox(system, me.id()).await?;
    let refused_at = match mailbox {
        Some((address, _)) => outbox::refused_at(system, &address).await?,
        None => None,
    };
    Ok(SettingsView::of(preferences, kinds.collect(), refused_at))
}

/// Changes when mail is wanted; the next digest is due accordingly.
pub async fn change(tx: &Tx, right: Granted<Keep>, change: SettingsChange) -> Result<()> {
    use notification_preference::{Column, Entity};
    let SettingsChange { time_zone, quiet_hours, paused_until, mails_a_week, digest, digest_hour } = change;
    let mut row = preferences_in(tx, right.by()).await?;
    set(&mut row.time_zone, time_zone, TimeZone::into_string);
    if let Patch::Set(hours) = quiet_hours {
        (row.quiet_from, row.quiet_until) = hours.map(|hours| (hours.from.0, hours.until.0)).unzip();
    }
    set(&mut row.paused_until, paused_until, |until| until.map(|until| until.0));
    set(&mut row.mails_a_week, mails_a_week, |number| number.0);
    set(&mut row.digest, digest, |rhythm| rhythm);
    set(&mut row.digest_hour, digest_hour, |hour| hour.0);
    let mut again = OnConflict::column(Column::MemberId);
    again.update_columns([
        Column::TimeZone,
        Column::QuietFrom,
        Column::QuietUntil,
        Column::PausedUntil,
        Column::MailsAWeek,
        Column::Digest,
        Column::DigestHour,
    ]);
    Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx.conn()).await?;
    mails::plan_anew(tx, right.by()).await
}

fn set<T, N>(field: &mut T, change: Patch<N>, value: impl FnOnce(N) -> T) {
    if let Patch::Set(new) = change {
        *field = value(new);
    }
}

/// The kind of this name.
pub fn kind(name: &str) -> Result<&'static NotificationKind> {
    kinds().find(|kind| kind.name == name).ok_or_else(|| NOT_FOUND.into())
}

/// Says how one wants to be told of a kind.
pub async fn set_kind(tx: &Tx, right: Granted<Keep>, kind: &NotificationKind, new: NewKindSetting) -> Result<()> {
    let NewKindSetting { in_app, mail } = new;
    say(tx, right.by(), kind, Wish { in_app, mail }).await
}

async fn say(tx: &Tx, member: MemberId, kind: &NotificationKind, Wish { in_app, mail }: Wish) -> Result<()> {
    use notification_setting::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        member_id: ActiveValue::Set(member),
        kind: ActiveValue::Set(kind.name.to_owned()),
        in_app: ActiveValue::Set(in_app),
        mail: ActiveValue::Set(mail),
    };
    let again = OnConflict::columns([Column::MemberId, Column::Kind]).update_columns([Column::InApp, Column::Mail]).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Goes back to the default.
pub async fn reset_kind(tx: &Tx, right: Granted<Keep>, kind: &NotificationKind) -> Result<()> {
    notification_setting::Entity::delete_by_id((right.by(), kind.name.to_owned())).exec(tx.conn()).await?;
    Ok(())
}

/// Of what mail a link turns off: of a kind, or the digest.
#[derive(Clone, Copy)]
pub enum Mailed {
    /// Mails of a kind.
    Kind(&'static NotificationKind),
    /// The digest.
    Digest,
}

/// What is in the link of a mail: whose mail, of what. It is sealed, so that nobody can make one.
pub struct Link {
    member: MemberId,
    /// Of what.
    pub of: Mailed,
}

/// What a link is for, so that nothing else that is sealed can be used as one.
const PURPOSE: &str = "unsubscribe";
/// What stands in the link of a digest in place of a kind.
const DIGEST: &str = "digest";

impl Link {
    /// The link's token.
    pub fn token(system: &System, member: MemberId, of: Mailed) -> String {
        let of = match of {
            Mailed::Kind(kind) => kind.name,
            Mailed::Digest => DIGEST,
        };
        system.app().seal.close(&format!("{PURPOSE} {member} {of}"))
    }

    /// What an opened token says.
    pub fn read(opened: &str) -> Option<Self> {
        let (purpose, rest) = opened.split_once(' ')?;
        let (member, of) = rest.split_once(' ')?;
        let of = if of == DIGEST { Mailed::Digest } else { Mailed::Kind(kinds().find(|kind| kind.name == of)?) };
        (purpose == PURPOSE).then_some(Self { member: MemberId(member.parse().ok()?), of })
    }
}

/// Turns off the mail that a link is about; doing it again changes nothing.
pub async fn unsubscribe(system: &System, link: &Link) -> Result<()> {
    let member = link.member;
    let Some(viewer) = accounts::eyes_of(system, member).await? else { return Ok(()) };
    let wishes = wishes(&viewer).await?;
    system
        .write(async |tx| match link.of {
            Mailed::Kind(kind) => {
                let before = wishes.get(kind.name).copied().unwrap_or(Wish::unsaid(kind));
                say(tx, member, kind, Wish { mail: MailChoice::Never, ..before }).await
            }
            Mailed::Digest => {
                use notification_preference::{Column, Entity};
                let row = notification_preference::Model { digest: DigestRhythm::Never, ..preferences_in(tx, member).await? };
                let again = OnConflict::column(Column::MemberId).update_column(Column::Digest).to_owned();
                Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx.conn()).await?;
                mails::plan_anew(tx, member).await
            }
        })
        .await
}

/// Whether mail to an address is worth trying: it was not refused lately.
pub async fn takes_mail(system: &System, address: &str, since: DateTime<Utc>) -> Result<bool> {
    Ok(outbox::refused_at(system, address).await?.is_none_or(|at| at < since))
}

//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{GroupId, NotificationId};
use entity::kind::{DigestRhythm, MailChoice};
use entity::{notification, notification_preference};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::settings::Wish;
use crate::kernel::access::Viewer;
use crate::kernel::fault::Faults;
use crate::kernel::moment::Moment;
use crate::kernel::notification::{NotificationKind, Shown, say};
use crate::kernel::page::Link;
use crate::kernel::patch::Patch;
use crate::kernel::text::{Text, TimeZone, Whole};
use crate::members::MemberCard;

/// Which notification
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct NotificationPath {
    /// The notification
    pub notification_id: NotificationId,
}

/// Which kind
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct KindPath {
    /// The kind, as the settings name it
    #[param(example = "discussions.reply", max_length = 60, pattern = "^[a-z-]+\\.[a-z-]+$")]
    pub kind: String,
}

/// Which mail
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct UnsubscriptionPath {
    /// What stands in the link of the mail
    #[param(max_length = 300, pattern = "^[A-Za-z0-9_-]+$")]
    pub link: String,
}

/// Whether something was read
#[derive(Clone, Copy, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = lowercase)]
#[schema(rename_all = "lowercase")]
pub enum ReadState {
    /// It was not
    Unread,
    /// It was
    Read,
}

/// Which notifications
#[derive(Clone, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct NotificationFilter {
    /// Whether they were read
    #[deserr(default)]
    #[param(inline)]
    pub state: Option<ReadState>,
    /// Of what kind they are
    #[deserr(default)]
    #[param(inline)]
    pub kind: Option<Text<3, 60>>,
}

/// Up to when everything is read
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct ReadUntil {
    /// The `updatedAt` of the newest that one has seen
    pub until: Moment,
}

/// Something that the caller is told
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NotificationView {
    /// The notification
    pub id: NotificationId,
    /// Of what kind it is, as the settings name it
    #[schema(max_length = 60, examples("discussions.reply"))]
    pub kind: String,
    /// What has happened, in a line
    #[schema(examples("Alva Exempelgren svarade i ”Hur gör ni?”"))]
    pub title: String,
    /// What there is to know of it; paragraphs are separated by an empty line
    pub text: String,
    /// What somebody wrote
    pub quote: Option<String>,
    /// How many causes it tells of: so many replies, so many requests
    #[schema(minimum = 1, examples(5))]
    pub count: u64,
    /// Who did it last
    pub actor: Option<MemberCard>,
    /// In which group
    pub group_id: Option<GroupId>,
    /// When it was read; null if it was not
    pub read_at: Option<DateTime<Utc>>,
    /// When it was first told
    pub created_at: DateTime<Utc>,
    /// When its latest cause was
    pub updated_at: DateTime<Utc>,
    /// Where to go from here
    #[serde(rename = "_links")]
    pub links: NotificationLinks,
}

/// Where to go from a notification
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationLinks {
    /// What it is about
    pub about: Link,
}

impl NotificationView {
    /// A notification as the viewer meets it.
    pub fn of(viewer: &Viewer, row: notification::Model, shown: Shown, actor: Option<MemberCard>) -> Self {
        let notification::Model { id, kind, read_at, created_at, updated_at, .. } = row;
        let Shown { title, text, quote, path, count, group, .. } = shown;
        let links = NotificationLinks { about: Link::get("about", viewer.url(&path)) };
        Self { id, kind, title, text, quote, count, actor, group_id: group.map(|(id, _)| id), read_at, created_at, updated_at, links }
    }
}

/// How much the caller is told
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationCounts {
    /// How many notifications are not read
    #[schema(minimum = 0, examples(3))]
    pub unread: u64,
    /// How many there are
    #[schema(minimum = 0, examples(17))]
    pub total: u64,
}

/// Hours of the day in which no mail is wanted
#[derive(Clone, Copy, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
pub struct NewQuietHours {
    /// From this hour, in the member's time zone
    pub from: Whole<0, 23>,
    /// Until this hour, which may be on the next day
    pub until: Whole<0, 23>,
}

/// What changes about when mail is wanted
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct SettingsChange {
    /// The time zone, by its name in the IANA database
    #[deserr(default)]
    pub time_zone: Patch<TimeZone>,
    /// Hours in which no mail is wanted; null for none
    #[deserr(default)]
    pub quiet_hours: Patch<Option<NewQuietHours>>,
    /// Until when no mail is wanted at all; null goes on at once
    #[deserr(default)]
    pub paused_until: Patch<Option<Moment>>,
    /// How many mails in seven days at most, digests among them
    #[deserr(default)]
    pub mails_a_week: Patch<Whole<1, 100>>,
    /// How often the digest is wanted
    #[deserr(default)]
    pub digest: Patch<DigestRhythm>,
    /// At which hour, in the member's time zone
    #[deserr(default)]
    pub digest_hour: Patch<Whole<0, 23>>,
}

/// How one wants to be told of a kind
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewKindSetting {
    /// Whether it is shown in the app
    pub in_app: bool,
    /// Whether it is mailed, and when
    pub mail: MailChoice,
}

/// How the caller is told
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// The time zone, by its name in the IANA database
    #[schema(max_length = 40, examples("Europe/Stockholm"))]
    pub time_zone: String,
    /// Hours in which no mail is sent
    pub quiet_hours: Option<QuietHours>,
    /// Until when no mail is sent at all
    pub paused_until: Option<DateTime<Utc>>,
    /// How many mails in seven days at most, digests among them. Mail about the account itself does not count.
    #[schema(minimum = 1, maximum = 100, examples(10))]
    pub mails_a_week: i16,
    /// How often the digest comes, if there is something to tell
    pub digest: DigestRhythm,
    /// At which hour, in the member's time zone
    #[schema(minimum = 0, maximum = 23, examples(7))]
    pub digest_hour: i16,
    /// Since when the mail server of the caller's address refuses mail; null if it does not
    pub mail_refused_at: Option<DateTime<Utc>>,
    /// Every kind of thing that members are told of, and how the caller is
    #[schema(max_items = 100)]
    pub kinds: Vec<KindSetting>,
}

/// Hours of the day in which no mail is sent
#[derive(Debug, Serialize, ToSchema)]
pub struct QuietHours {
    /// From this hour, in the member's time zone
    #[schema(minimum = 0, maximum = 23, examples(21))]
    pub from: i16,
    /// Until this hour, which may be on the next day
    #[schema(minimum = 0, maximum = 23, examples(7))]
    pub until: i16,
}

/// How the caller is told of a kind
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KindSetting {
    /// The kind
    #[schema(max_length = 60, examples("discussions.reply"))]
    pub kind: &'static str,
    /// What it is, in the caller's language
    #[schema(examples("Svar i det jag följer"))]
    pub title: &'static str,
    /// Whether it is shown in the app
    pub in_app: bool,
    /// Whether it is mailed, and when
    pub mail: MailChoice,
    /// Whether this is what holds for whoever says nothing
    pub default: bool,
}

impl SettingsView {
    /// The settings of a member.
    pub fn of(row: notification_preference::Model, kinds: Vec<KindSetting>, mail_refused_at: Option<DateTime<Utc>>) -> Self {
        let notification_preference::Model { time_zone, quiet_from, quiet_until, paused_until, mails_a_week, digest, digest_hour, .. } = row;
        let quiet_hours = quiet_from.zip(quiet_until).map(|(from, until)| QuietHours { from, until });
        Self { time_zone, quiet_hours, paused_until, mails_a_week, digest, digest_hour, mail_refused_at, kinds }
    }
}

impl KindSetting {
    /// How the viewer is told of a kind.
    pub fn of(viewer: &Viewer, kind: &NotificationKind, Wish { in_app, mail }: Wish) -> Self {
        let default = in_app == kind.in_app && mail == kind.mail;
        Self { kind: kind.name, title: say(viewer, kind.title.0, kind.title.1), in_app, mail, default }
    }
}

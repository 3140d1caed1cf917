//! What members are told, in the app and by mail, as they want it.

mod catalogue;
mod letter;
mod mails;
mod policy;
mod routes;
mod settings;
mod store;
mod tell;
mod time;
mod types;

use entity::id::MemberId;
use uuid::Uuid;

use crate::kernel::db::Tx;
use crate::kernel::feature::Feature;
use crate::kernel::notification::{Cause, NotificationKind};
use crate::kernel::problem::Result;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "notifications",
    about: "What a member is told, in the app and by mail, and how they want it. Only what they may see at that moment.",
    mount: |config| {
        config
            .service(routes::list_notifications)
            .service(routes::count_notifications)
            .service(routes::read_notifications)
            .service(routes::read_notification)
            .service(routes::unread_notification)
            .service(routes::get_notification_settings)
            .service(routes::edit_notification_settings)
            .service(routes::set_notification_kind)
            .service(routes::reset_notification_kind)
            .service(routes::show_unsubscription)
            .service(routes::stop_mail);
    },
    problems: &[],
    notices: mails::ALL,
    kinds: &[],
    forget: Some(|system| Box::pin(async move { store::forget(&system).await })),
    searchable: None,
    rights: policy::rights,
};

/// Has members told of something, in the transaction of its cause.
pub async fn notify(tx: &Tx, kind: &NotificationKind, cause: &Cause, members: &[MemberId]) -> Result<()> {
    tell::notify(tx, kind, cause, members).await
}

/// The same of everybody whom the kind concerns: they are found afterwards, some at a time.
pub async fn notify_all(tx: &Tx, kind: &NotificationKind, cause: &Cause) -> Result<()> {
    tell::notify_all(tx, kind, cause).await
}

/// Somebody has read what these kinds have told of something, up to a cause.
pub async fn read_through(tx: &Tx, kinds: &[&NotificationKind], member: MemberId, about: Uuid, latest: Uuid) -> Result<()> {
    store::read_through(tx, kinds, member, about, latest).await
}

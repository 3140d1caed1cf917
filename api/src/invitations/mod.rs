//! Invitations to groups: to members, to e-mail addresses, and by links.

mod links;
mod notices;
mod policy;
mod problems;
mod routes;
mod store;
mod types;

use crate::kernel::feature::Feature;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "invitations",
    about: "Inviting into groups: members, e-mail addresses, and whoever gets a link. A no stays with whoever says it.",
    mount: |config| {
        config
            .service(routes::invite_to_group)
            .service(routes::list_sent_invitations)
            .service(routes::withdraw_invitation)
            .service(routes::list_own_invitations)
            .service(routes::answer_invitation)
            .service(routes::preview_invitation)
            .service(routes::decline_invitation)
            .service(routes::redeem_invitation)
            .service(routes::make_invitation_link)
            .service(routes::list_invitation_links)
            .service(routes::issue_invitation_token)
            .service(routes::withdraw_invitation_link);
    },
    problems: problems::ALL,
    notices: notices::ALL,
    kinds: notices::KINDS,
    forget: Some(|system| Box::pin(async move { store::forget(&system).await })),
    searchable: None,
    rights: policy::rights,
};

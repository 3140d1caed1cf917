//! Discussions in groups and in the open forum, and replies to them.

mod about;
mod attachments;
mod care;
mod desk;
mod feed;
mod mentions;
mod notices;
mod pointing;
mod policy;
mod polls;
mod posts;
mod problems;
mod reading;
mod routes;
mod search;
mod store;
mod types;
mod views;

use entity::id::GroupId;
use entity::kind::SearchKind;
use entity::{discussion, post};

use crate::kernel::access::Viewer;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;
use crate::kernel::search::{Kept, Reader, Searchable};

pub use about::{DealingDiscussion, DealsBecause};
pub use views::DiscussionCard;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "discussions",
    about: "Discussions in groups and in the open forum. Whoever may read in the group reads them; its members write, its owners and moderators look after them. The forum is every member's.",
    mount: |config| {
        config
            .service(feed::routes::follow_discussions)
            .service(feed::routes::follow_group)
            .service(routes::list_all_discussions)
            .service(routes::open_forum_discussion)
            .service(routes::list_discussions)
            .service(routes::open_discussion)
            .service(routes::get_discussion)
            .service(routes::edit_discussion)
            .service(routes::delete_discussion)
            .service(routes::list_discussion_revisions)
            .service(routes::moderate_discussion)
            .service(routes::accept_answer)
            .service(routes::unaccept_answer)
            .service(routes::react_to_discussion)
            .service(routes::withdraw_discussion_reaction)
            .service(routes::get_read_state)
            .service(routes::keep_place)
            .service(care::routes::move_discussion)
            .service(care::routes::split_discussion)
            .service(care::routes::solve_discussion)
            .service(care::routes::unsolve_discussion)
            .service(desk::routes::list_bookmarks)
            .service(desk::routes::mark_discussion)
            .service(desk::routes::unmark_discussion)
            .service(desk::routes::mark_post)
            .service(desk::routes::unmark_post)
            .service(desk::routes::list_drafts)
            .service(desk::routes::get_draft)
            .service(desk::routes::keep_draft)
            .service(desk::routes::discard_draft)
            .service(desk::routes::get_group_follow_level)
            .service(desk::routes::set_group_follow_level)
            .service(desk::routes::get_discussion_follow_level)
            .service(desk::routes::set_discussion_follow_level)
            .service(polls::routes::start_poll)
            .service(polls::routes::get_poll)
            .service(polls::routes::edit_poll)
            .service(polls::routes::cast_ballot)
            .service(polls::routes::list_ballots)
            .service(routes::list_posts)
            .service(routes::reply_to_discussion)
            .service(routes::get_post)
            .service(routes::edit_post)
            .service(routes::delete_post)
            .service(routes::list_post_revisions)
            .service(routes::react_to_post)
            .service(routes::withdraw_post_reaction);
    },
    problems: problems::ALL,
    notices: &[],
    kinds: notices::KINDS,
    forget: None,
    searchable: Some(Searchable {
        kinds: &[SearchKind::Discussion, SearchKind::Post],
        find: |viewer, ask| Box::pin(search::find(viewer, ask)),
        show: |viewer, _, kind, keys| Box::pin(search::show(viewer, kind, keys)),
        reindex: Some(|system, after| Box::pin(async move { search::reindex(&system, after).await })),
    }),
    rights: || [policy::rights(), polls::rights(), care::rights(), desk::rights()].concat(),
};

/// The discussions that the viewer may read and that deal with a support model, or with a block of it, the newest activity first.
pub async fn dealing_with(viewer: &Viewer, model: &str, block: Option<&str>, limit: u64) -> Result<Vec<DealingDiscussion>> {
    about::dealing_with(viewer, model, block, limit).await
}

/// What a discussion is found by, for who writes discussions past the store.
pub fn entry_of(row: &discussion::Model, reader: &mut Reader) -> Kept {
    reader.read(&search::of_discussion(row))
}

/// The same for a reply in a discussion that is held in this group.
pub fn entry_of_post(row: &post::Model, group: Option<GroupId>, reader: &mut Reader) -> Kept {
    reader.read(&search::of_post(row, group))
}

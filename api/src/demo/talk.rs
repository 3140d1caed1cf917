//! Groups, who is in them, and what they talk about.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{DiscussionId, GroupId, InvitationId, MemberId, PostId};
use entity::kind::{DiscussionKind, GroupKind, GroupRole, InvitationState, Joining, Language, MembershipState, MentionKind};
use entity::{charter, charter_need, charter_theme, discussion, group, group_membership, invitation, mention, post};
use fastrand::Rng;

use super::cast::{ALVA, CAST, GROUP_OF_OMAR, GROUPS_OF_BOTH, OMAR};
use super::chance::{Ids, moment};
use super::maker::{Joined, Maker};
use super::material::{Discussion, Group};
use super::rows::Rows;
use super::votes;
use crate::kernel::typeset::fold;

/// Nobody opens a discussion later than this before the end, so that there is time for replies.
const LAST_WORDS: TimeDelta = TimeDelta::hours(6);

/// A discussion that has its times and speakers, but no id yet.
struct Talk<'a> {
    group: Option<GroupId>,
    source: &'a Discussion,
    /// Those who vote, if there is a poll.
    voters: Vec<MemberId>,
    /// By number. The first opens.
    speakers: Vec<MemberId>,
    opened: DateTime<Utc>,
    /// When each reply was written.
    replied: Vec<DateTime<Utc>>,
}

/// Forms the groups of a block and lets them talk.
pub fn gather(maker: &mut Maker<'_>, block: usize, people: &[Joined], rows: &mut Rows) {
    let material = maker.material;
    let mut talks = Vec::new();
    for (place, source) in material.groups.iter().enumerate() {
        let Some((group, active)) = form(maker, source, block, place, people, rows) else { continue };
        talks.extend(source.discussions.iter().map(|source| plan(maker, Some(group), source, &active)));
    }
    if block == 0 {
        talks.extend(material.forum.iter().map(|source| plan(maker, None, source, people)));
    }
    talks.sort_by_key(|talk| talk.opened);
    write_down(talks, &mut maker.rng, rows);
}

/// Starts a group and fills it. Gives its active members, those who came first first.
fn form(maker: &mut Maker<'_>, source: &Group, block: usize, place: usize, people: &[Joined], rows: &mut Rows) -> Option<(GroupId, Vec<Joined>)> {
    let owner = owner(maker, block, place, people.len());
    let founder = people.get(owner)?;
    let soon = people.get(owner + people.len() / 10)?;
    let created_at = moment(&mut maker.rng, founder.at, soon.at).max(maker.newest_group);
    maker.newest_group = created_at;
    let id = GroupId(maker.group_ids.at(created_at));
    rows.groups.push(group_row(maker, source, block, id, created_at));
    rows.charters.push(charter_row(maker, source, id, created_at));
    rows.charter_themes.extend(source.themes.iter().map(|key| charter_theme::Model { group_id: id, theme_key: key.clone() }));
    rows.charter_needs.extend(source.competences.iter().map(|key| charter_need::Model { group_id: id, competence_key: key.clone() }));

    let (seated, waiting) = seats(maker, source.joining, block, place, owner, people);
    let mut active: Vec<_> = seated.into_iter().map(|member| Joined { at: arrival(maker, member, created_at), ..member }).collect();
    if let Some(founder) = active.first_mut() {
        founder.at = created_at;
    }
    let second_owner = maker.rng.bool();
    let count = active.len();
    let role = |seat: usize| match count - seat {
        _ if seat == 0 => GroupRole::Owner,
        1 => GroupRole::Moderator,
        2 if second_owner => GroupRole::Owner,
        _ => GroupRole::Member,
    };
    rows.memberships.extend(active.iter().enumerate().map(|(seat, member)| membership_row(id, *member, role(seat), MembershipState::Active)));
    for member in waiting {
        let asked = Joined { at: moment(&mut maker.rng, member.at.max(created_at).max(maker.end - TimeDelta::days(14)), maker.end), ..member };
        rows.memberships.push(membership_row(id, asked, GroupRole::Member, MembershipState::Requested));
    }
    if let (Joining::Invitation, Some(inviter)) = (source.joining, active.first()) {
        let invited = if block == 0 { [ALVA, OMAR] } else { [0, 1] }.into_iter().filter_map(|number| people.get(number));
        let absent: Vec<_> = invited.filter(|one| active.iter().all(|member| member.id != one.id)).collect();
        rows.invitations.extend(absent.into_iter().map(|member| invitation_row(maker, id, inviter.id, *member)));
    }
    active.sort_by_key(|member| member.at);
    Some((id, active))
}

/// Whoever starts the group of this place: somebody of the first third, so that groups start in order.
fn owner(maker: &mut Maker<'_>, block: usize, place: usize, people: usize) -> usize {
    let from = people * (place + 1) / 60;
    if (block, place) == (0, GROUP_OF_OMAR) { OMAR } else { from + maker.rng.usize(0..=people / 75) }
}

/// Who is in a group, its owner first, and who asks to be. Of those who sign in, the two who belong there.
fn seats(maker: &mut Maker<'_>, joining: Joining, block: usize, place: usize, owner: usize, people: &[Joined]) -> (Vec<Joined>, Vec<Joined>) {
    let (signing_in, of_both) = if block == 0 { (CAST.len(), place < GROUPS_OF_BOTH) } else { (0, false) };
    let both = [ALVA, OMAR].into_iter().filter(|number| of_both && *number != owner);
    let mut numbers: Vec<_> = (signing_in..people.len()).filter(|number| *number != owner).collect();
    maker.rng.shuffle(&mut numbers);
    let mut members = std::iter::once(owner).chain(both).chain(numbers).filter_map(|number| people.get(number).copied());
    let seated = members.by_ref().take(maker.rng.usize(8..=40)).collect();
    let requests = if joining == Joining::Request { maker.rng.usize(1..=3) } else { 0 };
    (seated, members.take(requests).collect())
}

/// When a member comes into a group: within a week after both are there.
fn arrival(maker: &mut Maker<'_>, member: Joined, group: DateTime<Utc>) -> DateTime<Utc> {
    let from = member.at.max(group);
    let patience = ((maker.end - from) / 2).min(TimeDelta::days(7));
    moment(&mut maker.rng, from, from + patience)
}

/// Gives a discussion its speakers, of those who came early, and its times, once they are all there.
fn plan<'a>(maker: &mut Maker<'_>, group: Option<GroupId>, source: &'a Discussion, active: &[Joined]) -> Talk<'a> {
    let mut speakers: Vec<_> = active.iter().take((active.len() * 3 / 5).max(8)).copied().collect();
    maker.rng.shuffle(&mut speakers);
    let voters = speakers.iter().take(15).map(|voter| voter.id).collect();
    speakers.truncate(source.replies.iter().map(|reply| reply.speaker + 1).max().unwrap_or(1));
    let everybody_there = speakers.iter().map(|speaker| speaker.at).max().unwrap_or(maker.end);
    let opened = moment(&mut maker.rng, everybody_there, maker.end - LAST_WORDS);
    let mut last = opened;
    let mut next = || {
        let pause = ((maker.end - last) / 2).min(TimeDelta::days(3));
        last = moment(&mut maker.rng, last + TimeDelta::seconds(1), last + pause);
        last
    };
    let replied = source.replies.iter().map(|_| next()).collect();
    Talk { group, source, voters, speakers: speakers.into_iter().map(|speaker| speaker.id).collect(), opened, replied }
}

/// Writes discussions that stand in the order of time, and then their replies, in the order of time.
fn write_down(talks: Vec<Talk<'_>>, rng: &mut Rng, rows: &mut Rows) {
    let Some(first) = talks.first() else { return };
    let (discussion_ids, post_ids) = (Ids::from(first.opened), Ids::from(first.opened));
    let mut replies = Vec::new();
    for talk in talks {
        let id = DiscussionId(discussion_ids.at(talk.opened));
        let Some(opener) = talk.speakers.first() else { continue };
        rows.discussions.push(discussion_row(id, *opener, &talk));
        if let Some(poll) = &talk.source.poll {
            votes::hold(rng, poll, id, talk.opened, &talk.voters, rows);
        }
        for ((place, reply), at) in talk.source.replies.iter().enumerate().zip(&talk.replied) {
            replies.push((*at, id, place, *talk.speakers.get(reply.speaker).unwrap_or(opener), reply));
        }
    }
    replies.sort_by_key(|(at, ..)| *at);
    let mut written = HashMap::new();
    for (at, discussion_id, place, author_id, reply) in replies {
        let id = PostId(post_ids.at(at));
        written.insert((discussion_id, place), id);
        rows.mentions.extend(reply.model.iter().map(|model| mention::Model {
            of_id: id.0,
            place: 0,
            discussion_id,
            kind: MentionKind::SupportModel,
            target_id: None,
            target_key: Some(model.clone()),
            written: format!("/support-models/{model}"),
        }));
        rows.posts.push(post::Model {
            language: Language::Swedish,
            id,
            discussion_id,
            author_id,
            body: reply.text.clone(),
            created_at: at,
            version: 0,
            edited_at: None,
            deleted_at: None,
            in_answer_to: reply.answers.and_then(|place| written.get(&(discussion_id, place)).copied()),
        });
    }
}

fn group_row(maker: &Maker<'_>, source: &Group, block: usize, id: GroupId, at: DateTime<Utc>) -> group::Model {
    let (name, slug) = match block {
        0 => (source.name.clone(), source.slug.clone()),
        _ => (format!("{} ({})", source.name, block + 1), format!("{}-{}", source.slug, block + 1)),
    };
    group::Model {
        id,
        slug,
        sort_key: maker.swedish.sort_key(&name),
        search_text: fold(&format!("{name} {}", source.purpose)),
        name,
        purpose: source.purpose.clone(),
        description: source.description.clone(),
        visibility: source.visibility,
        joining: source.joining,
        archived_at: None,
        version: 0,
        updated_at: at,
        created_at: at,
    }
}

fn membership_row(group: GroupId, member: Joined, role: GroupRole, state: MembershipState) -> group_membership::Model {
    group_membership::Model { group_id: group, member_id: member.id, role, state, created_at: member.at }
}

/// Whoever joins by invitation works to a mandate; whoever joins at will deepens themes.
fn charter_row(maker: &Maker<'_>, source: &Group, id: GroupId, at: DateTime<Utc>) -> charter::Model {
    let works = source.joining == Joining::Invitation;
    let kind = match source.joining {
        Joining::Invitation => GroupKind::Working,
        Joining::Open => GroupKind::Theme,
        Joining::Request => GroupKind::Interest,
    };
    charter::Model {
        group_id: id,
        kind,
        mandate: works.then(|| format!("Nätverket har bett gruppen om detta: *{}*", source.purpose)),
        deliverable: works.then(|| "Ett utkast som alla medlemmar kan läsa".to_owned()),
        ends: works.then(|| format!("{}-06", maker.year + 1)),
        municipality_code: None,
        region_code: None,
        version: 1,
        updated_at: at,
    }
}

/// Somebody was asked in the last days and has not answered.
fn invitation_row(maker: &mut Maker<'_>, group: GroupId, inviter: MemberId, member: Joined) -> invitation::Model {
    let at = moment(&mut maker.rng, member.at.max(maker.end - TimeDelta::days(3)), maker.end);
    invitation::Model {
        id: InvitationId(maker.invitation_ids.at(at)),
        group_id: group,
        inviter_id: inviter,
        member_id: Some(member.id),
        email: None,
        email_key: None,
        token_hash: None,
        message: Some("Vi behöver någon med din erfarenhet. Hoppas att du vill vara med!".to_owned()),
        language: Language::Swedish,
        state: InvitationState::Pending,
        held_back: false,
        withdrawn_at: None,
        answered_at: None,
        expires_at: at + TimeDelta::days(14),
        created_at: at,
    }
}

fn discussion_row(id: DiscussionId, author: MemberId, talk: &Talk<'_>) -> discussion::Model {
    discussion::Model {
        language: Language::Swedish,
        id,
        group_id: talk.group,
        public: talk.source.public,
        author_id: author,
        title: talk.source.title.clone(),
        body: talk.source.body.clone(),
        reply_count: i32::try_from(talk.replied.len()).unwrap_or(i32::MAX),
        last_activity_at: talk.replied.last().copied().unwrap_or(talk.opened),
        version: 0,
        created_at: talk.opened,
        kind: DiscussionKind::Discussion,
        edited_at: None,
        deleted_at: None,
        pinned_at: None,
        locked_at: None,
        accepted_id: None,
        worksheet_id: None,
        solved_at: None,
    }
}

//! What the table is made of: the people, the deeds and what is said first.

pub const VISIBILITIES: [&str; 4] = ["open", "network", "closed", "secret"];
pub const PEOPLE: [&str; 18] = [
    "guest",
    "stranger",
    "invited",
    "requested",
    "member",
    "moderator",
    "owner",
    "left",
    "banned",
    "blocked",
    "site moderator",
    "administrator",
    "themself",
    "editor",
    "holder",
    "reader",
    "writer",
    "former member",
];

/// The place of the owner among them.
pub const OWNER: usize = 6;

/// What the actions of the matrix are in plain words, and what of a group one must reach to try one.
pub const DEEDS: &[(&str, &str, Needs)] = &[
    ("groups.start", "start a group", Needs::Nothing),
    ("groups.join", "join, or ask to", Needs::See),
    ("groups.edit", "change what the group is", Needs::See),
    ("groups.manage-members", "let in who asked", Needs::Read),
    ("groups.appoint a member owner", "make a member an owner", Needs::Read),
    ("groups.end-membership of a member", "remove a member", Needs::See),
    ("groups.end-membership of an owner", "remove an owner", Needs::See),
    ("groups.hand-over to a member", "hand the group over", Needs::Read),
    ("groups.succeed", "offer to follow silent owners", Needs::Read),
    ("groups.start-within", "start a group within it", Needs::Read),
    ("groups.ban a member", "ban a member", Needs::See),
    ("groups.ban an owner", "ban an owner", Needs::See),
    ("spaces.write", "write pages, links and decisions, bring files", Needs::Read),
    ("spaces.remove", "remove pages, links, decisions and files", Needs::Read),
    ("charters.write", "say what the group is for", Needs::See),
    ("invitations.manage", "invite, and take it back", Needs::Read),
    ("invitations.answer", "answer the invitation", Needs::Invitation),
    ("discussions.write", "open a discussion, reply, react", Needs::Read),
    ("discussions.announce", "announce something", Needs::Read),
    ("discussions.moderate", "lock a discussion", Needs::Read),
    ("discussions.keep-place", "have it remembered how far one has read", Needs::Read),
    ("discussions.edit of one's own", "change a post of one's own", Needs::Read),
    ("discussions.edit of another's", "change another's post", Needs::Read),
    ("discussions.delete of one's own", "delete a post of one's own", Needs::Read),
    ("discussions.delete of another's", "delete another's post", Needs::Read),
    ("discussions.accept in another's question", "accept an answer", Needs::Read),
    ("discussions.ask-poll in another's", "start a poll in another's discussion", Needs::Read),
    ("discussions.move", "move a discussion", Needs::Read),
    ("discussions.keep-draft", "keep a draft", Needs::Nothing),
    ("discussions.vote", "vote in a poll", Needs::Read),
    ("members.edit", "change the profile", Needs::Nothing),
    ("members.block", "block the member", Needs::Nothing),
    ("members.protect", "protect the member, or end it", Needs::Nothing),
    ("members.oversee-protection", "see that the member is protected", Needs::Nothing),
    ("contacts.ask", "ask who was asked for contact", Needs::Nothing),
    ("contacts.open", "open a contact with who asked", Needs::Nothing),
    ("contacts.answer", "answer the request", Needs::Nothing),
    ("contacts.write", "read and write messages", Needs::Nothing),
    ("support-models.edit", "begin a draft, change it, give it to be reviewed", Needs::Nothing),
    ("support-models.review of one's own", "publish what one submitted oneself, or send it back", Needs::Nothing),
    ("support-models.review of another's", "publish what another submitted, or send it back", Needs::Nothing),
    ("support-models.contribute", "propose a change, tell what is missing, add an example", Needs::Nothing),
    ("support-models.withdraw", "withdraw the model", Needs::Nothing),
    ("support-models.appoint", "say who edits the model", Needs::Nothing),
    ("worksheets.read", "read, export or copy the worksheet", Needs::Nothing),
    ("worksheets.write", "fill it in", Needs::Nothing),
    ("worksheets.keep", "name, share or delete it", Needs::Nothing),
    ("worksheet-rounds.answer", "answer it, and read the figures", Needs::Nothing),
    ("worksheet-rounds.keep", "close it, and read what was written", Needs::Nothing),
    ("examples.write", "begin one", Needs::Nothing),
    ("examples.edit", "change it, hand it in, withdraw it", Needs::Nothing),
    ("examples.see-reviews", "see what waits for an editor", Needs::Nothing),
    ("examples.review", "publish it, send it back", Needs::Nothing),
    ("accounts.manage", "end its sessions, change its password", Needs::Nothing),
    ("accounts.appoint", "make its member an editor", Needs::Nothing),
    ("curation.change", "make, change and take back the proposal", Needs::Nothing),
    ("notifications.keep", "read what one is told, and say how", Needs::Nothing),
    ("saved-searches.keep", "save, change and forget the search", Needs::Nothing),
    ("needs.keep", "post, change and close the need", Needs::Nothing),
    ("introductions.ask", "ask for the introduction, take it back", Needs::Nothing),
    ("introductions.answer", "answer the asking", Needs::Nothing),
    ("vocabulary.edit", "decide on proposals, retire competences", Needs::Nothing),
];

#[derive(Clone, Copy, PartialEq)]
pub enum Needs {
    Nothing,
    Invitation,
    See,
    Read,
}

pub const FOREWORD: &str = "Who may do what

yes = may, no = may not, . = does not arise. A guest has no account; a stranger has one, and no place in
the group; invited was invited and has not answered; requested has asked to join and waits; left was a
member; banned is kept out; blocked is blocked by the group's owner. For a profile, an example and an account, a stranger is anybody; for a contact, requested is who asked and themself who was asked; for a support
model, themself is one of its editors. In a group that one may not know of, everything answers as if
nothing were there. A holder has a worksheet's secret; reader and writer have that part in it, themself
keeps it; member is one of a group that reads it, and former member was. A worksheet in which one has no
part answers as if nothing were there.

";

//! The rows of Torg: one file a table, columns and relations only.
//!
//! Nothing here knows of HTTP or of permissions, and no `Model` has a JSON form, so that a row
//! cannot be sent to a client by accident. [`id`] and [`kind`] are the vocabulary shared by every
//! crate; they alone also speak JSON.

#![expect(clippy::disallowed_methods, reason = "sea-orm derives nested saves, which begin transactions; we call none of them")]

pub mod id;
pub mod kind;

pub mod account;
pub mod bookmark;
pub mod change;
pub mod charter;
pub mod charter_need;
pub mod charter_theme;
pub mod claim_evidence;
pub mod competence;
pub mod competence_area;
pub mod competence_broader;
pub mod competence_claim;
pub mod competence_proposal;
pub mod competence_synonym;
pub mod contact;
pub mod discussion;
pub mod draft;
pub mod education;
pub mod example;
pub mod example_organisation;
pub mod example_tag;
pub mod follow_level;
pub mod group;
pub mod group_admission;
pub mod group_answer;
pub mod group_ban;
pub mod group_change;
pub mod group_consent;
pub mod group_membership;
pub mod group_parent;
pub mod group_question;
pub mod group_refusal;
pub mod group_succession;
pub mod idempotency_key;
pub mod introduction;
pub mod introduction_ask;
pub mod invitation;
pub mod invitation_link;
pub mod member;
pub mod member_block;
pub mod member_dismissal;
pub mod member_language;
pub mod member_link;
pub mod mention;
pub mod message;
pub mod municipality;
pub mod need;
pub mod need_competence;
pub mod one_time_token;
pub mod organisation;
pub mod organisation_name;
pub mod outbox_notice;
pub mod photo;
pub mod poll;
pub mod poll_ballot;
pub mod poll_choice;
pub mod poll_option;
pub mod poll_voter;
pub mod position;
pub mod post;
pub mod reaction;
pub mod read_state;
pub mod refresh_token;
pub mod region;
pub mod registration;
pub mod revision;
pub mod round_answer;
pub mod saved_search;
pub mod saved_search_hit;
pub mod sector;
pub mod session;
pub mod setting;
pub mod signing_key;
pub mod support_model;
pub mod support_model_editor;
pub mod support_model_version;
pub mod theme;
pub mod throttle;
pub mod topic;
pub mod vocabulary_decision;
pub mod worksheet;
pub mod worksheet_archive;
pub mod worksheet_entry;
pub mod worksheet_round;
pub mod worksheet_share;
pub mod worksheet_template;

//! The rows of Torg: one file a table, columns and relations only.
//!
//! Nothing here knows of HTTP or of permissions, and no `Model` has a JSON form, so that a row
//! cannot be sent to a client by accident. [`id`] and [`kind`] are the vocabulary shared by every
//! crate; they alone also speak JSON.

#![expect(clippy::disallowed_methods, reason = "sea-orm derives nested saves, which begin transactions; we call none of them")]

pub mod id;
pub mod kind;

pub mod account;
pub mod competence;
pub mod competence_area;
pub mod competence_broader;
pub mod competence_claim;
pub mod competence_synonym;
pub mod contact;
pub mod contribution;
pub mod discussion;
pub mod group;
pub mod group_ban;
pub mod group_membership;
pub mod idempotency_key;
pub mod member;
pub mod member_block;
pub mod member_language;
pub mod member_link;
pub mod message;
pub mod municipality;
pub mod one_time_token;
pub mod organisation;
pub mod organisation_name;
pub mod outbox_notice;
pub mod position;
pub mod post;
pub mod reaction;
pub mod read_state;
pub mod refresh_token;
pub mod region;
pub mod registration;
pub mod revision;
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
pub mod worksheet;
pub mod worksheet_entry;
pub mod worksheet_template;

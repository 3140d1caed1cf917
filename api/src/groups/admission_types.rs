//! What crosses the wire about joining.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::GroupId;
use entity::{group_admission, group_answer};
use serde::Serialize;
use utoipa::ToSchema;

use super::types::GroupCard;
use crate::kernel::fault::Faults;
use crate::kernel::http::Versioned;
use crate::kernel::markdown::to_html;
use crate::kernel::text::{List, LongText, Text, Whole};
use crate::members::MemberCard;

/// Which version of the agreements somebody accepts.
pub type AgreementsVersion = Whole<1, 32767>;

/// What a group asks of whoever joins, and says to whoever has
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewAdmission {
    /// What it asks of whoever asks to join, where joining takes a request
    #[deserr(default)]
    #[schema(example = json!(["Vad vill du bidra med?"]))]
    pub questions: List<Text<2, 300>, 5>,
    /// What everybody accepts who joins, also by invitation (CommonMark)
    #[deserr(default)]
    #[schema(example = "Vi delar det vi hör utan att säga vem som sa det.")]
    pub agreements: Option<LongText<1, 4000>>,
    /// What whoever has joined is told (CommonMark)
    #[deserr(default)]
    #[schema(example = "Välkommen! Börja gärna med att säga hej.")]
    pub welcome: Option<LongText<1, 4000>>,
}

/// What somebody brings along who joins
#[derive(Debug, Default, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewMembership {
    /// The answers to all questions, in their order; none where joining takes no request
    #[deserr(default)]
    #[schema(example = json!([]))]
    pub answers: List<Text<1, 1000>, 5>,
    /// The version of the agreements that one accepts, where the group has some
    #[deserr(default)]
    #[schema(example = json!(null))]
    pub accepted_agreements: Option<AgreementsVersion>,
}

/// Why a request is declined
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewRefusal {
    /// Why, for whoever asked
    #[deserr(default)]
    #[schema(example = "Gruppen är för dem som arbetar i kommunen.")]
    pub reason: Option<Text<1, 500>>,
}

/// What whoever joins accepts
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Agreements {
    /// Which version it is; whoever joins names it
    #[schema(minimum = 1, examples(1))]
    pub version: i32,
    /// The words (CommonMark)
    #[schema(examples("Vi delar det vi hör utan att säga vem som sa det."))]
    pub text: String,
    /// The same as HTML that is safe to show
    #[schema(examples("<p>Vi delar det vi hör utan att säga vem som sa det.</p>"))]
    pub html: String,
}

impl Agreements {
    pub(super) fn of(row: &group_admission::Model) -> Option<Self> {
        let text = row.agreements.clone()?;
        Some(Self { version: row.agreements_version, html: to_html(&text, &row.group_id), text })
    }
}

/// What a group asks of whoever joins, as the caller meets it
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdmissionView {
    /// The group
    pub group_id: GroupId,
    /// What it asks of whoever asks to join
    #[schema(max_items = 5, examples("Vad vill du bidra med?"))]
    pub questions: Vec<String>,
    /// What everybody accepts who joins
    pub agreements: Option<Agreements>,
    /// What whoever has joined is told (CommonMark); only members see it
    #[schema(examples("Välkommen! Börja gärna med att säga hej."))]
    pub welcome: Option<String>,
    /// The same as HTML that is safe to show
    #[schema(examples("<p>Välkommen! Börja gärna med att säga hej.</p>"))]
    pub welcome_html: Option<String>,
    /// Counts the changes; also the entity tag
    #[schema(minimum = 0, examples(3))]
    pub version: i32,
}

impl AdmissionView {
    pub(super) fn of(group_id: GroupId, row: Option<group_admission::Model>, questions: Vec<String>, joined: bool) -> Self {
        let agreements = row.as_ref().and_then(Agreements::of);
        let version = row.as_ref().map_or(0, |row| row.version);
        let welcome = row.and_then(|row| row.welcome).filter(|_| joined);
        let welcome_html = welcome.as_ref().map(|text| to_html(text, &group_id));
        Self { group_id, questions, agreements, welcome, welcome_html, version }
    }
}

impl Versioned for AdmissionView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// An answer to what a group asks
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerView {
    /// The question, as it was when it was answered
    #[schema(examples("Vad vill du bidra med?"))]
    pub question: String,
    /// The answer
    #[schema(examples("Tio års erfarenhet av medborgardialog."))]
    pub answer: String,
}

/// Somebody who asks to join
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestView {
    /// Who asks
    pub member: MemberCard,
    /// Since when
    pub since: DateTime<Utc>,
    /// What they answered
    #[schema(max_items = 5)]
    pub answers: Vec<AnswerView>,
}

impl RequestView {
    pub(super) fn of(member: MemberCard, since: DateTime<Utc>, answers: Vec<group_answer::Model>) -> Self {
        let answers = answers.into_iter().map(|row| AnswerView { question: row.question, answer: row.answer }).collect();
        Self { member, since, answers }
    }
}

/// A request of the caller's that was declined
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusalView {
    /// The group
    pub group: GroupCard,
    /// Why
    #[schema(examples("Gruppen är för dem som arbetar i kommunen."))]
    pub reason: Option<String>,
    /// When
    pub at: DateTime<Utc>,
}

//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{ContactId, IntroductionId, NeedId};
use entity::kind::ContactState;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::fault::Faults;
use crate::kernel::text::{LongText, Slug};
use crate::members::MemberCard;
use crate::needs::NeedCard;
use crate::vocabulary::Named;

/// Which introduction
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct IntroductionPath {
    /// The introduction
    pub introduction_id: IntroductionId,
}

/// An introduction to ask for
///
/// With either `need` or `competence`.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewIntroduction {
    /// An open need of one's own, with which somebody is to help
    #[deserr(default)]
    pub need: Option<NeedId>,
    /// Key of a competence that somebody is to have
    #[deserr(default)]
    pub competence: Option<Slug>,
    /// What those who are asked read
    pub message: LongText<1, 1000>,
}

/// The answer of somebody who was asked
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct IntroductionAnswer {
    /// Whether one wants to be introduced
    pub accept: bool,
}

/// An introduction, as the one who asks for it meets it
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntroductionView {
    /// The introduction
    pub id: IntroductionId,
    /// The need with which somebody is to help
    pub need: Option<NeedCard>,
    /// The competence that somebody is to have
    pub competence: Option<Named>,
    /// What those who are asked read
    #[schema(examples("Vi börjar i höst och vill gärna prata med någon som har gjort det."))]
    pub message: String,
    /// The contacts that a yes has opened
    #[schema(max_items = 10)]
    pub contacts: Vec<ContactId>,
    /// When it was asked for
    pub created_at: DateTime<Utc>,
    /// When nobody can say yes any more
    pub expires_at: DateTime<Utc>,
}

/// An introduction, as somebody who is asked meets it
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntroductionRequestView {
    /// The introduction
    pub id: IntroductionId,
    /// Who asks
    pub member: MemberCard,
    /// The need with which one could help
    pub need: Option<NeedCard>,
    /// The competence that one has
    pub competence: Option<Named>,
    /// Why one is asked
    #[schema(examples("Vi börjar i höst och vill gärna prata med någon som har gjort det."))]
    pub message: String,
    /// What one has answered; who asks is told of a yes only
    pub state: ContactState,
    /// The contact that a yes has opened
    pub contact: Option<ContactId>,
    /// When one was asked
    pub created_at: DateTime<Utc>,
    /// Until when one can answer
    pub expires_at: DateTime<Utc>,
}

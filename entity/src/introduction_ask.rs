//! Somebody who is asked whether they want to be introduced. The one who asks knows nothing of it.

use sea_orm::entity::prelude::*;

use crate::id::{ContactId, IntroductionId, MemberId};
use crate::kind::ContactState;

/// Somebody who is asked whether they want to be introduced. The one who asks knows nothing of it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "introduction_ask")]
pub struct Model {
    /// The introduction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub introduction_id: IntroductionId,
    /// Who is asked.
    #[sea_orm(primary_key, auto_increment = false)]
    pub candidate_id: MemberId,
    /// What they have answered.
    pub state: ContactState,
    /// The contact that a yes has opened.
    pub contact_id: Option<ContactId>,
    /// When they were asked.
    pub created_at: DateTimeUtc,
    /// When they answered.
    pub answered_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

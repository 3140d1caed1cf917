//! A person in the network, as others meet them.

use sea_orm::entity::prelude::*;

use crate::id::MemberId;
use crate::kind::Audience;

/// A person in the network, as others meet them.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member")]
pub struct Model {
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MemberId,
    /// The readable address. Unique.
    pub handle: String,
    /// What the handle looks like. Unique.
    pub handle_skeleton: String,
    /// The name.
    pub name: String,
    /// One line about what the member does.
    pub headline: Option<String>,
    /// The member’s own text (CommonMark).
    pub about: Option<String>,
    /// How the name is said.
    pub pronunciation: Option<String>,
    /// The municipality in which the member works.
    pub municipality_code: Option<String>,
    /// The region in which the member works; if there is a municipality, it lies in it.
    pub region_code: Option<String>,
    /// Who sees `about`.
    pub about_audience: Audience,
    /// Who sees the municipality and the region.
    pub place_audience: Audience,
    /// Who sees the positions.
    pub background_audience: Audience,
    /// Who sees the competences.
    pub competence_audience: Audience,
    /// Who sees the interests.
    pub interest_audience: Audience,
    /// Who sees the offers.
    pub offer_audience: Audience,
    /// Who sees the needs.
    pub need_audience: Audience,
    /// Who sees how the name is said.
    pub pronunciation_audience: Audience,
    /// Who sees the languages.
    pub language_audience: Audience,
    /// Who sees the links.
    pub link_audience: Audience,
    /// Who sees the educations.
    pub education_audience: Audience,
    /// Who sees the photo.
    pub photo_audience: Audience,
    /// Who may ask the member for contact; `only_me` means nobody.
    pub contact_audience: Audience,
    /// Names the content of the photo, if there is one.
    pub photo_hash: Option<String>,
    /// What the photo shows, in words.
    pub photo_alt: Option<String>,
    /// Name, headline and what is open to everyone are read without an account.
    pub public_page: bool,
    /// A person with protected data: shown to nobody but themself.
    pub protected: bool,
    /// Hidden while the account is suspended.
    pub suspended: bool,
    /// Swedish collation key of the name, hexadecimal.
    pub sort_key: String,
    /// Name and headline, folded for searching: only what every viewer of the member sees.
    pub search_text: String,
    /// Counts the changes.
    pub version: i32,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// When the member joined.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

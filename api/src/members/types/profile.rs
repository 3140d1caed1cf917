//! A profile as a whole.

use deserr::Deserr;
use entity::id::MemberId;
use entity::kind::{Audience, PhotoSize};
use entity::member;
use serde::Serialize;
use utoipa::ToSchema;

use super::background::{ClaimView, EducationView, PositionView, Topics};
use super::self_description::{LanguageView, LinkView};
use crate::kernel::access::Viewer;
use crate::kernel::fault::Faults;
use crate::kernel::http::Versioned;
use crate::kernel::page::Link;
use crate::kernel::patch::Patch;
use crate::kernel::text::{Code, Handle, LongText, Text};
use crate::members::policy::Sight;
use crate::members::store::{Place, Shown};
use crate::vocabulary::{MunicipalityName, RegionName};

/// What a member changes in their own profile
#[derive(Debug, Default, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct ProfileChange {
    /// The name by which others know the member
    #[deserr(default)]
    pub name: Patch<Text<2, 100>>,
    /// The readable name of which there is one each. One that is taken, or easily taken for one that
    /// is, is refused, and so is every one while the member is protected
    #[deserr(default)]
    pub handle: Patch<Handle>,
    /// One line about what the member does; `null` clears it
    #[deserr(default)]
    pub headline: Patch<Option<Text<1, 120>>>,
    /// The member's own text (CommonMark); `null` clears it
    #[deserr(default)]
    pub about: Patch<Option<LongText<1, 4000>>>,
    /// What the photo shows, for those who do not see it; `null` clears it, as does another photo
    #[deserr(default)]
    pub photo_alt: Patch<Option<Text<1, 300>>>,
    /// How the name is said, in letters that a reader can follow; `null` clears it
    #[deserr(default)]
    pub pronunciation: Patch<Option<Text<1, 100>>>,
    /// Code of the municipality in which the member works; `null` clears it. It lies in `region`, if that is stated
    #[deserr(default)]
    pub municipality: Patch<Option<Code<4>>>,
    /// Code of the region in which the member works; `null` clears it. Whoever names a municipality need not state it
    #[deserr(default)]
    pub region: Patch<Option<Code<2>>>,
    /// Who sees `about`
    #[deserr(default)]
    pub about_audience: Patch<Audience>,
    /// Who sees the municipality and the region
    #[deserr(default)]
    pub place_audience: Patch<Audience>,
    /// Who sees the positions
    #[deserr(default)]
    pub background_audience: Patch<Audience>,
    /// Who sees the competences, and finds the member by them
    #[deserr(default)]
    pub competence_audience: Patch<Audience>,
    /// Who sees the interests
    #[deserr(default)]
    pub interest_audience: Patch<Audience>,
    /// Who sees the offers, and finds the member by them
    #[deserr(default)]
    pub offer_audience: Patch<Audience>,
    /// Who sees the needs, and finds the member by them
    #[deserr(default)]
    pub need_audience: Patch<Audience>,
    /// Who sees how the name is said
    #[deserr(default)]
    pub pronunciation_audience: Patch<Audience>,
    /// Who sees the languages
    #[deserr(default)]
    pub language_audience: Patch<Audience>,
    /// Who sees the links
    #[deserr(default)]
    pub link_audience: Patch<Audience>,
    /// Who sees the educations
    #[deserr(default)]
    pub education_audience: Patch<Audience>,
    /// Who sees the photo
    #[deserr(default)]
    pub photo_audience: Patch<Audience>,
    /// Who may ask for contact; `only_me` means nobody
    #[deserr(default)]
    pub contact_audience: Patch<Audience>,
    /// Whether the profile has a public page: name, headline and the parts that are open to
    /// everyone are then read without an account
    #[deserr(default)]
    pub public_page: Patch<bool>,
}

/// A member, briefly
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MemberCard {
    /// The member
    pub id: MemberId,
    /// The readable address
    #[schema(examples("alva-exempelgren-3f9a2c1d"))]
    pub handle: String,
    /// The name
    #[schema(examples("Alva Exempelgren"))]
    pub name: String,
    /// One line about what the member does
    #[schema(examples("Arbetar med barnperspektiv i planering"))]
    pub headline: Option<String>,
    /// The municipality, if the caller sees it
    pub municipality: Option<MunicipalityName>,
    /// The region, if it was stated and the caller sees it; that of a municipality are the first two digits of its code
    pub region: Option<RegionName>,
    /// The photo, if the caller sees it
    pub photo: Option<PhotoView>,
}

impl MemberCard {
    pub(in crate::members) fn of(viewer: &Viewer, row: member::Model, sight: Sight, Place { municipality, region }: Place) -> Self {
        let member::Model { id, handle, name, headline, photo_hash, photo_alt, photo_audience, .. } = row;
        let photo = photo_hash.filter(|_| sight.sees(photo_audience)).map(|hash| PhotoView::at(viewer, id, &hash, photo_alt));
        Self { id, handle, name, headline, municipality, region, photo }
    }
}

/// A photo: square JPEG files
///
/// Each address is good for whoever sees the photo, with the same sign-in as everything else, and
/// never leads to another picture.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PhotoView {
    /// What it shows, for those who do not see it
    #[schema(examples("Alva ler en karta"))]
    pub alt: Option<String>,
    /// 64 pixels wide
    #[schema(
        format = "uri",
        examples("https://torg.example.org/api/v1/members/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47/photos/5f3c0a5e0193a5e07c1e7d3a9b6f2f1d/small")
    )]
    pub small: String,
    /// 192 pixels wide
    #[schema(
        format = "uri",
        examples("https://torg.example.org/api/v1/members/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47/photos/5f3c0a5e0193a5e07c1e7d3a9b6f2f1d/medium")
    )]
    pub medium: String,
    /// 512 pixels wide
    #[schema(
        format = "uri",
        examples("https://torg.example.org/api/v1/members/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47/photos/5f3c0a5e0193a5e07c1e7d3a9b6f2f1d/large")
    )]
    pub large: String,
}

impl PhotoView {
    fn at(viewer: &Viewer, id: MemberId, hash: &str, alt: Option<String>) -> Self {
        let at = |size: PhotoSize| viewer.url(&format!("/members/{id}/photos/{hash}/{}", size.as_str()));
        Self { alt, small: at(PhotoSize::Small), medium: at(PhotoSize::Medium), large: at(PhotoSize::Large) }
    }
}

/// Who sees which part of a profile
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Audiences {
    /// Who sees `about`
    pub about: Audience,
    /// Who sees the municipality and the region
    pub place: Audience,
    /// Who sees the positions
    pub background: Audience,
    /// Who sees the competences
    pub competences: Audience,
    /// Who sees the interests
    pub interests: Audience,
    /// Who sees the offers
    pub offers: Audience,
    /// Who sees the needs
    pub needs: Audience,
    /// Who sees how the name is said
    pub pronunciation: Audience,
    /// Who sees the languages
    pub languages: Audience,
    /// Who sees the links
    pub links: Audience,
    /// Who sees the educations
    pub educations: Audience,
    /// Who sees the photo
    pub photo: Audience,
    /// Who may ask for contact
    pub contact: Audience,
    /// Whether the profile has a page that is read without an account
    pub public_page: bool,
    /// Whether nobody meets the member anywhere, whatever the audiences say
    pub protected: bool,
}

impl Audiences {
    fn of(row: &member::Model) -> Self {
        Self {
            about: row.about_audience,
            place: row.place_audience,
            background: row.background_audience,
            competences: row.competence_audience,
            interests: row.interest_audience,
            offers: row.offer_audience,
            needs: row.need_audience,
            pronunciation: row.pronunciation_audience,
            languages: row.language_audience,
            links: row.link_audience,
            educations: row.education_audience,
            photo: row.photo_audience,
            contact: row.contact_audience,
            public_page: row.public_page,
            protected: row.protected,
        }
    }
}

/// A member, as the caller sees them
///
/// A part that the caller does not see looks like one that was never filled in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    /// The member, briefly
    #[serde(flatten)]
    pub card: MemberCard,
    /// The member's own text (CommonMark)
    #[schema(examples("Jag har arbetat med medborgardialog i tio år."))]
    pub about: Option<String>,
    /// How the name is said
    #[schema(examples("AL-va ex-EM-pel-gren"))]
    pub pronunciation: Option<String>,
    /// The languages, the best mastered first
    #[schema(max_items = 20)]
    pub languages: Vec<LanguageView>,
    /// The pages to which the member points
    #[schema(max_items = 10)]
    #[serde(rename = "links")]
    pub websites: Vec<LinkView>,
    /// The background, newest first
    #[schema(max_items = 50)]
    pub positions: Vec<PositionView>,
    /// The educations, what lasts first and then the newest
    #[schema(max_items = 30)]
    pub educations: Vec<EducationView>,
    /// The competences, the most mastered first
    #[schema(max_items = 100)]
    pub competences: Vec<ClaimView>,
    /// What the member cares about, can help with and looks for
    #[serde(flatten)]
    pub topics: Topics,
    /// Who sees which part; only for the member
    pub audiences: Option<Audiences>,
    /// Counts the changes; also the entity tag of `/members/me`. 0 for everybody but the member: the number
    /// would tell of changes that others may not see
    #[schema(minimum = 0, examples(3))]
    pub version: i32,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: MemberLinks,
}

/// Where a member is
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberLinks {
    /// The profile
    #[serde(rename = "self")]
    pub own: Link,
}

impl MemberView {
    pub(in crate::members) fn of(viewer: &Viewer, row: member::Model, sight: Sight, shown: Shown) -> Self {
        let Shown { about, pronunciation, languages, websites, place, positions, educations, competences, topics } = shown;
        Self {
            about,
            pronunciation,
            languages,
            websites,
            positions,
            educations,
            competences,
            topics,
            audiences: (sight == Sight::Own).then(|| Audiences::of(&row)),
            version: if sight == Sight::Own { row.version } else { 0 },
            links: MemberLinks { own: Link::get("self", viewer.url(&format!("/members/{}", row.id))) },
            card: MemberCard::of(viewer, row, sight, place),
        }
    }
}

impl Versioned for MemberView {
    fn version(&self) -> i32 {
        self.version
    }
}

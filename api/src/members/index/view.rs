//! What one viewer sees of everybody, as the database says.

use std::collections::HashMap;

use entity::id::MemberId;
use entity::kind::{Audience, TopicKind};
use entity::member;

use super::columns::at;
use super::state::{At, Index};
use crate::kernel::access::{Actor, Viewer};
use crate::kernel::problem::Result;
use crate::members::policy::Sight;
use crate::members::{blocks, store};

/// The parts of a profile that somebody can be found by; each is a bit of a mask. The first bit says
/// that the viewer may know of the member at all, the last that some part is for shared groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    About,
    Place,
    Background,
    Competences,
    Interests,
    Offers,
    Needs,
    Languages,
}

/// The viewer may know of the member.
const KNOWN: u16 = 1;
/// Some part is for those who share a group with the member.
const FOR_GROUPS: u16 = 1 << 15;

impl Part {
    /// All of them.
    const ALL: [Self; 8] =
        [Self::About, Self::Place, Self::Background, Self::Competences, Self::Interests, Self::Offers, Self::Needs, Self::Languages];

    const fn bit(self) -> u16 {
        match self {
            Self::About => 1 << 1,
            Self::Place => 1 << 2,
            Self::Background => 1 << 3,
            Self::Competences => 1 << 4,
            Self::Interests => 1 << 5,
            Self::Offers => 1 << 6,
            Self::Needs => 1 << 7,
            Self::Languages => 1 << 8,
        }
    }

    /// Whether the part is seen.
    pub const fn is_in(self, mask: u16) -> bool {
        mask & self.bit() != 0
    }

    /// The part in which a kind of topics stands.
    pub const fn of(kind: TopicKind) -> Self {
        match kind {
            TopicKind::Interest => Self::Interests,
            TopicKind::Offer => Self::Offers,
            TopicKind::Need => Self::Needs,
        }
    }

    const fn audience(self, row: &member::Model) -> Audience {
        match self {
            Self::About => row.about_audience,
            Self::Place => row.place_audience,
            Self::Background => row.background_audience,
            Self::Competences => row.competence_audience,
            Self::Interests => row.interest_audience,
            Self::Offers => row.offer_audience,
            Self::Needs => row.need_audience,
            Self::Languages => row.language_audience,
        }
    }
}

/// What every member sees of somebody of whom every member may know.
pub fn shown_to_all(audiences: &[(Part, Audience)]) -> u16 {
    audiences.iter().fold(KNOWN, |mask, (part, audience)| match audience {
        audience if Sight::Member.sees(*audience) => mask | part.bit(),
        audience if Sight::Mate.sees(*audience) => mask | FOR_GROUPS,
        _ => mask,
    })
}

/// What one viewer sees of everybody, and what the two have in common.
#[derive(Debug)]
pub struct View {
    masks: [Vec<u16>; 2],
    shared_groups: [Vec<u8>; 2],
    /// Where the viewer stands.
    pub own: Option<At>,
}

impl View {
    /// Asks the database who is blocked, and what those show who show more to the viewer's groups.
    pub async fn of(viewer: &Viewer, index: &Index) -> Result<Self> {
        let parts = index.parts();
        let Some(actor) = viewer.actor() else {
            return Ok(Self { masks: parts.map(|part| vec![0; part.masks.len()]), shared_groups: [Vec::new(), Vec::new()], own: None });
        };
        let mut view = Self { masks: parts.map(|part| part.masks.clone()), shared_groups: [Vec::new(), Vec::new()], own: index.find(actor.id) };
        for row in &index.stale {
            view.show(At { fresh: false, row: *row }, 0);
        }
        view.count_shared_groups(index);
        for (id, mask) in view.shown_to_groups(viewer, actor, index).await? {
            view.change(index, id, |before| before | mask);
        }
        for id in blocks::around(viewer).await? {
            view.change(index, id, |_| 0);
        }
        view.change(index, actor.id, |_| u16::MAX);
        Ok(view)
    }

    fn show(&mut self, place: At, mask: u16) {
        let [base, fresh] = &mut self.masks;
        if let Some(seen) = if place.fresh { fresh } else { base }.get_mut(at(place.row)) {
            *seen = mask;
        }
    }

    fn change(&mut self, index: &Index, id: MemberId, change: impl Fn(u16) -> u16) {
        if let Some(place) = index.find(id) {
            self.show(place, change(self.mask(place)));
        }
    }

    /// What is seen of somebody.
    pub fn mask(&self, place: At) -> u16 {
        let [base, fresh] = &self.masks;
        if place.fresh { fresh } else { base }.get(at(place.row)).copied().unwrap_or_default()
    }

    /// Whether the viewer may know of somebody.
    pub const fn knows(mask: u16) -> bool {
        mask & KNOWN != 0
    }

    /// How many groups the viewer shares with somebody.
    pub fn shared_groups(&self, place: At) -> u8 {
        let [base, fresh] = &self.shared_groups;
        if place.fresh { fresh } else { base }.get(at(place.row)).copied().unwrap_or_default()
    }

    fn count_shared_groups(&mut self, index: &Index) {
        let Some(own) = self.own else { return };
        let groups = index.part(own).groups_of(own.row);
        for (part, shared) in index.parts().into_iter().zip(&mut self.shared_groups) {
            for group in &groups {
                shared.resize(part.ids.len(), 0);
                for row in part.in_group(*group) {
                    if let Some(count) = shared.get_mut(at(*row)) {
                        *count = count.saturating_add(1);
                    }
                }
            }
        }
    }

    /// What those see-through parts are that somebody shows to those who share a group with them.
    async fn shown_to_groups(&self, viewer: &Viewer, actor: &Actor, index: &Index) -> Result<HashMap<MemberId, u16>> {
        let mut ids = Vec::new();
        for (part, (masks, shared)) in index.parts().into_iter().zip(self.masks.iter().zip(&self.shared_groups)) {
            let for_groups = masks.iter().zip(shared).map(|(mask, shared)| mask & FOR_GROUPS != 0 && *shared > 0);
            ids.extend(part.ids.iter().zip(for_groups).filter(|(_, for_groups)| *for_groups).map(|(id, _)| *id));
        }
        let mut shown = HashMap::new();
        for ids in ids.chunks(500) {
            let rows = store::sharing_rows(viewer, actor, ids).await?;
            shown.extend(rows.iter().map(|row| {
                let seen = Part::ALL.into_iter().filter(|part| Sight::Mate.sees(part.audience(row)));
                (row.id, seen.fold(0, |mask, part| mask | part.bit()))
            }));
        }
        Ok(shown)
    }
}

//! What municipalities and regions are called: read once, and anew for a code that is not among them.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use entity::{municipality, region};
use sea_orm::EntityTrait;

use super::places::RegionName;
use super::types::{MunicipalityName, Named};
use crate::kernel::access::Viewer;
use crate::kernel::problem::Result;

/// Both registers, by code.
#[derive(Default)]
struct Register {
    municipalities: HashMap<String, MunicipalityName>,
    regions: HashMap<String, region::Model>,
}

/// The latest ones that were read.
#[derive(Default)]
struct Latest(RwLock<Arc<Register>>);

impl Register {
    /// The registers as they are in memory, if they know what is asked for.
    async fn knowing(viewer: &Viewer, know: impl Fn(&Self) -> bool) -> Result<Arc<Self>> {
        let latest = viewer.kept::<Latest>();
        let known = Arc::clone(&latest.0.read().unwrap_or_else(PoisonError::into_inner));
        if know(&known) {
            return Ok(known);
        }
        // Only a start of the program changes them, perhaps of a later version beside this one.
        let read = Arc::new(Self::read(viewer).await?);
        *latest.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&read);
        Ok(read)
    }

    async fn read(viewer: &Viewer) -> Result<Self> {
        let municipalities = municipality::Entity::find().all(viewer.conn()).await?;
        let regions = region::Entity::find().all(viewer.conn()).await?;
        Ok(Self {
            municipalities: municipalities.into_iter().map(|row| (row.code.clone(), row.into())).collect(),
            regions: regions.into_iter().map(|row| (row.code.clone(), row)).collect(),
        })
    }
}

/// The names of municipalities by code.
pub async fn municipalities(viewer: &Viewer, codes: Vec<String>) -> Result<HashMap<String, MunicipalityName>> {
    let register = Register::knowing(viewer, |register| codes.iter().all(|code| register.municipalities.contains_key(code))).await?;
    Ok(codes.into_iter().filter_map(|code| Some((code.clone(), register.municipalities.get(&code)?.clone()))).collect())
}

/// The names of regions by code, in the viewer's language.
pub async fn regions(viewer: &Viewer, codes: Vec<String>) -> Result<HashMap<String, RegionName>> {
    let register = Register::knowing(viewer, |register| codes.iter().all(|code| register.regions.contains_key(code))).await?;
    let named = |code: String| {
        let Named { key, name } = Named::region(register.regions.get(&code)?.clone(), viewer.language());
        Some((code, RegionName { code: key, name }))
    };
    Ok(codes.into_iter().filter_map(named).collect())
}

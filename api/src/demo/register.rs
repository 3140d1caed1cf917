//! The register of organisations.

use chrono::{DateTime, Utc};
use entity::id::OrganisationId;
use entity::{organisation, organisation_name};

use super::chance::Ids;
use super::material::{Jobs, Material, Organisation};
use super::rows::Rows;
use crate::kernel::typeset::{Swedish, fold};

/// An organisation that people work at.
pub struct Employer<'a> {
    pub id: OrganisationId,
    pub key: &'a str,
    pub jobs: &'a Jobs,
}

/// Enters the organisations, all at one time.
pub fn enter<'a>(material: &'a Material, swedish: &Swedish, at: DateTime<Utc>, rows: &mut Rows) -> Vec<Employer<'a>> {
    let ids = Ids::from(at);
    let mut employers = Vec::new();
    for source in &material.organisations {
        let id = OrganisationId(ids.at(at));
        rows.organisations.push(organisation_row(source, swedish, id, at));
        rows.former_names.extend(source.former_names.iter().map(|name| organisation_name::Model { organisation_id: id, name: name.clone() }));
        employers.extend(material.people.jobs(&source.sector).map(|jobs| Employer { id, key: &source.key, jobs }));
    }
    employers
}

fn organisation_row(source: &Organisation, swedish: &Swedish, id: OrganisationId, at: DateTime<Utc>) -> organisation::Model {
    let names: Vec<_> = std::iter::once(&source.name).chain(&source.former_names).map(String::as_str).collect();
    organisation::Model {
        id,
        slug: source.key.clone(),
        name: source.name.clone(),
        sector_key: source.sector.clone(),
        municipality_code: source.municipality_code.clone(),
        region_code: source.region_code.clone(),
        website: source.website.clone(),
        sort_key: swedish.sort_key(&source.name),
        search_text: fold(&names.join(" ")),
        created_at: at,
    }
}

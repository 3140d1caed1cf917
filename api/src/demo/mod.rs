//! Demonstration data: invented people, groups and talk, as many as one asks for.
//!
//! It writes the rows of all features directly, past their stores and policies, and it is the only
//! place that does: a member made the ordinary way costs a password hash, a registration and a mail,
//! and a million of them are to be there within minutes. What a store derives from what was written
//! (handles, sort keys, search texts, counts) is therefore derived here once more, in the same way.

mod cast;
mod chance;
mod exchange;
mod maker;
mod material;
mod people;
mod register;
mod rows;
mod sheets;
mod tales;
mod talk;
mod votes;

use entity::id::MemberId;
use entity::{account, group, registration};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use self::maker::Maker;
use self::material::Material;
use self::sheets::Sheets;
use crate::kernel::access::System;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::search::Reader;
use crate::kernel::text::Password;

/// The password of everybody in the demonstration who can sign in.
pub const PASSWORD: &str = "correct-horse-battery-torg";

/// The fewest members that there can be: one block, in which every group is talked in.
pub const LEAST: usize = 300;

/// Blocks that are written in one transaction.
const BLOCKS_AT_ONCE: usize = 4;

/// Somebody in the demonstration as whom one signs in.
#[derive(Clone, Copy, Debug)]
pub struct SignIn {
    /// What the person does, in English.
    pub who: &'static str,
    /// The address.
    pub email: &'static str,
    /// The member.
    pub id: MemberId,
}

/// Whether there is nobody yet: no account, no registration and no group.
pub async fn is_empty(system: &System) -> Result<bool> {
    let nobody = account::Entity::find().one(system.conn()).await?.is_none();
    let nobody_waits = registration::Entity::find().one(system.conn()).await?.is_none();
    Ok(nobody && nobody_waits && group::Entity::find().one(system.conn()).await?.is_none())
}

/// Fills an empty database, and tells after every block how many of how many members are there.
///
/// What happens in it is the same every time; only the ids, and the times by as much as the clock
/// has moved on, are not. Fewer than [`LEAST`] members become that many.
pub async fn load(system: &System, members: usize, progress: impl Fn(usize, usize)) -> Result<()> {
    if !is_empty(system).await? {
        return Err(Problem::internal("demonstration data goes only into an empty database"));
    }
    let material = Material::read().map_err(Problem::internal)?;
    let password = Password::parse(PASSWORD).map_err(|wrong| Problem::internal(format!("{wrong:?}")))?;
    let hash = system.app().passwords.hash(password).await?;
    let mut maker = Maker::new(system, &material, hash, members.max(LEAST)).await?;
    let mut reader = Reader::default();
    let mut sheets = Some(Sheets::read(system).await?);
    while !maker.is_done() {
        let write = system.write(async |tx| {
            for _ in 0..BLOCKS_AT_ONCE {
                let Some(mut rows) = maker.next_block() else { break };
                if let Some(sheets) = sheets.take() {
                    sheets.fill(maker.end, &mut rows)?;
                }
                rows.write(tx, &mut reader).await?;
                progress(maker.done(), maker.total());
            }
            Ok(())
        });
        write.await?;
    }
    Ok(())
}

/// Those as whom one signs in, or nobody if this is no demonstration.
pub async fn sign_ins(system: &System) -> Result<Vec<SignIn>> {
    let emails = cast::CAST.iter().map(|part| part.email);
    let accounts = account::Entity::find().filter(account::Column::EmailKey.is_in(emails)).all(system.conn()).await?;
    let sign_in = |part: &cast::Part| {
        let account = accounts.iter().find(|account| account.email_key == part.email)?;
        Some(SignIn { who: part.who, email: part.email, id: account.id })
    };
    let found: Vec<_> = cast::CAST.iter().filter_map(sign_in).collect();
    Ok(if found.len() == cast::CAST.len() { found } else { Vec::new() })
}

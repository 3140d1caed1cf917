//! Asking, answering and writing.

use actix_web::{get, post, put};

use super::types::{AskedPath, ContactAnswer, ContactFilter, ContactPath, ContactView, MessageView, NewContact, NewMessage};
use super::{policy, store};
use crate::kernel::access::Member;
use crate::kernel::http::{Created, Json, Path};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// Ask a member for contact
///
/// The member decides who may ask. Two members have one contact, whoever asked. At most 20 a day.
#[utoipa::path(tag = "contacts", params(AskedPath), responses((status = CREATED, body = ContactView)))]
#[post("/members/{memberId}/contact-requests")]
pub async fn ask_for_contact(me: Member, at: Path<AskedPath>, new: Json<NewContact>) -> Result<Created<ContactView>> {
    let right = me.may::<policy::Ask>(store::asked(&me, at.0.member_id).await?)?;
    store::count_request(&me.system("requests are counted beside the change, also those that fail"), me.id()).await?;
    let member = store::card(&me, at.0.member_id).await?;
    me.create(async |tx| {
        let row = store::ask(tx, right, new.0).await?;
        Created::at(me.url(&format!("/contacts/{}", row.id)), &ContactView::of(row, member, me.actor()))
    })
    .await
}

/// List one's contacts
///
/// Those asked for and those accepted, the newest first.
#[utoipa::path(tag = "contacts", params(ContactFilter, PageParams), responses((status = OK, body = Page<ContactView>)))]
#[get("/members/me/contacts")]
pub async fn list_contacts(me: Member, list: Listing<ContactFilter>) -> Result<Page<ContactView>> {
    let slice = store::page(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |contact| contact))
}

/// Read a contact
///
/// The two may.
#[utoipa::path(tag = "contacts", params(ContactPath), responses((status = OK, body = ContactView)))]
#[get("/contacts/{contactId}")]
pub async fn get_contact(me: Member, at: Path<ContactPath>) -> Result<Json<ContactView>> {
    let row = store::find(&me, at.0.contact_id).await?;
    Ok(Json(store::view(&me, row).await?))
}

/// Answer a request for contact
///
/// Whoever was asked may, and may change their mind. A no is not told to the one who asked.
#[utoipa::path(tag = "contacts", params(ContactPath), responses((status = OK, body = ContactView)))]
#[put("/contacts/{contactId}/answer")]
pub async fn answer_contact(me: Member, at: Path<ContactPath>, answer: Json<ContactAnswer>) -> Result<Json<ContactView>> {
    let right = me.may::<policy::Answer>(store::find(&me, at.0.contact_id).await?)?;
    let row = me.write(async |tx| store::answer(tx, right, answer.0).await).await?;
    Ok(Json(store::view(&me, row).await?))
}

/// List the messages of a contact
///
/// The newest first.
#[utoipa::path(tag = "contacts", params(ContactPath, PageParams), responses((status = OK, body = Page<MessageView>)))]
#[get("/contacts/{contactId}/messages")]
pub async fn list_messages(me: Member, at: Path<ContactPath>, list: Listing<NoFilter>) -> Result<Page<MessageView>> {
    let contact = store::find(&me, at.0.contact_id).await?;
    let slice = store::messages(&me, &contact, &list).await?;
    Ok(slice.into_page(&me, &list.paging, MessageView::from))
}

/// Write a message
///
/// As soon as the contact is accepted, both may.
#[utoipa::path(tag = "contacts", params(ContactPath), responses((status = CREATED, body = MessageView)))]
#[post("/contacts/{contactId}/messages")]
pub async fn send_message(me: Member, at: Path<ContactPath>, new: Json<NewMessage>) -> Result<Created<MessageView>> {
    let right = me.may::<policy::Write>(store::find(&me, at.0.contact_id).await?)?;
    let messages = me.url(&format!("/contacts/{}/messages", at.0.contact_id));
    me.create(async |tx| Created::at(messages, &MessageView::from(store::send(tx, right, new.0).await?))).await
}

//! A body that need not be there.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use deserr::Deserr;

use super::fault::Faults;
use super::http::{BODY_LIMIT, expect_json, read};
use super::problem::{Problem, Result};
use super::upload;

/// A JSON body that may be left out, or be `null`.
#[derive(Clone, Debug)]
pub struct Maybe<T>(pub Option<T>);

impl<T: Deserr<Faults> + 'static> FromRequest for Maybe<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let body = upload::read(&mut payload, BODY_LIMIT).await?;
            if body.is_empty() {
                return Ok(Self(None));
            }
            expect_json(&request)?;
            read(&request, &body).map(Self)
        })
    }
}

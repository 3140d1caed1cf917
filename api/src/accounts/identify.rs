//! Who is asking? The middleware that turns a bearer token into a live session, or into nobody.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};

use super::sessions;
use crate::kernel::access::{Identity, System};
use crate::kernel::app::App;
use crate::kernel::problem::{Problem, Result};

/// Never rejects: it records somebody, nobody or invalid, and the door decides.
pub async fn identify(request: ServiceRequest, next: Next<impl MessageBody>) -> core::result::Result<ServiceResponse<impl MessageBody>, Error> {
    let identity = identity(&request).await?;
    request.extensions_mut().insert(identity);
    next.call(request).await
}

async fn identity(request: &ServiceRequest) -> Result<Identity> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let Some(header) = headers.next() else { return Ok(Identity::Nobody) };
    let scheme_and_token = header.to_str().ok().and_then(|text| text.split_once(' '));
    let token = scheme_and_token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token);
    let (Some(token), None) = (token, headers.next()) else { return Ok(Identity::Invalid) };
    let app = request.app_data::<Arc<App>>().ok_or_else(|| Problem::internal("no app"))?;
    let system = System::because("a token has to be checked before anybody is known", app);
    Ok(sessions::actor(&system, token).await?.map_or(Identity::Invalid, Identity::Somebody))
}

//! Somebody who uses the API, signed in or not.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::{Answer, App};

/// Somebody who uses the API.
#[derive(Clone)]
pub struct Person<'a> {
    /// The world they are in.
    pub app: &'a App,
    /// Who they are; empty for a stranger.
    pub id: String,
    /// Their address; empty for a stranger.
    pub email: String,
    /// Their access token.
    pub token: Option<String>,
    /// Their refresh token.
    pub refresh_token: String,
}

impl Person<'_> {
    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    /// Creates.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, &[], Some(body)).await
    }

    /// Puts.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, &[], Some(body)).await
    }

    /// Changes.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, &[], Some(body)).await
    }

    /// Changes the version that was seen.
    pub async fn patch_version(&self, path: &str, version: i64, body: Value) -> Answer {
        self.send(Method::PATCH, path, &[("if-match", &format!("\"{version}\""))], Some(body)).await
    }

    /// Puts, of the version that was seen.
    pub async fn put_version(&self, path: &str, version: i64, body: Value) -> Answer {
        self.send(Method::PUT, path, &[("if-match", &format!("\"{version}\""))], Some(body)).await
    }

    /// Deletes.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], None).await
    }

    /// Any request with any headers.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Answer {
        let body = body.map(|body| ("application/json", body.to_string().into_bytes()));
        self.send_raw(method, path, headers, body).await
    }

    /// Any request with any bytes.
    pub async fn send_raw(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<(&str, Vec<u8>)>) -> Answer {
        let bearer = self.token.as_ref().map(|token| format!("Bearer {token}"));
        let authorization = bearer.iter().map(|bearer| ("authorization", bearer.as_str()));
        let headers: Vec<_> = authorization.chain(headers.iter().copied()).collect();
        self.app.request(method, &format!("/api/v1{path}"), &headers, body).await
    }

    /// Reads a list from its first page to its last, by the links from page to page.
    pub async fn walk(&self, path: &str) -> Vec<Value> {
        let (mut items, mut path) = (Vec::new(), path.to_owned());
        for _ in 0..1000 {
            let page = self.get(&path).await.is(200);
            items.extend(page.items().iter().cloned());
            let Some(next) = page.next() else { return items };
            path = next;
        }
        panic!("{path} never ends");
    }

    /// Claims a competence.
    pub async fn knows(&self, competence: &str, level: &str) -> &Self {
        self.put(&format!("/members/me/competences/{competence}"), json!({ "level": level })).await.is(200);
        self
    }

    /// Starts a group and returns its id.
    pub async fn starts_group(&self, name: &str, visibility: &str, joining: &str) -> String {
        let group = json!({ "name": name, "purpose": "Att pröva", "visibility": visibility, "joining": joining });
        self.post("/groups", group).await.is(201).id()
    }

    /// Joins a group, or asks to.
    pub async fn joins(&self, group: &str) -> &Self {
        self.send(Method::POST, &format!("/groups/{group}/memberships"), &[], None).await.is(201);
        self
    }

    /// Opens a discussion and returns its id.
    pub async fn opens(&self, group: &str, title: &str) -> String {
        self.post(&format!("/groups/{group}/discussions"), json!({ "title": title, "body": "Hur gör ni?" })).await.is(201).id()
    }
}

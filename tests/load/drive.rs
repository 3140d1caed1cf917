//! Sending the same requests over and over.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use actix_web::http::Method;
use futures_util::future::join_all;

/// A request, and what it may be about.
pub struct Request {
    method: Method,
    addresses: Vec<String>,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
    next: Cell<usize>,
}

impl Request {
    /// Reads it from the command line.
    pub async fn read(text: &str, base: &str, token: &str, fills: &HashMap<String, Vec<String>>) -> Self {
        let (mut rest, mut anonymous, mut conditional, mut method) = (text.trim(), false, false, Method::GET);
        while let Some((word, after)) = rest.split_once(' ').filter(|_| !rest.starts_with('/')) {
            match word {
                "anonymous" => anonymous = true,
                "conditional" => conditional = true,
                verb => method = verb.parse().expect("a method"),
            }
            rest = after.trim_start();
        }
        let (path, body) = rest.split_once(' ').map_or((rest, None), |(path, body)| (path, Some(body.to_owned())));
        let mut addresses = vec![format!("{base}/api/v1{path}")];
        for (name, values) in fills {
            let hole = format!("{{{name}}}");
            if path.contains(&hole) {
                addresses = addresses.iter().flat_map(|address| values.iter().map(|value| address.replace(&hole, value))).collect();
            }
        }
        let mut headers = vec![("accept-language", "sv".to_owned())];
        if !anonymous {
            headers.push(("authorization", format!("Bearer {token}")));
        }
        let mut request = Self { method, addresses, headers, body, next: Cell::new(0) };
        if conditional {
            let (tag, _) = request.send(&client()).await;
            request.headers.push(("if-none-match", tag.expect("an entity tag")));
        }
        request
    }

    /// The same to another server.
    pub fn to(&self, address: &str) -> Self {
        Self { method: Method::GET, addresses: vec![address.to_owned()], headers: self.headers.clone(), body: None, next: Cell::new(0) }
    }

    /// Sends it once and gives the body.
    pub async fn bytes(&self) -> Vec<u8> {
        self.send(&client()).await.1
    }

    /// Its entity tag and its body. An answer that is none stops the program: it would measure nothing.
    async fn send(&self, client: &awc::Client) -> (Option<String>, Vec<u8>) {
        let turn = self.next.replace(self.next.get() + 1);
        let address = &self.addresses[turn % self.addresses.len()];
        let mut request = client.request(self.method.clone(), address);
        for (name, value) in &self.headers {
            request = request.insert_header((*name, value.as_str()));
        }
        let sent = match &self.body {
            Some(body) => request.content_type("application/json").send_body(body.clone()).await,
            None => request.send().await,
        };
        let mut answer = sent.unwrap_or_else(|error| panic!("{address}: {error}"));
        let body = answer.body().limit(64 << 20).await.unwrap_or_else(|error| panic!("{address}: {error}"));
        assert!(answer.status().as_u16() < 400, "{address}: {}: {}", answer.status(), String::from_utf8_lossy(&body));
        let tag = answer.headers().get("etag").and_then(|tag| tag.to_str().ok()).map(str::to_owned);
        (tag, body.to_vec())
    }
}

fn client() -> awc::Client {
    awc::Client::builder().timeout(Duration::from_secs(60)).disable_redirects().finish()
}

/// How it went.
pub struct Told {
    /// In microseconds, the quickest first.
    latencies: Vec<u128>,
    took: Duration,
    bytes: usize,
}

impl Told {
    /// How many were answered.
    pub fn answers(&self) -> usize {
        self.latencies.len()
    }

    /// How many a second.
    pub fn per_second(&self) -> f64 {
        self.answers() as f64 / self.took.as_secs_f64()
    }

    /// In milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = (self.answers() * percent / 100).min(self.answers().saturating_sub(1));
        self.latencies[at] as f64 / 1000.0
    }

    /// Of an answer.
    pub fn bytes(&self) -> usize {
        self.bytes / self.answers().max(1)
    }
}

/// Sends the request from so many clients for so long.
pub async fn drive(request: &Request, clients: usize, time: Duration) -> Told {
    let (began, bytes) = (Instant::now(), Rc::new(Cell::new(0)));
    let one = || async {
        let (client, mut latencies) = (client(), Vec::new());
        while began.elapsed() < time {
            let sent = Instant::now();
            let (_, body) = request.send(&client).await;
            latencies.push(sent.elapsed().as_micros());
            bytes.set(bytes.get() + body.len());
        }
        latencies
    };
    let mut latencies = join_all((0..clients).map(|_| one())).await.concat();
    let took = began.elapsed();
    latencies.sort_unstable();
    Told { latencies, took, bytes: bytes.get() }
}

//! Wiring only: state, middleware, routes, bind, drain.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use actix_cors::Cors;
use actix_web::http::header;
use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::{App as ActixApp, HttpRequest, HttpResponse, HttpServer, web};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use serde_json::Value;
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::{Config as SwaggerConfig, SwaggerUi};

use crate::accounts::identify::identify;
use crate::config::Mode;
use crate::features::{FEATURES, notices};
use crate::kernel::access::System;
use crate::kernel::app::App;
use crate::kernel::document::{self, Methods};
use crate::kernel::envelope::envelope;
use crate::kernel::http::{Public, nothing_here};
use crate::kernel::problem::{Problem, UNAVAILABLE};
use crate::kernel::{outbox, retention, shelf};
use crate::{members, saved_searches};

/// How long the notice in hand may take when the process is about to stop.
const LAST_NOTICE: Duration = Duration::from_secs(3);

/// What the documentation page may load: its own files, and nothing from elsewhere.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The OpenAPI document of all features, for a service that is reached at this address.
#[must_use]
pub fn openapi(public_url: &str) -> Value {
    let mount = |config: &mut ServiceConfig| FEATURES.iter().for_each(|feature| (feature.mount)(config));
    let (_, collected) = ActixApp::new().into_utoipa_app().configure(mount).split_for_parts();
    document::finish(&collected, FEATURES, public_url)
}

/// What every worker shares of the document.
struct Documents {
    json: Value,
    /// Made when somebody asks for it.
    yaml: OnceLock<String>,
    methods: Methods,
}

/// A server that is bound and not yet running.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    running: actix_web::dev::Server,
    app: Arc<App>,
}

impl Server {
    /// Binds the API to an open listener.
    pub fn bind(app: &Arc<App>, listener: TcpListener) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let json = openapi(&app.config.public_url);
        let documents = web::Data::new(Documents { methods: Methods::of_document(&json), json, yaml: OnceLock::new() });
        let (state, workers) = (Arc::clone(app), app.config.workers);
        let server = HttpServer::new(move || {
            ActixApp::new()
                .app_data(Arc::clone(&state))
                .app_data(documents.clone())
                .service(web::scope("/health").route("/live", web::get().to(live)).route("/ready", web::get().to(ready)))
                .service(web::scope("/api/v1").configure(mount).default_service(web::to(missing)))
                .configure(docs)
                .default_service(web::to(missing))
                .wrap(from_fn(identify))
                .wrap(from_fn(shelf::answer))
                .wrap(cors(&state))
                .wrap(from_fn(envelope))
        });
        let server = server
            .workers(workers)
            .client_request_timeout(Duration::from_secs(5))
            .client_disconnect_timeout(Duration::from_secs(2))
            .shutdown_timeout(10)
            .disable_signals()
            .listen(listener)?
            .run();
        Ok(Self { address, running: server, app: Arc::clone(app) })
    }

    /// Serves until `stop` comes, then lets accepted requests finish, for ten seconds at most.
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> io::Result<()> {
        let Self { running, app, .. } = self;
        let mut outbox = actix_web::rt::spawn(outbox::deliver(System::because("notices belong to nobody", &app), notices()));
        let watch = actix_web::rt::spawn(shelf::watch(System::because("what is published belongs to everybody", &app)));
        let tidier = actix_web::rt::spawn(tidy(Arc::clone(&app)));
        let everybody = System::because("the index is of everybody", &app);
        let indexer = actix_web::rt::spawn(async move { members::keep_index(&everybody).await });
        let handle = running.handle();
        let mut serving = actix_web::rt::spawn(running);
        // A server that ends by itself could not serve: its process must not look alive.
        let ended = tokio::select! {
            ended = &mut serving => Some(ended),
            () = stop => None,
        };
        let served = if let Some(ended) = ended {
            ended.map_err(io::Error::other)?.and(Err(io::Error::other("the server stopped by itself")))
        } else {
            app.drain();
            tokio::time::sleep(app.config.farewell()).await;
            handle.stop(true).await;
            serving.await.map_err(io::Error::other)?
        };
        app.drain();
        indexer.abort();
        watch.abort();
        tidier.abort();
        // What they hold of the database comes back before it is closed.
        if tokio::time::timeout(LAST_NOTICE, &mut outbox).await.is_err() {
            outbox.abort();
            let _ = outbox.await;
        }
        let _ = tokio::join!(tidier, indexer, watch);
        app.db.close().await;
        served
    }
}

/// Registers every feature's operations, and the document of them.
fn mount(config: &mut web::ServiceConfig) {
    let mut documented = ServiceConfig::new(config);
    for feature in FEATURES {
        (feature.mount)(&mut documented);
    }
    config.route("/openapi.json", web::get().to(openapi_json)).route("/openapi.yaml", web::get().to(openapi_yaml));
}

async fn openapi_json(documents: web::Data<Documents>) -> Public<Value> {
    Public(documents.json.clone())
}

async fn openapi_yaml(documents: web::Data<Documents>) -> Result<HttpResponse, Problem> {
    let yaml = if let Some(yaml) = documents.yaml.get() {
        yaml
    } else {
        let made = yaml_serde::to_string(&documents.json).map_err(Problem::internal)?;
        documents.yaml.get_or_init(|| made)
    };
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/yaml")).body(yaml.clone()))
}

/// Swagger UI, from files that the program carries.
fn docs(config: &mut web::ServiceConfig) {
    let swagger = SwaggerConfig::new(["/api/v1/openapi.json"]).validator_url("none").persist_authorization(true).try_it_out_enabled(true);
    let policy = DefaultHeaders::new().add((header::CONTENT_SECURITY_POLICY, DOCS_POLICY));
    config.service(web::redirect("/docs", "/docs/"));
    config.service(web::scope("/docs").wrap(policy).service(SwaggerUi::new("/{_:.*}").config(swagger)));
}

/// Which front-ends may call from a browser: those that are named, in development every localhost.
fn cors(app: &App) -> Cors {
    let development = app.config.mode == Mode::Development;
    let cors = Cors::default()
        .allowed_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([
            "authorization",
            "content-type",
            "if-match",
            "if-none-match",
            "idempotency-key",
            "accept-language",
            "traceparent",
            "worksheet-secret",
        ])
        .expose_headers(["etag", "link", "location", "retry-after", "ratelimit", "ratelimit-policy", "traceparent", "content-language"])
        .max_age(3600)
        .allowed_origin_fn(move |origin, _| development && is_local(origin.to_str().unwrap_or_default()));
    app.config.cors_origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}

fn is_local(origin: &str) -> bool {
    let authority = origin.strip_prefix("http://").unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    matches!(host, "localhost" | "127.0.0.1") && port.bytes().all(|b| b.is_ascii_digit())
}

async fn missing(request: HttpRequest, documents: web::Data<Documents>) -> Result<HttpResponse, Problem> {
    Err(nothing_here(&request, &documents.methods))
}

/// The process runs.
async fn live() -> &'static str {
    "live\n"
}

/// The process can serve: reading and writing work, and it is not about to stop.
async fn ready(request: HttpRequest) -> Result<&'static str, Problem> {
    let app = request.app_data::<Arc<App>>().ok_or_else(|| Problem::internal("no app"))?;
    if app.is_draining() {
        return Err(UNAVAILABLE.retry_after(5));
    }
    app.db.probe().await?;
    Ok("ready\n")
}

/// Does, now and then, what no request asks for: forgets what is no longer needed, looks into saved searches.
async fn tidy(app: Arc<App>) {
    let system = System::because("what is done now and then nobody asks for", &app);
    loop {
        tokio::time::sleep(Duration::from_mins(10)).await;
        app.tidy();
        if let Err(problem) = forget(&system).await {
            tracing::error!(cause = problem.cause, "what is no longer needed could not be forgotten");
        }
        if let Err(problem) = saved_searches::look(&system).await {
            tracing::error!(cause = problem.cause, "saved searches could not be looked into");
        }
    }
}

/// Forgets every row whose time has passed.
pub async fn forget(system: &System) -> Result<(), Problem> {
    retention::forget(system).await?;
    for forget in FEATURES.iter().filter_map(|feature| feature.forget) {
        forget(system.clone()).await?;
    }
    Ok(())
}

/// Collects metrics for as long as the process lives. Once a process.
pub fn collect_metrics() -> Result<PrometheusHandle, String> {
    PrometheusBuilder::new().install_recorder().map_err(|error| error.to_string())
}

/// Serves the metrics on a listener of their own, and sums them up when nobody asks for them.
pub fn serve_metrics(handle: PrometheusHandle, listener: TcpListener) -> io::Result<actix_web::dev::Server> {
    let summed = handle.clone();
    actix_web::rt::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            summed.run_upkeep();
        }
    });
    let render = move || {
        let handle = handle.clone();
        async move { HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/plain; version=0.0.4")).body(handle.render()) }
    };
    let server = HttpServer::new(move || ActixApp::new().route("/metrics", web::get().to(render.clone())));
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

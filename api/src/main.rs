//! `torg`: the command line.

use std::process::ExitCode;

use api::config::{Config, settings_help};
use api::{commands, demo};
use clap::{Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Torg: a member network one can host oneself
///
/// Without a command it serves the API: on a fresh machine with an embedded database and
/// demonstration data, at <http://127.0.0.1:8080>.
#[derive(Parser)]
#[command(name = "torg", version, after_help = settings_help())]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API (the default)
    Serve,
    /// Bring the database's schema and the shipped terms up to date, and stop
    Migrate,
    /// Fill an empty database with invented members, groups and discussions
    Demo {
        /// How many members: 300 to 1000000
        #[arg(long, default_value_t = demo::LEAST)]
        members: usize,
    },
    /// Print the OpenAPI document
    Openapi,
    /// Check the settings and the way to the database, and tell everything that is wrong
    CheckConfig,
    /// Manage administrators, moderators and editors
    #[command(subcommand)]
    Admin(Admin),
    /// Manage the keys that sign access tokens
    #[command(subcommand)]
    Keys(Keys),
    /// Look after the search over everything
    #[command(subcommand)]
    Search(Search),
    /// Ask a running server on this machine whether it is ready; for containers
    Healthcheck,
}

#[derive(Subcommand)]
enum Admin {
    /// Make an administrator, or make a known address one; prints a new password
    Create {
        /// The address to sign in with
        #[arg(long)]
        email: String,
        /// The name, for a new member
        #[arg(long, default_value = "Administratör")]
        name: String,
    },
    /// Give a member a role
    Appoint {
        /// The address that they sign in with
        #[arg(long)]
        email: String,
        /// What they are to be
        #[arg(long, value_parser = ["member", "editor", "moderator", "administrator"])]
        role: String,
    },
}

#[derive(Subcommand)]
enum Keys {
    /// Sign with a new key; tokens of the old one stay good until they expire
    Rotate,
}

#[derive(Subcommand)]
enum Search {
    /// Enter everything anew, a little at a time; servers may go on running
    Rebuild,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.command, Some(Command::Openapi)) {
        return commands::print_openapi();
    }
    let config = match Config::from_environment() {
        Ok(config) => config,
        Err(faults) => {
            eprintln!("The settings are not right:");
            for fault in faults {
                eprintln!("  - {fault}");
            }
            return ExitCode::from(2);
        }
    };
    let done = actix_web::rt::System::new().block_on(async {
        match cli.command.unwrap_or(Command::Serve) {
            Command::Serve => commands::serve(config).await,
            Command::Migrate => commands::migrate(config).await,
            Command::Demo { members } => commands::fill(config, members).await,
            Command::CheckConfig => commands::check(config).await,
            Command::Admin(Admin::Create { email, name }) => commands::make_administrator(config, &name, &email).await,
            Command::Admin(Admin::Appoint { email, role }) => commands::appoint(config, &email, &role).await,
            Command::Keys(Keys::Rotate) => commands::rotate_keys(config).await,
            Command::Search(Search::Rebuild) => commands::rebuild_search(config).await,
            Command::Healthcheck => commands::healthcheck(&config).await,
            Command::Openapi => Ok(()),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("torg: {error}");
            ExitCode::FAILURE
        }
    }
}

//! The `pivotal` program: arguments, then configuration, then log, then a command or the app; the only place that exits.

use std::io::{self, Write};
use std::process::ExitCode;

use pivotal::app::Data;
use pivotal::cli::{self, Arguments, Context, Exit, Format, Output};
use pivotal::config::{self, Config, GlyphSet, Level, Paths, ThemeName, read_phases};
use pivotal::domain::{Actor, Sending};
use pivotal::logging;
use pivotal::runtime::{self, Ending, Mouse, Options};
use pivotal::sandbox::ABSENT;
use pivotal::ui::{Colors, Glyphs};
use tracing::level_filters::LevelFilter;

fn main() -> ExitCode {
    runtime::tell_panics();
    runtime::leave_no_dumps();
    let arguments = match Arguments::read() {
        Ok(arguments) => arguments,
        Err(error) => {
            let (text, exit) = cli::usage_message(&error);
            let written = match exit {
                Exit::Done => io::stdout().write_all(text.as_bytes()),
                Exit::Failed | Exit::Usage | Exit::NotFound | Exit::Invalid | Exit::Remote => {
                    io::stderr().write_all(text.as_bytes())
                }
            };
            return match written {
                Ok(()) => ExitCode::from(exit.code()),
                Err(error) => failed(&Failure::Command(error.into())),
            };
        }
    };
    match start(arguments) {
        Ok(code) => ExitCode::from(code),
        Err(error) => failed(&error),
    }
}

/// Why the program ends early.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Command(#[from] cli::Error),
    #[error(transparent)]
    App(#[from] runtime::Error),
}

impl From<config::Error> for Failure {
    fn from(error: config::Error) -> Self {
        Self::Command(error.into())
    }
}

/// Prints what went wrong and returns its exit code.
fn failed(error: &Failure) -> ExitCode {
    let exit = match error {
        Failure::Command(error) => error.exit(),
        Failure::App(_) => Exit::Failed,
    };
    if exit != Exit::Done {
        // Where standard error is gone, nobody reads it.
        let _ = writeln!(io::stderr(), "{}", cli::printable(&error.to_string()));
    }
    ExitCode::from(exit.code())
}

/// Carries a command out or opens the app, and gives the exit code.
fn start(arguments: Arguments) -> Result<u8, Failure> {
    let paths = Paths::find(arguments.app.config, arguments.app.data_dir)?;
    let config = match (Config::read(&paths.config), &arguments.command) {
        (Err(_), Some(subcommand)) if subcommand.works_by_default() => Config::default(),
        (config, _) => config?,
    };
    // A program without a log works as well.
    let _ = logging::start(&paths.state, filter(config.log.level));
    let context = Context {
        actor: actor(&config),
        paths,
        config,
        sending: if arguments.app.no_send {
            Sending::Withheld
        } else {
            Sending::Allowed
        },
    };
    match arguments.command {
        Some(subcommand) => {
            let format = if arguments.app.json {
                Format::Json
            } else {
                Format::Text
            };
            let (mut results, mut messages) = (io::BufWriter::new(io::stdout().lock()), io::stderr());
            let mut output = Output {
                format,
                results: &mut results,
                messages: &mut messages,
            };
            cli::run(subcommand, &context, &mut output)?;
            results.flush().map_err(cli::Error::from)?;
            Ok(Exit::Done.code())
        }
        None => open_app(arguments.app.demo, context),
    }
}

fn open_app(demo: bool, context: Context) -> Result<u8, Failure> {
    if let (true, Some(sentence)) = (demo, ABSENT) {
        return Err(cli::Error::Failed(sentence.to_owned()).into());
    }
    let phases = read_phases(&context.paths.config)?;
    let templates = context.paths.templates();
    let options = Options {
        config: context.paths.config,
        sending: context.sending,
        folder: context.paths.data,
        data: if demo { Data::Sample } else { Data::Own },
        actor: context.actor,
        owner: context.config.user.as_owner(),
        sync_every_millis: context.config.hubspot.every_millis(),
        phases,
        roles: context.config.contacts.known_roles(),
        views: context.config.saved_views(),
        keymap: context.config.keys.0,
        templates,
        portal_url: context.config.portal.url.clone(),
        keep_days: context.config.backup.keep_days,
        mouse: if context.config.ui.mouse {
            Mouse::Reported
        } else {
            Mouse::Left
        },
        colors: colors(context.config.ui.theme),
        glyphs: match context.config.ui.glyphs {
            GlyphSet::Unicode => Glyphs::Unicode,
            GlyphSet::Ascii => Glyphs::Ascii,
        },
    };
    Ok(match runtime::run(&options)? {
        Ending::Quit => 0,
        Ending::Signal(number) => u8::try_from(128 + number).unwrap_or(1),
    })
}

/// Returns the colours of a theme; what the terminal tells decides where the user leaves it to the app.
fn colors(theme: ThemeName) -> Colors {
    let var = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    match theme {
        ThemeName::Auto => Colors::detect(var("NO_COLOR").as_deref(), var("COLORFGBG").as_deref()),
        ThemeName::Dark => Colors::Full,
        ThemeName::Light => Colors::Light,
        ThemeName::HighContrast => Colors::HighContrast,
        ThemeName::Mono => Colors::None,
    }
}

/// Names who acts: as configured, else by the account on this machine.
fn actor(config: &Config) -> Actor {
    let account = || std::env::var("USER").unwrap_or_default();
    match config.user.name.trim() {
        "" => Actor::new(&account()),
        name => Actor::new(name),
    }
}

const fn filter(level: Level) -> LevelFilter {
    match level {
        Level::Off => LevelFilter::OFF,
        Level::Error => LevelFilter::ERROR,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
    }
}

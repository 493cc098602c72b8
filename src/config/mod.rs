//! The configuration file and the folders: what the user sets, with defaults for all of it.

mod edit;
mod error;
mod keys;
mod phases;
mod wording;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use serde::{Deserialize, Serialize};
use toml_edit::Item;

use crate::domain::{
    ChannelSetup, MailSecurity, MailSetup, ModelKind, ModelSetup, SafeText, USUAL_ROLES, View, written_roles,
};

use crate::input::commented_keys;
pub use edit::set_mail;
pub use error::Error;

pub use keys::Keys;
pub use phases::{DEFAULT_PHASES, PHASES_FILE, default_phases, read_phases};

/// The part of the default configuration that is written by hand.
const WRITTEN: &str = include_str!("../../assets/config.toml");

/// Returns a configuration with every key and its explanation, as it is before anything is set.
pub fn default_file() -> String {
    format!("{WRITTEN}\n{}", commented_keys())
}

/// What the user sets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Who the user is.
    pub user: User,
    /// How the app behaves.
    pub ui: Ui,
    /// When the app syncs with HubSpot.
    pub hubspot: HubSpot,
    /// What is known of contacts.
    pub contacts: Contacts,
    /// The customer portal.
    pub portal: Portal,
    /// The mail server by which notifications are sent.
    pub smtp: Smtp,
    /// Slack, by which notifications are sent.
    pub slack: Slack,
    /// The backups that are made by themselves.
    pub backup: Backup,
    /// The language model that may be asked to write.
    pub pi: Pi,
    /// What is noted in the log.
    pub log: Log,
    /// Which keys stand for which commands.
    pub keys: Keys,
    /// Filters of the list of customers, by name.
    pub views: BTreeMap<String, String>,
}

/// Who the user is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct User {
    /// The name, as the history tells it.
    pub name: String,
    /// The email, for the owner of new customers.
    pub email: String,
}

/// What is known of contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contacts {
    /// The roles that a contact may have, as they are offered.
    pub roles: Vec<String>,
}

impl Default for Contacts {
    fn default() -> Self {
        Self {
            roles: USUAL_ROLES.map(str::to_owned).to_vec(),
        }
    }
}

impl Contacts {
    /// Returns the roles, each once.
    pub fn known_roles(&self) -> Vec<SafeText> {
        let written = written_roles(&self.roles.join(","));
        written.split(", ").filter_map(SafeText::optional).collect()
    }
}

/// How the app behaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ui {
    /// Whether the app takes clicks and the wheel.
    pub mouse: bool,
    /// Which colours the screens have.
    pub theme: ThemeName,
    /// Which signs the screens use.
    pub glyphs: GlyphSet,
}

/// The name of a set of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeName {
    /// What suits the terminal, as far as it tells.
    #[default]
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// White on black, nothing dimmed.
    HighContrast,
    /// No colours.
    Mono,
}

/// The name of a set of signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GlyphSet {
    /// Stars, checks and triangles.
    #[default]
    Unicode,
    /// ASCII alone.
    Ascii,
}

impl Default for Ui {
    fn default() -> Self {
        Self {
            mouse: true,
            theme: ThemeName::Auto,
            glyphs: GlyphSet::Unicode,
        }
    }
}

/// The customer portal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Portal {
    /// Its address, as invitations name it.
    pub url: String,
}

/// The mail server by which notifications are sent; its password is kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Smtp {
    /// The host; empty if no mail is to be sent.
    pub host: String,
    /// The port; 0 for the usual one.
    pub port: u16,
    /// How the connection is secured.
    pub security: MailSecurity,
    /// Who logs in; empty if the server asks for nobody.
    pub user: String,
    /// Who the mails come from; empty for the user.
    pub from: String,
}

/// Slack, by which notifications are sent; its token is kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Slack {
    /// The address of its Web API; empty for Slack's own.
    pub url: String,
}

/// The language model that may be asked to write; its key is kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pi {
    /// The address; empty if no model is to be asked.
    pub endpoint: String,
    /// In whose language it is spoken to.
    pub kind: ModelKind,
    /// The name of the model.
    pub model: String,
}

/// When the app syncs with HubSpot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HubSpot {
    /// After how many minutes a sync runs by itself; 0 for never.
    pub sync_minutes: u32,
}

impl Default for HubSpot {
    fn default() -> Self {
        Self { sync_minutes: 15 }
    }
}

impl HubSpot {
    /// Returns the milliseconds after which a sync runs by itself, if it does.
    pub fn every_millis(&self) -> Option<i64> {
        (self.sync_minutes > 0).then(|| i64::from(self.sync_minutes) * 60_000)
    }
}

/// The backups that are made by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Backup {
    /// Of how many days a backup is kept; 0 for no daily backup.
    pub keep_days: u32,
}

impl Default for Backup {
    fn default() -> Self {
        Self { keep_days: 7 }
    }
}

/// What is noted in the log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// How much.
    pub level: Level,
}

/// How much is noted in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing.
    Off,
    /// Faults.
    Error,
    /// Faults and what may become one.
    #[default]
    Warn,
    /// What the program does.
    Info,
    /// Every step.
    Debug,
}

impl Config {
    /// Reads a file; without one, all is as by default.
    pub fn read(path: &Path) -> Result<Self, Error> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(path, &text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(Error::Io {
                path: path.to_owned(),
                source,
            }),
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let read: Self = toml_edit::de::from_str(text).map_err(|error| Error::of(path, text, &error))?;
        Ok(Self {
            keys: keys::read(path, text)?,
            ..read
        })
    }

    /// Returns how notifications are sent.
    pub fn channels(&self) -> ChannelSetup {
        let Smtp {
            host,
            port,
            security,
            user,
            from,
        } = self.smtp.clone();
        ChannelSetup {
            mail: MailSetup {
                host,
                port,
                security,
                user,
                from,
            },
            slack_url: self.slack.url.clone(),
            user: self.user.as_owner(),
        }
    }

    /// Returns the saved views, by name.
    pub fn saved_views(&self) -> Vec<View> {
        let view = |(name, query): (&String, &String)| View {
            name: SafeText::clean(name).to_string(),
            query: SafeText::clean(query).to_string(),
        };
        self.views.iter().map(view).collect()
    }

    /// Returns how a model is set up.
    pub fn model(&self) -> ModelSetup {
        let Pi {
            endpoint,
            kind,
            model,
        } = self.pi.clone();
        ModelSetup {
            endpoint,
            kind,
            model,
        }
    }

    /// Writes what holds now, defaults included, as TOML.
    pub fn shown(&self) -> String {
        match toml_edit::ser::to_document(self) {
            Ok(mut document) => {
                document.iter_mut().for_each(|(_, item)| into_section(item));
                document.to_string()
            }
            Err(error) => format!("# {error}\n"),
        }
    }
}

/// Writes a table, and those in it, as sections with a heading of their own.
fn into_section(item: &mut Item) {
    if !item.is_inline_table() {
        return;
    }
    let taken = std::mem::take(item).into_table();
    *item = taken.map_or_else(
        |value| value,
        |mut table| {
            table.iter_mut().for_each(|(_, item)| into_section(item));
            table.set_implicit(!table.is_empty() && table.get_values().is_empty());
            Item::Table(table)
        },
    );
}

impl User {
    /// Returns the owner that a new customer starts with, as `Cara Osei <cara@us.com>`; empty without an email.
    pub fn as_owner(&self) -> String {
        match (self.name.trim(), self.email.trim()) {
            (_, "") => String::new(),
            ("", email) => email.to_owned(),
            (name, email) => format!("{name} <{email}>"),
        }
    }
}

/// Where things are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The configuration file.
    pub config: PathBuf,
    /// The folder of the store.
    pub data: PathBuf,
    /// The folder of the log.
    pub state: PathBuf,
}

impl Paths {
    /// Returns the folder of the user's own templates, beside the configuration.
    pub fn templates(&self) -> PathBuf {
        self.config.with_file_name("templates")
    }

    /// Finds the paths by the XDG base directories, where the user names no others.
    pub fn find(config: Option<PathBuf>, data: Option<PathBuf>) -> Result<Self, Error> {
        let strategy = choose_app_strategy(AppStrategyArgs {
            top_level_domain: "dev".to_owned(),
            author: "pivotal".to_owned(),
            app_name: "pivotal".to_owned(),
        })
        .map_err(|_| Error::NoHome)?;
        Ok(Self {
            config: config.unwrap_or_else(|| strategy.in_config_dir("config.toml")),
            data: data.unwrap_or_else(|| strategy.data_dir()),
            state: strategy.state_dir().unwrap_or_else(|| strategy.data_dir()),
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn the_default_file_says_the_defaults() {
        let path = Path::new("config.toml");
        let file = default_file();
        let set: String = file
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(key) if key.contains(" = ") => format!("{key}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        assert_ne!(set, file);
        for text in [&file, &set, &Config::default().shown()] {
            assert_eq!(Config::parse(path, text).expect("valid"), Config::default());
        }
    }

    #[test]
    fn the_default_file_names_every_key() {
        let file = default_file();
        let written: Vec<&str> = file
            .lines()
            .map(|line| line.strip_prefix("# ").unwrap_or(line))
            .collect();
        for line in Config::default().shown().lines().filter(|line| !line.is_empty()) {
            let line = line.split(" = ").next().unwrap_or_default();
            let is_there = |own: &&str| *own == line || own.starts_with(&format!("{line} = "));
            assert!(written.iter().any(is_there), "{line} is not explained");
        }
    }

    #[rstest]
    #[case("[ui]\nmouse = \"yes\"\n", 2)]
    #[case("[pairs]\n", 1)]
    #[case("[user]\n\nnmae = \"Ann\"\n", 3)]
    #[case("[log]\nlevel = \"loud\"\n", 2)]
    #[case("[user\n", 1)]
    fn an_error_names_the_file_and_the_line(#[case] text: &str, #[case] wanted: usize) {
        let error = Config::parse(Path::new("/c.toml"), text).expect_err("refused");
        assert!(
            matches!(error, Error::Parse { line, .. } if line == wanted),
            "{error}"
        );
        assert!(error.to_string().starts_with("/c.toml, line "), "{error}");
    }

    #[test]
    fn views_are_filters_with_a_name() {
        let text = "[views]\nvip = \"vip\"\n\"at risk\" = \"at risk cara\"\n";
        let config = Config::parse(Path::new("c.toml"), text).expect("valid");
        let views = config.saved_views();
        let told: Vec<(&str, &str)> = views
            .iter()
            .map(|view| (view.name.as_str(), view.query.as_str()))
            .collect();
        assert_eq!(told, [("at risk", "at risk cara"), ("vip", "vip")]);
    }

    #[test]
    fn an_owner_needs_an_email() {
        let user = |name: &str, email: &str| User {
            name: name.into(),
            email: email.into(),
        };
        assert_eq!(user("Cara", "").as_owner(), "");
        assert_eq!(user("", "c@us.com").as_owner(), "c@us.com");
        assert_eq!(user("Cara", "c@us.com").as_owner(), "Cara <c@us.com>");
    }
}

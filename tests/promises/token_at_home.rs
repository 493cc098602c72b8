//! Promise 13: a token stays home: it shows in no log, no database, no debug output, no argument, and follows no redirect.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pivotal::assistant::Settings;
use pivotal::delivery::slack::{Client as SlackClient, SlackSettings};
use pivotal::delivery::{ChannelConfig, Channels, Tried};
use pivotal::domain::{ChannelSetup, MailSecurity, MailSetup, ModelKind, ModelSetup, NetworkScope};
use pivotal::hubspot::{Access, Options, RateLimit, Token, Tokens};
use pivotal::safe_url::SafeUrl;
use pivotal::sandbox::{
    FakeSlackServer, FakeSmtpServer, Rules, Sandbox, SlackFault, SlackMethod, SmtpFault, demo_portal,
};
use pivotal::secrets::{SecretName, SecretPlace};
use secrecy::SecretString;

use crate::canary::{SECRETS, Search};
use crate::support::chaos::{Chaos, ChaosServer, answer};
use crate::support::pty::{PROGRAM, Pty};

/// Servers that stand in for all four, and one to which redirects lead.
struct World {
    hub: Sandbox,
    mail: FakeSmtpServer,
    slack: FakeSlackServer,
    away: ChaosServer,
    trap: TcpListener,
    home: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let rules = Rules {
            token: SECRETS[0].1.to_owned(),
            searches_per_second: None,
            calls_in_ten_seconds: None,
            ..Rules::default()
        };
        let trap = TcpListener::bind("127.0.0.1:0").expect("a port");
        trap.set_nonblocking(true).expect("set");
        let there = format!("http://{}/", trap.local_addr().expect("an address"));
        let redirect = answer("307 Temporary", &format!("Location: {there}\r\n"), "");
        let world = Self {
            away: ChaosServer::start(Chaos::Bytes(redirect)),
            hub: Sandbox::start(demo_portal(), rules, 0).expect("a sandbox"),
            mail: FakeSmtpServer::start(0).expect("a mail server"),
            slack: FakeSlackServer::start(SECRETS[2].1, 0).expect("a Slack"),
            trap,
            home: crate::support::folder(),
        };
        world.slack.add_person("dana@acme.com");
        world.slack.add_person("cara@us.com");
        let config = format!(
            "[user]\nname = \"Cara Osei\"\nemail = \"cara@us.com\"\n[log]\nlevel = \"debug\"\n[smtp]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\nuser = \"cara\"\n[slack]\nurl = \"{}\"\n[pi]\nendpoint = \"{}\"\nmodel = \"m\"\n",
            world.mail.port(),
            world.slack.url(),
            world.away.url(),
        );
        fs::write(world.home.path().join("config.toml"), config).expect("written");
        world
    }

    fn there(&self) -> String {
        format!("http://{}/", self.trap.local_addr().expect("an address"))
    }
}

/// Does all that has to do with a secret, well and badly.
fn does_all(world: &World, search: &mut Search, secrets: &[(&str, &str)]) {
    let home = world.home.path();
    let config = home.join("config.toml").display().to_string();
    let (hub, away) = (world.hub.url(), world.away.url());
    let with = |url: &str| -> Vec<(String, String)> {
        let own = [("PIVOTAL_CONFIG", config.as_str()), ("PIVOTAL_HUBSPOT_URL", url)];
        let all = own.iter().chain(secrets);
        all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let mut run = |url: &str, arguments: &[&str]| {
        let variables = with(url);
        let variables: Vec<(&str, &str)> = variables.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        search.runs(home, arguments, &variables, "")
    };
    let copy = home.join("copy.db").display().to_string();
    for arguments in [
        &[
            "customer",
            "add",
            "Acme",
            "--domain",
            "acme.com",
            "--owner",
            "Cara Osei <cara@us.com>",
        ][..],
        &[
            "contact",
            "add",
            "1",
            "--name",
            "Dana Ruiz",
            "--email",
            "dana@acme.com",
        ],
        &["sync", "--full"],
        &["sync", "--dry-run"],
        &["hubspot", "status", "--json"],
        &["channel", "test", "mail"],
        &["channel", "test", "slack"],
        &["channel", "confirm", "mail"],
        &["channel", "confirm", "slack"],
        &["onboarding", "start", "1"],
        &["onboarding", "advance", "1"],
        &["outbox", "approve", "--all"],
        &["outbox", "send"],
        &["outbox", "list", "--json"],
        &["channel", "status", "--json"],
        &["pi", "draft", "1", "--model", "--yes"],
        &["doctor"],
        &["config", "show"],
        &["backup", &copy, "--force"],
        &["history", "1", "--json"],
    ] {
        run(&hub, arguments);
    }
    world.mail.set_fault(SmtpFault::RefuseLogin);
    world
        .slack
        .misbehave(SlackMethod::Lookup, SlackFault::Redirect(world.there()));
    world.hub.rules().token = "another".to_owned();
    for arguments in [
        &["sync"][..],
        &["invite", "1"],
        &["outbox", "send"],
        &["outbox", "list"],
        &["channel", "status"],
        &["doctor"],
    ] {
        run(&hub, arguments);
        run(&away, arguments);
    }
    run("http://127.0.0.1:9", &["sync"]);
    run("http://evil.example", &["sync"]);
    world.mail.set_fault(SmtpFault::None);
    world.slack.behave();
    world.hub.rules().token = SECRETS[0].1.to_owned();
    assert!(
        world.away.heard().iter().any(|heard| heard.contains("canary")),
        "the first server is told"
    );
}

#[test]
fn secrets_of_the_environment_show_nowhere() {
    let world = World::new();
    let mut search = Search::new();
    does_all(&world, &mut search, &SECRETS);
    search.at_files(world.home.path());
    assert!(
        world.mail.mails().len() >= 2 && !world.slack.posts().is_empty(),
        "they were used"
    );
    assert!(world.trap.accept().is_err(), "a redirect was followed");
    println!(
        "promise 13: secrets of the environment: {} places and {} bytes searched: {} hits",
        search.looked,
        search.bytes,
        search.found.len()
    );
    assert_eq!(search.found, Vec::<String>::new());
}

#[test]
fn secrets_that_are_kept_show_in_their_own_files_alone() {
    let world = World::new();
    let mut search = Search::new();
    let home = world.home.path();
    let url = world.hub.url();
    let config = home.join("config.toml").display().to_string();
    let variables = [
        ("PIVOTAL_HUBSPOT_URL", url.as_str()),
        ("PIVOTAL_CONFIG", config.as_str()),
    ];
    for (arguments, (_, secret)) in [
        &["hubspot", "connect"][..],
        &["channel", "connect", "mail"],
        &["channel", "connect", "slack"],
        &["pi", "connect"],
    ]
    .iter()
    .zip(SECRETS)
    {
        let ran = search.runs(home, arguments, &variables, secret);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    does_all(&world, &mut search, &[]);
    search.at_files(home);
    search.found.sort();
    println!(
        "promise 13: secrets that are kept: {} places and {} bytes searched: 0 hits but in their 4 files",
        search.looked, search.bytes
    );
    assert_eq!(
        search.found,
        ["hubspot-token", "pi-key", "slack-token", "smtp-password"]
    );
    for (noun, rest) in [
        ("hubspot", &["disconnect"][..]),
        ("channel", &["disconnect", "mail"]),
        ("channel", &["disconnect", "slack"]),
        ("pi", &["disconnect"]),
    ] {
        let arguments: Vec<&str> = [noun].iter().chain(rest).copied().collect();
        search.runs(home, &arguments, &variables, "");
    }
    let mut after = Search::new();
    after.at_files(home);
    assert_eq!(after.found, Vec::<String>::new(), "nothing is left of them");
}

#[test]
fn a_secret_that_is_typed_in_the_app_shows_nowhere() {
    let world = World::new();
    let mut search = Search::new();
    let home = world.home.path();
    let url = world.hub.url();
    let config = home.join("config.toml").display().to_string();
    let variables = [
        ("PIVOTAL_HUBSPOT_URL", url.as_str()),
        ("PIVOTAL_CONFIG", config.as_str()),
    ];
    let mut app = Pty::start_as(home, &[PROGRAM], (100, 30), &variables);
    app.shows("Welcome").send("c").rests(Duration::from_millis(200));
    // Typed, then pasted, then a wrong one; none is sent before the last.
    app.send(SECRETS[1].1).rests(Duration::from_millis(200));
    app.send("\u{1b}").rests(Duration::from_millis(200));
    app.send("c").rests(Duration::from_millis(200));
    app.send(&format!("\u{1b}[200~{}\u{1b}[201~", SECRETS[0].1))
        .rests(Duration::from_millis(400));
    app.send("\r").rests(Duration::from_millis(1_500));
    app.send("q").rests(Duration::from_secs(1));
    search.at("the screen", app.raw());
    search.at_files(home);
    println!(
        "promise 13: a secret typed and pasted in the app: {} places searched: {:?}",
        search.looked, search.found
    );
    assert_eq!(search.found, ["hubspot-token"], "{}", app.screen());
}

#[test]
fn secrets_show_in_no_debug_output() {
    let folder = crate::support::folder();
    let mut search = Search::new();
    let token = Token::parse(SECRETS[0].1).expect("a token");
    let options = Options {
        base: SafeUrl::of_service("https://api.hubapi.com"),
        token: token.clone(),
        rate: RateLimit::default(),
    };
    let tokens = Tokens::given(folder.path(), token.clone());
    let access = Access::local(folder.path(), "http://127.0.0.1:1", token.clone());
    let client = access.client(token.clone()).expect("a client");
    for shown in [
        format!("{token:?} {}", token.fingerprint()),
        format!("{options:?}"),
        format!("{tokens:?} {:?}", tokens.find()),
        format!("{access:?}"),
        format!("{client:?}"),
    ] {
        search.at("HubSpot", shown.as_bytes());
    }
    let setup = ChannelSetup {
        mail: MailSetup {
            host: "127.0.0.1".to_owned(),
            port: 25,
            security: MailSecurity::None,
            user: "cara".to_owned(),
            from: "cara@us.com".to_owned(),
        },
        slack_url: "http://127.0.0.1:1".to_owned(),
        user: String::new(),
    };
    let mail = Channels::with(
        &setup,
        folder.path(),
        NetworkScope::ThisMachine,
        Tried::Secret(SecretName::MailPassword, SECRETS[1].1),
    );
    assert!(matches!(mail.mail, ChannelConfig::Ready(_)), "{mail:?}");
    let slack = Channels::with(
        &setup,
        folder.path(),
        NetworkScope::ThisMachine,
        Tried::Secret(SecretName::SlackToken, SECRETS[2].1),
    );
    assert!(matches!(slack.slack, ChannelConfig::Ready(_)), "{slack:?}");
    let settings = SlackSettings {
        base: SafeUrl::of_service("https://slack.com/api"),
        token: SecretString::from(SECRETS[2].1),
    };
    let key = SecretPlace::new(SecretName::ModelKey, folder.path());
    key.keep_text(SECRETS[3].1).expect("kept");
    let model = ModelSetup {
        endpoint: "http://127.0.0.1:1".to_owned(),
        kind: ModelKind::OpenAi,
        model: "m".to_owned(),
    };
    let model = Settings::find(&model, folder.path(), NetworkScope::ThisMachine).expect("settings");
    for shown in [
        format!("{mail:?} {slack:?}"),
        format!("{settings:?} {:?}", SlackClient::new(settings.clone())),
        format!("{key:?} {:?}", key.find()),
        format!("{model:?} {:?} {}", model.view(), model.fingerprint()),
    ] {
        search.at("the others", shown.as_bytes());
    }
    assert_eq!(search.found, Vec::<String>::new());
}

#[test]
fn the_controls_are_found_secrets_that_were_written_on_purpose() {
    let world = World::new();
    let home = world.home.path();
    let written: Vec<(PathBuf, Vec<u8>)> = vec![
        (
            home.join("plain.log"),
            format!("token={}", SECRETS[0].1).into_bytes(),
        ),
        (
            home.join("coded.log"),
            format!("Basic {}", STANDARD.encode(format!("cara:{}", SECRETS[1].1))).into_bytes(),
        ),
        (
            home.join("wide.bin"),
            SECRETS[2].1.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
        (home.join("canary.txt"), Vec::new()),
    ];
    for (path, bytes) in &written {
        fs::write(path, bytes).expect("written");
    }
    let mut search = Search::new();
    search.at_files(home);
    assert_eq!(search.found.len(), 4, "{:?}", search.found);
    let mut search = Search::new();
    search.runs(home, &["customer", "show", SECRETS[0].1], &[], "");
    assert!(
        search.found.iter().any(|place| place.starts_with("what")),
        "{:?}",
        search.found
    );
}

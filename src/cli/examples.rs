//! What the help of each command shows as examples.

use crate::domain::SearchField;

pub(super) const EXAMPLES: &str = "\
Examples:
  pivotal                                   open the app
  pivotal --demo                            open sample data in a temporary place
  pivotal customer add Acme --domain acme.com --owner cara@us.com
  pivotal contact add acme.com --name 'Dana Ruiz' --email dana@acme.com
  pivotal route acme.com                    who gets the next notification, and why

A customer is named by number (42 or #42), domain or exact name; a contact by email or id.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 invalid input and nothing changed, 5 HubSpot, mail or Slack failed.";

pub(super) const CUSTOMER_EXAMPLES: &str = "\
Examples:
  pivotal customer add Acme --domain acme.com --owner 'Cara Osei <cara@us.com>' --tag vip
  pivotal customer edit acme.com --status at_risk
  pivotal customer edit 42 --owner ''           remove the owner
  pivotal customer import customers.csv
  pivotal customer list --search 'status:at_risk owner:cara'
  pivotal customer list --view vip --json       a view of [views] in the configuration";

pub(super) const CONTACT_EXAMPLES: &str = "\
Examples:
  pivotal contact add acme.com --name 'Dana Ruiz' --email dana@acme.com --title CTO
  pivotal contact primary acme.com dana@acme.com
  pivotal contact primary acme.com --none       send notifications to the owner instead
  pivotal contact archive 42 dana@acme.com
  pivotal contact import acme.com people.csv --dry-run
  pivotal contact import --by-customer everybody.csv
  pivotal contact list 42 --archived";

pub(super) const HISTORY_EXAMPLES: &str = "\
Examples:
  pivotal history acme.com
  pivotal history 42 --export csv > acme.csv";

pub(super) fn search_examples() -> String {
    let fields: Vec<&str> = SearchField::all().map(SearchField::key).collect();
    format!(
        "\
Examples:
  pivotal search jose                           ignores case and accents
  pivotal search tag:vip status:at_risk '\"acme co\"'
  pivotal search title:cto '!domain:acme.com'
  pivotal search note:budget                    customers and contacts with a note that says so
  pivotal search is:archived dana --json

Fields: {};
#42 is a customer by number; is:primary, is:archived and is:unlinked; ! before a term excludes its rows.",
        fields.join(", ")
    )
}

pub(super) const ONBOARDING_EXAMPLES: &str = "\
Examples:
  pivotal onboarding start acme.com --target 2027-01-15
  pivotal onboarding advance 1 --note 'All set'
  pivotal onboarding back 1 --to UAT --reason 'Tests failed'";

pub(super) const TASK_EXAMPLES: &str = "\
Examples:
  pivotal task add 1 --title 'Send us the logo' --customer-facing --assignee dana@acme.com --due 2026-12-01
  pivotal task done 1 3";

pub(super) const SYNC_EXAMPLES: &str = "\
Examples:
  pivotal sync                  link what changed in HubSpot since the last sync
  pivotal sync --full           sync everything, including what left HubSpot
  pivotal sync --dry-run        show what would change, and change nothing";

pub(super) const HUBSPOT_EXAMPLES: &str = "\
Examples:
  pivotal hubspot connect               asks for the token, which stays hidden
  pivotal hubspot connect < token.txt
  pivotal hubspot status --json

The token is a service key or the token of a private app, with the scopes crm.objects.contacts.read and
crm.objects.companies.read; crm.objects.owners.read lets companies keep their owner.
PIVOTAL_HUBSPOT_TOKEN overrides the saved one.";

pub(super) const OUTBOX_EXAMPLES: &str = "\
Examples:
  pivotal outbox list
  pivotal outbox show 3             recipient, reason and text
  pivotal outbox approve --all      approve what is held, once you have read it
  pivotal outbox send               send what is due now; suits a timer

Nothing is sent before its channel is set up, tested and confirmed: pivotal channel --help.";

pub(super) const CHANNEL_EXAMPLES: &str = "\
Examples:
  pivotal channel status
  pivotal channel connect mail      asks for the password of the user in [smtp]; also reads a pipe
  pivotal channel connect slack     asks for the token, xoxb-...
  pivotal channel test mail         sends a message to yourself
  pivotal channel confirm mail      once it has arrived: notifications can be sent from now on

The mail server is set in [smtp] of the configuration: pivotal config default. PIVOTAL_SMTP_PASSWORD and
PIVOTAL_SLACK_TOKEN override what is saved.";

pub(super) const UNDO_EXAMPLES: &str = "\
Examples:
  pivotal undo           undo the last change
  pivotal undo --list    see what the last changes were
  pivotal redo           redo it";

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  pivotal completions bash > ~/.local/share/bash-completion/completions/pivotal
  pivotal completions fish > ~/.config/fish/completions/pivotal.fish
  pivotal completions zsh > ~/.zfunc/_pivotal";

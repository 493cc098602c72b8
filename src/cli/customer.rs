//! `pivotal customer`.

use std::path::PathBuf;

use jiff::tz::TimeZone;
use unicode_width::UnicodeWidthStr;

use super::args::replace;
use super::company_import::Chosen;
use super::customer_args::{CustomerCommand, CustomerOptions};
use super::json::CustomerJson;
use super::onboarding::today;
use super::release::Held;
use super::{Context, Error, Format, Output, company_import, custom_values, customer_file, details, release};
use crate::domain::{
    Change, CustomValues, Customer, CustomerDraft, CustomerFilter, CustomerSelection, CustomerStatus, Date,
    DetailsOf, Done, Field, FieldOf, Outcome, SearchQuery, Selection,
};
use crate::export;
use crate::workspace::{self, Workspace};

pub(super) fn run(
    command: CustomerCommand,
    context: &Context,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    match command {
        CustomerCommand::Add { name, fields } => add(name, fields, workspace, output),
        CustomerCommand::List {
            archived,
            churned,
            filter,
        } => {
            let words = filter.words(&context.config.saved_views(), workspace)?;
            list(group(archived, churned), &words, workspace, output)
        }
        CustomerCommand::Show { customer } => {
            let customer = workspace.find_customer(&customer)?;
            let today = today(workspace);
            show(&customer, today, workspace, output)
        }
        CustomerCommand::Edit {
            customer,
            name,
            fields,
            status,
            reason,
            win_back,
            release,
        } => {
            let customer = workspace.find_customer(&customer)?;
            let held = if release { Held::Released } else { Held::Kept };
            let status = StatusOptions {
                status,
                reason,
                win_back,
            };
            edit(&customer, (name, fields, status), held, workspace, output)
        }
        CustomerCommand::Import(options) => {
            if !options.hubspot {
                let file = options.sources.first().map(PathBuf::from).unwrap_or_default();
                return customer_file::import(&file, &options, workspace, output);
            }
            let chosen = match (options.all, options.sources) {
                (true, _) => Chosen::All,
                (false, sources) if sources.is_empty() => Chosen::None,
                (false, sources) => Chosen::Named(sources),
            };
            let folder = &context.paths.data;
            company_import::run(&chosen, folder, &context.config, workspace, output)
        }
    }
}

fn add(
    name: String,
    mut fields: CustomerOptions,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let mut draft = CustomerDraft {
        name,
        ..CustomerDraft::default()
    };
    let given = std::mem::take(&mut fields.custom);
    fields.fill(&mut draft);
    let values = custom_values::read(&given, (FieldOf::Customer, CustomValues::default()), workspace)?;
    let fields = draft.check().map_err(workspace::Error::Invalid)?;
    let done = workspace.make(Change::AddCustomer(fields.with_custom(values)))?;
    print(&done, None, output)
}

fn edit(
    customer: &Customer,
    (name, mut fields, status): (Option<String>, CustomerOptions, StatusOptions),
    held: Held,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    if name.is_none() && status.is_empty() && fields.is_empty() && held == Held::Kept {
        return Err(Error::Invalid(
            "Nothing to change. Give --name, --domain, --owner, --plan, --status, --reason, --win-back, --tag or --field."
                .to_owned(),
        ));
    }
    let before = customer.fields();
    let mut draft = CustomerDraft::from(&before);
    replace(&mut draft.name, name);
    status.fill(&mut draft, today(workspace))?;
    let given = std::mem::take(&mut fields.custom);
    fields.fill(&mut draft);
    let values = custom_values::read(&given, (FieldOf::Customer, before.custom.clone()), workspace)?;
    let after = draft.check().map_err(workspace::Error::Invalid)?;
    let edits = before.edits_to(&after.with_custom(values));
    let mut done = workspace.make(Change::EditCustomer {
        customer: customer.id,
        edits,
    })?;
    let Outcome::CustomerEdited { fields, status, .. } = &mut done.outcome else {
        return print(&done, Some(customer), output);
    };
    let may_leave = std::mem::take(&mut status.may_leave);
    match held {
        Held::Kept => {
            status.may_leave.clone_from(&may_leave);
            let is_unexplained = fields.contains(&Field::Status) && lacks_reason(&done.outcome);
            print(&done, Some(customer), output)?;
            if is_unexplained {
                output.note(&format!(
                    "Say why: pivotal customer edit {} --reason TEXT",
                    customer.display_id
                ));
            }
            release::offer(&may_leave, &release::command(customer), output);
            Ok(())
        }
        Held::Released => {
            let is_edited = !fields.is_empty();
            let released = release::release(&workspace.held_back(customer.id)?, workspace)?;
            let sentence = match is_edited {
                true => format!("{} {released}", done.outcome.sentence()),
                false => released,
            };
            output.done(&sentence, &CustomerJson::from(&workspace.customer(customer.id)?))
        }
    }
}

/// The status that is given to a customer, and what is said about it.
struct StatusOptions {
    status: Option<String>,
    reason: Option<String>,
    win_back: Option<String>,
}

impl StatusOptions {
    const fn is_empty(&self) -> bool {
        self.status.is_none() && self.reason.is_none() && self.win_back.is_none()
    }

    /// Puts what was given into a draft.
    fn fill(self, draft: &mut CustomerDraft, today: Date) -> Result<(), Error> {
        let invalid = |error| workspace::Error::Invalid(vec![error]);
        if let Some(status) = self.status {
            // An empty status means active in a form, but was hardly meant to be that here.
            draft.set_status(CustomerStatus::parse(&status).map_err(invalid)?);
        }
        replace(&mut draft.risk_reason, self.reason);
        if let Some(day) = self.win_back {
            // A day that was typed wrong is told with the ways to type it.
            Date::typed(Field::WinBackOn, &day, today).map_err(invalid)?;
            draft.win_back_on = day;
            draft.write_out_dates(today);
        }
        Ok(())
    }
}

/// Returns whether a customer is at risk and nothing says why.
fn lacks_reason(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::CustomerEdited { customer, .. } => customer.risk().is_some_and(|risk| risk.reason.is_none()),
        _ => false,
    }
}

/// Prints what was done to a customer.
fn print(done: &Done, before: Option<&Customer>, output: &mut Output<'_>) -> Result<(), Error> {
    let customer = match &done.outcome {
        Outcome::CustomerAdded(customer) | Outcome::CustomerEdited { customer, .. } => Some(customer),
        _ => before,
    };
    output.done(&done.outcome.sentence(), &customer.map(CustomerJson::from))
}

fn list(
    filter: CustomerFilter,
    words: &SearchQuery,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let selection = CustomerSelection {
        filter,
        words: words.clone(),
    };
    if output.format == Format::Json {
        workspace.export(
            &Selection::Customers(selection),
            export::Format::Json,
            output.results,
        )?;
        return Ok(());
    }
    let mut rows: Vec<[String; 7]> = Vec::new();
    workspace.each_customer(&selection, |customer| rows.push(row(customer)))?;
    if !rows.is_empty() {
        output.table(
            ["#", "Name", "Domain", "Owner", "Status", "Primary", "Contacts"],
            &rows,
        )?;
    } else if !words.is_empty() {
        let mut elsewhere = Vec::new();
        for (other, word) in [
            (CustomerFilter::Current, "current"),
            (CustomerFilter::Churned, "churned"),
            (CustomerFilter::Archived, "archived"),
        ] {
            let (mut found, words) = (0, words.clone());
            let selection = CustomerSelection { filter: other, words };
            workspace.each_customer(&selection, |_| found += 1)?;
            if found > 0 {
                elsewhere.push(format!("{found} {word}"));
            }
        }
        output.note(&match elsewhere.as_slice() {
            [] => format!("No customer matches: {words}"),
            found => format!(
                "No customer of this list matches: {words}. Elsewhere: {}.",
                found.join(", ")
            ),
        });
    } else {
        output.note(match filter {
            CustomerFilter::Archived => {
                "No customer is archived. Archive one: pivotal customer edit CUSTOMER --status archived"
            }
            CustomerFilter::Churned => "No customer is churned.",
            CustomerFilter::Current | CustomerFilter::All => {
                "No customers. Add one: pivotal customer add NAME --domain DOMAIN"
            }
        });
    }
    Ok(())
}

/// Returns the group that the options of a list name.
pub(super) const fn group(archived: bool, churned: bool) -> CustomerFilter {
    match (archived, churned) {
        (true, _) => CustomerFilter::Archived,
        (false, true) => CustomerFilter::Churned,
        (false, false) => CustomerFilter::Current,
    }
}

fn row(customer: &Customer) -> [String; 7] {
    [
        customer.display_id.to_string(),
        customer.name.to_string(),
        domain(customer),
        customer
            .owner
            .as_ref()
            .map(|owner| owner.name.to_string())
            .unwrap_or_default(),
        customer.status.to_string(),
        primary(customer),
        customer.contacts.to_string(),
    ]
}

fn domain(customer: &Customer) -> String {
    let Some(domain) = &customer.domain else {
        return String::new();
    };
    let shared = if customer.sharing_domain > 1 { "²" } else { "" };
    format!("{}{shared}", domain.domain().unicode())
}

fn primary(customer: &Customer) -> String {
    match &customer.primary {
        Some(contact) => format!("★ {}", contact.name),
        None => "! no primary".to_owned(),
    }
}

fn show(
    customer: &Customer,
    today: Date,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    match output.format {
        Format::Json => {}
        Format::Text => {
            let owner = customer.owner.as_ref();
            let plan = customer.plan.as_ref();
            let fields = [
                ("Customer", format!("#{} {}", customer.display_id, customer.name)),
                ("Domain", domain(customer)),
                (
                    "Owner",
                    owner
                        .map(|owner| format!("{} <{}>", owner.name, owner.email))
                        .unwrap_or_default(),
                ),
                ("Plan", plan.map(ToString::to_string).unwrap_or_default()),
                ("Status", status(customer)),
                ("Tags", customer.tags.to_string()),
                ("Primary", primary(customer)),
                ("Contacts", customer.contacts.to_string()),
                ("Signals", signals(customer, today)),
            ];
            let custom = customer.custom.named();
            let custom = custom
                .iter()
                .map(|one| (one.name.as_str(), one.value.to_string()));
            let fields: Vec<(&str, String)> = fields.into_iter().chain(custom).collect();
            let longest = fields.iter().map(|(title, _)| title.width()).max();
            for (title, value) in fields {
                let value = if value.is_empty() { "-" } else { &value };
                let gap = " ".repeat(longest.unwrap_or_default() + 2 - title.width());
                output.text(&format!("{title}{gap}{value}\n"))?;
            }
            output.line("")?;
        }
    }
    details::show(
        DetailsOf::Customer(customer.id),
        customer.name.as_str(),
        workspace,
        output,
    )
}

/// Returns how a customer is doing, with what is known beside it.
fn status(customer: &Customer) -> String {
    let status = customer.status;
    match (customer.risk(), customer.win_back_on()) {
        (Some(risk), _) => {
            let since = risk.since.map(|since| Date::of(since, &TimeZone::system()));
            CustomerStatus::at_risk_words(since, risk.reason)
        }
        (None, Some(day)) => CustomerStatus::win_back_words(status, day),
        (None, None) => status.to_string(),
    }
}

/// Returns what wants attention, a word or two each.
fn signals(customer: &Customer, today: Date) -> String {
    let signals = customer.signals(today);
    let told: Vec<String> = signals.iter().map(ToString::to_string).collect();
    told.join(", ")
}

impl CustomerOptions {
    fn is_empty(&self) -> bool {
        self.domain.is_none()
            && self.owner.is_none()
            && self.plan.is_none()
            && self.tags.is_empty()
            && self.custom.is_empty()
    }

    /// Puts what was given into a draft.
    fn fill(self, draft: &mut CustomerDraft) {
        replace(&mut draft.domain, self.domain);
        replace(&mut draft.owner, self.owner);
        replace(&mut draft.plan, self.plan);
        if !self.tags.is_empty() {
            draft.tags = self.tags.join(",");
        }
    }
}

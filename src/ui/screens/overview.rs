//! The fields of a customer, and who gets its next notification and why.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::customers::{domain, status};
use super::overview_room::{Parts, Row, labelled};
use crate::app::Model;
use crate::app::layout::{Areas, Rect, wrap};
use crate::app::screens::CustomerScreen;
use crate::domain::{Contact, Coverage, Customer, CustomerStatus, Date, NearMiss, RoutedTo, routes};
use crate::ui::Theme;
use crate::ui::text::{cells, indent, put, row};

/// How many notes show.
const NEWEST_NOTES: usize = 3;

/// Columns of the kinds of notifications.
const KIND: u16 = 16;

pub(super) fn draw(
    model: &Model,
    screen: &CustomerScreen,
    areas: &Areas,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let body = Rect {
        height: areas.head.height + areas.rows.height,
        ..areas.head
    };
    let area = indent(body, 2);
    let width = usize::from(area.width);
    let customer = &screen.customer;
    let parts = Parts {
        fields: fields(customer, screen, model, theme)
            .into_iter()
            .map(|(label, value, style)| labelled(label, value, style, theme))
            .collect(),
        values: values(customer),
        routing: routing(customer, theme),
        warnings: warnings(model, screen, width, theme),
        notes: notes(model, screen, theme),
        all_notes: screen.notes.list.total(),
    };
    let rows = parts.within(usize::from(area.height), width, model, theme);
    for (number, cells) in rows.iter().enumerate() {
        let line = row(area, number);
        for (x, text, style) in cells {
            put(buffer, line, line.x + x, text, *style);
        }
    }
}

/// Returns what a customer has in fields that users defined.
fn values(customer: &Customer) -> Vec<String> {
    let values = customer.custom.named().into_iter();
    values.map(|one| format!("{}: {}", one.name, one.value)).collect()
}

/// Writes who gets the next notification, and why.
fn routing(customer: &Customer, theme: &Theme) -> Vec<Row> {
    let heading = "Who gets the next notification, and why".to_owned();
    let mut rows = vec![vec![(0, heading, theme.heading)]];
    for route in routes(customer) {
        let style = match route.to {
            RoutedTo::Primary(_) | RoutedTo::Assignee(_) => theme.text,
            RoutedTo::OwnerFallback(_) => theme.warning,
            RoutedTo::Nobody => theme.danger,
            RoutedTo::Silent(_) => theme.dim,
        };
        let to = route.to.to_string();
        let behind = KIND.saturating_add(cells(&to)).saturating_add(2);
        let email = route.to.person().map(|person| person.email.to_string());
        let mut row = vec![(0, route.kind.to_string(), theme.text), (KIND, to, style)];
        row.extend(email.map(|email| (behind, email, theme.dim)));
        rows.push(row);
    }
    rows
}

/// Writes what needs attention, with the key that fixes it.
fn warnings(model: &Model, screen: &CustomerScreen, width: usize, theme: &Theme) -> Vec<Row> {
    let customer = &screen.customer;
    let signals = customer.signals(model.today()).into_iter().map(|signal| {
        let sentence = signal.sentence(customer, model.today(), model.keys());
        format!("{} {sentence}", signal.glyph())
    });
    let conflicts = screen.links.iter().flat_map(|links| &links.conflicts);
    let conflicts = conflicts.map(|conflict| format!("⚠ {} {}", conflict.sentence(), conflict.fix()));
    signals
        .chain(conflicts)
        .flat_map(|text| wrap(&text, width))
        .map(|text| vec![(0, text, theme.warning)])
        .collect()
}

/// Writes how the newest notes begin.
fn notes(model: &Model, screen: &CustomerScreen, theme: &Theme) -> Vec<Row> {
    let newest = screen.notes.list.first(NEWEST_NOTES).iter();
    newest
        .map(|note| {
            let day = Date::of(note.created_at, &model.zone).short(model.today());
            let text = match note.subject.name() {
                Some(name) => format!("{name}: {}", note.text.one_line()),
                None => note.text.one_line().to_string(),
            };
            labelled(&day, text, theme.text, theme)
        })
        .collect()
}

/// Returns how many people are linked; if nobody is, why.
fn hubspot(screen: &CustomerScreen, model: &Model, theme: &Theme) -> (String, Style) {
    let Some(links) = &screen.links else {
        return ("…".to_owned(), theme.dim);
    };
    let near = screen.near_miss().map(NearMiss::sentence);
    match (links.linked, near, &links.coverage) {
        (0, Some(near), _) => (format!("⚠ nobody linked: {near}"), theme.warning),
        (linked, Some(near), _) => (format!("⇄ {linked} linked · ⚠ {near}"), theme.warning),
        (linked @ 1.., None, _) => (format!("⇄ {linked} linked"), theme.text),
        (0, None, _) if !model.sync.is_ready() => (
            model.sentence("nobody linked: HubSpot is not connected ({show_integrations})"),
            theme.dim,
        ),
        (0, None, Coverage::NoDomain) => (
            model.sentence("nobody linked: no domain. Press {edit_customer} to add one"),
            theme.warning,
        ),
        (0, None, Coverage::NotYet(domain)) => (
            format!(
                "nobody linked: {domain} was not synced yet. {}",
                model.sentence("Press {sync}")
            ),
            theme.dim,
        ),
        (0, None, Coverage::Covered(domain)) => (
            format!("nobody linked: HubSpot has nobody at {domain}"),
            theme.dim,
        ),
    }
}

/// Returns how far the invitation of the primary to the portal has come.
fn portal(primary: &Contact, model: &Model) -> String {
    format!("portal: {}", primary.invitation.words(&model.zone))
}

/// Returns how a customer is doing, since when and why it is at risk, and when to win it back.
fn standing(customer: &Customer, model: &Model, theme: &Theme) -> (String, Style) {
    let (word, style) = status(customer.status, theme);
    let told = match (customer.risk(), customer.win_back_on()) {
        (Some(risk), _) => {
            let since = risk
                .since
                .map(|since| Date::of(since, &model.zone).short(model.today()));
            let words = CustomerStatus::at_risk_words(since, risk.reason);
            word.replace(&customer.status.to_string(), &words)
        }
        (None, Some(day)) => CustomerStatus::win_back_words(word, day.short(model.today())),
        (None, None) => word,
    };
    (told, style)
}

fn fields(
    customer: &Customer,
    screen: &CustomerScreen,
    model: &Model,
    theme: &Theme,
) -> Vec<(&'static str, String, Style)> {
    let owner = customer
        .owner
        .as_ref()
        .map(|owner| format!("{} <{}>", owner.name, owner.email));
    let shared = match customer.sharing_domain {
        0 | 1 => domain(customer),
        2 => format!("{} shared with 1 other customer", domain(customer)),
        all => format!("{} shared with {} other customers", domain(customer), all - 1),
    };
    let (primary, primary_style) = match &customer.primary {
        Some(contact) => (
            format!(
                "★ {} <{}>  {}",
                contact.name,
                contact.email,
                portal(contact, model)
            ),
            theme.text,
        ),
        None => ("⚠ no primary".to_owned(), theme.warning),
    };
    let (status, status_style) = standing(customer, model, theme);
    let (hubspot, hubspot_style) = hubspot(screen, model, theme);
    let or_dash = |text: Option<String>| {
        text.filter(|text| !text.is_empty())
            .unwrap_or_else(|| "-".to_owned())
    };
    vec![
        ("Domain", shared, theme.text),
        ("Owner", or_dash(owner), theme.text),
        (
            "Plan",
            or_dash(customer.plan.as_ref().map(ToString::to_string)),
            theme.text,
        ),
        ("Status", status, status_style),
        ("Tags", or_dash(Some(customer.tags.to_string())), theme.text),
        ("Primary", primary, primary_style),
        ("Contacts", customer.contacts.to_string(), theme.text),
        ("HubSpot", hubspot, hubspot_style),
        ("Added", customer.created_at.minute_in(&model.zone), theme.dim),
    ]
}

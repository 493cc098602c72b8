//! The fields of a customer, and who gets its next notification and why.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::customers::{domain, status};
use crate::app::Model;
use crate::app::layout::{Areas, Rect, wrap};
use crate::app::screens::CustomerScreen;
use crate::domain::{Contact, Coverage, Customer, CustomerStatus, Date, NearMiss, RoutedTo, routes};
use crate::ui::Theme;
use crate::ui::text::{indent, put, row};

/// Columns of the names of fields.
const LABEL: u16 = 12;

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
    let customer = &screen.customer;
    let body = Rect {
        height: areas.head.height + areas.rows.height,
        ..areas.head
    };
    let area = indent(body, 2);
    let mut number = 0;
    for (label, value, style) in fields(customer, screen, model, theme) {
        let line = row(area, number);
        put(buffer, line, line.x, label, theme.dim);
        put(buffer, line, line.x + LABEL, &value, style);
        number += 1;
    }
    for (place, text) in custom(customer, usize::from(area.width.saturating_sub(LABEL)))
        .iter()
        .enumerate()
    {
        let line = row(area, number);
        put(
            buffer,
            line,
            line.x,
            if place == 0 { "Fields" } else { "" },
            theme.dim,
        );
        put(buffer, line, line.x + LABEL, text, theme.text);
        number += 1;
    }
    number += 1;
    let line = row(area, number);
    put(
        buffer,
        line,
        line.x,
        "Who gets the next notification, and why",
        theme.heading,
    );
    number += 1;
    for route in routes(customer) {
        let line = row(area, number);
        put(buffer, line, line.x, &route.kind.to_string(), theme.text);
        let style = match route.to {
            RoutedTo::Primary(_) | RoutedTo::Assignee(_) => theme.text,
            RoutedTo::OwnerFallback(_) => theme.warning,
            RoutedTo::Nobody => theme.danger,
            RoutedTo::Silent(_) => theme.dim,
        };
        let x = put(buffer, line, line.x + KIND, &route.to.to_string(), style);
        if let Some(person) = route.to.person() {
            put(buffer, line, x + 2, person.email.as_str(), theme.dim);
        }
        number += 1;
    }
    for signal in customer.signals(model.today()) {
        number += 1;
        let line = row(area, number);
        let text = format!(
            "{} {}",
            signal.glyph(),
            signal.sentence(customer, model.today(), model.keys())
        );
        put(buffer, line, line.x, &text, theme.warning);
    }
    let conflicts = screen.links.as_ref().map_or(&[][..], |links| &links.conflicts);
    for conflict in conflicts {
        let text = format!("⚠ {} {}", conflict.sentence(), conflict.fix());
        for text in wrap(&text, usize::from(area.width)) {
            number += 1;
            let line = row(area, number);
            put(buffer, line, line.x, &text, theme.warning);
        }
    }
    notes(model, screen, (area, number), theme, buffer);
}

/// Returns what a customer has in fields that users defined, in as few lines as they fit.
fn custom(customer: &Customer, width: usize) -> Vec<String> {
    let values = customer.custom.named();
    let values: Vec<String> = values
        .iter()
        .map(|one| format!("{}: {}", one.name, one.value))
        .collect();
    if values.is_empty() {
        return Vec::new();
    }
    wrap(&values.join(" · "), width)
}

/// Writes how the newest notes begin.
fn notes(
    model: &Model,
    screen: &CustomerScreen,
    (area, mut number): (Rect, usize),
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let newest = screen.notes.list.first(NEWEST_NOTES);
    number += 2;
    let room = usize::from(area.height).saturating_sub(number + 1);
    if newest.is_empty() || room == 0 {
        return;
    }
    let line = row(area, number);
    let total = screen.notes.list.total();
    let heading = if total > room.min(newest.len()) {
        model.sentence("Newest notes ({tab_notes} shows all)")
    } else {
        "Notes".to_owned()
    };
    put(buffer, line, line.x, &heading, theme.heading);
    for note in newest {
        number += 1;
        let line = row(area, number);
        let day = Date::of(note.created_at, &model.zone).short(model.today());
        put(buffer, line, line.x, &day, theme.dim);
        let text = match note.subject.name() {
            Some(name) => format!("{name}: {}", note.text.one_line()),
            None => note.text.one_line().to_string(),
        };
        put(buffer, line, line.x + LABEL, &text, theme.text);
    }
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

//! Addresses that belong to a function and not to a person.

/// Local parts that name a function, in the languages of the customers we see; RFC 2142 and common use.
const ROLES: [&str; 74] = [
    "abuse",
    "accounting",
    "accounts",
    "admin",
    "administration",
    "administrator",
    "all",
    "assistenz",
    "billing",
    "booking",
    "buchhaltung",
    "buero",
    "büro",
    "care",
    "careers",
    "comercial",
    "commercial",
    "compliance",
    "compras",
    "comptabilite",
    "contabilidad",
    "contact",
    "contacto",
    "contato",
    "customercare",
    "customerservice",
    "dev",
    "einkauf",
    "enquiries",
    "everyone",
    "facturacion",
    "feedback",
    "finance",
    "hello",
    "help",
    "helpdesk",
    "hola",
    "hostmaster",
    "hr",
    "info",
    "information",
    "inquiries",
    "invoice",
    "invoices",
    "it",
    "jobs",
    "kontakt",
    "legal",
    "mail",
    "mailer-daemon",
    "marketing",
    "media",
    "news",
    "newsletter",
    "no-reply",
    "noreply",
    "office",
    "operations",
    "orders",
    "payments",
    "postmaster",
    "press",
    "privacy",
    "procurement",
    "purchasing",
    "root",
    "sales",
    "security",
    "service",
    "support",
    "team",
    "ventas",
    "vertrieb",
    "webmaster",
];

/// Says whether a local part, in lower case, names a function.
pub(super) fn is_role(local: &str) -> bool {
    ROLES.binary_search(&local).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(ROLES.is_sorted());
        assert!(is_role("info") && !is_role("ann.lee"));
    }
}

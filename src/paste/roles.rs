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

/// For each first letter, the lengths that its roles have, as bits.
static LENGTHS: [u32; 256] = {
    let mut lengths = [0; 256];
    let mut at = 0;
    while at < ROLES.len() {
        let role = ROLES[at].as_bytes();
        lengths[role[0] as usize] |= 1 << role.len();
        at += 1;
    }
    lengths
};

/// For each last letter, the lengths that its roles have, as bits.
static ENDS: [u32; 256] = {
    let mut lengths = [0; 256];
    let mut at = 0;
    while at < ROLES.len() {
        let role = ROLES[at].as_bytes();
        lengths[role[role.len() - 1] as usize] |= 1 << role.len();
        at += 1;
    }
    lengths
};

/// Says whether a local part, in lower case, names a function.
pub(super) fn is_role(local: &[u8]) -> bool {
    let [first, .., last] = local else { return false };
    let lengths = |table: &[u32; 256], letter: u8| table.get(usize::from(letter)).copied().unwrap_or(0);
    let lengths = lengths(&LENGTHS, *first) & lengths(&ENDS, *last);
    local.len() < 32
        && lengths & (1 << local.len()) != 0
        && ROLES.binary_search_by(|role| role.as_bytes().cmp(local)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(ROLES.is_sorted());
        assert!(ROLES.iter().all(|role| is_role(role.as_bytes())));
        assert!(!is_role(b"ann.lee") && !is_role(b"") && !is_role(b"infos"));
    }
}

//! Addresses that belong to a function and not to a person.

use std::sync::LazyLock;

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

/// For each first and each last letter, the lengths that its roles have, as bits.
static LENGTHS: LazyLock<[[u32; 256]; 2]> = LazyLock::new(|| {
    let mut lengths = [[0; 256]; 2];
    for role in ROLES {
        let bytes = role.as_bytes();
        for (table, letter) in lengths.iter_mut().zip([bytes.first(), bytes.last()]) {
            if let Some(cell) = letter.and_then(|letter| table.get_mut(usize::from(*letter))) {
                *cell |= 1 << bytes.len();
            }
        }
    }
    lengths
});

/// Says whether a local part, in lower case, names a function.
pub(super) fn is_role(local: &[u8]) -> bool {
    let [first, .., last] = local else { return false };
    let [firsts, lasts] = &*LENGTHS;
    let of = |table: &[u32; 256], letter: u8| table.get(usize::from(letter)).copied().unwrap_or(0);
    let lengths = of(firsts, *first) & of(lasts, *last);
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

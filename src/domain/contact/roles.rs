//! Roles: what a contact is to its customer, such as billing or legal.

use crate::domain::SafeText;

/// The roles that most teams tell apart, as they are offered before any other is known.
pub const USUAL_ROLES: [&str; 7] = [
    "decision maker",
    "champion",
    "executive sponsor",
    "technical",
    "billing",
    "legal",
    "end user",
];

/// Writes roles as the store holds them: lower-case, each once, in the order given, as in `billing, legal`.
pub fn written_roles(raw: &str) -> String {
    let mut roles: Vec<SafeText> = Vec::new();
    for part in raw.split([',', ';']) {
        // A list of choices of HubSpot: `DECISION_MAKER;CHAMPION`.
        if let Some(role) = SafeText::optional(&part.replace('_', " ").to_lowercase())
            && !roles.contains(&role)
        {
            roles.push(role);
        }
    }
    roles.iter().map(SafeText::as_str).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Billing; Legal,billing", "billing, legal")]
    #[case(" , ;", "")]
    #[case("DECISION_MAKER;CHAMPION", "decision maker, champion")]
    fn roles_are_written_in_one_way(#[case] raw: &str, #[case] written: &str) {
        assert_eq!(written_roles(raw), written);
        assert_eq!(written_roles(written), written);
    }
}

//! What people and programs write into a cell that has nothing to hold: `N/A`, `NULL`, `-`, `same as above`.

use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

/// The words, in lower case.
const FILLERS: &str = "null|nil|none|(none)|[none]|(blank)|(empty)|n/a|na|n.a|n.a.|k.a|k.a.|k. a.|n/d|n.d.|n/v|nan|#n/a|#null!|#ref!|\
    #name?|#value!|#div/0!|tbd|t.b.d.|tbc|tba|to be defined|to be confirmed|todo|unknown|undefined|not available|not applicable|not set|\
    not provided|no title|no phone|unbekannt|nicht bekannt|keine angabe|inconnu|inconnue|non renseigné|desconocido|desconocida|\
    desconhecido|sconosciuto|onbekend|okänd|ukjent|ukendt|tuntematon|nieznany|neznámý|неизвестно|нет данных|不明|未知|无|無|なし|未定|\
    없음|blank|empty|leer|vide|vacío|vuoto|leeg|keine|kein|aucun|aucune|ninguno|ninguna|nessuno|nessuna|geen|ingen|brak|нет|\
    ditto|dito|idem|same as above|as above|see above|same|siehe oben|wie oben|s.o.|s. o.|wie vor|voir ci-dessus|igual que arriba|\
    come sopra|同上";

/// The longest of them, in bytes.
const LONGEST: usize = 40;

/// Returns whether a cell only fills an empty place: a known word, or signs without a letter or a digit.
pub fn is_filler(cell: &str) -> bool {
    let cell = cell.trim();
    if cell.is_empty() || cell.len() > LONGEST {
        return false;
    }
    if !cell.chars().any(char::is_alphanumeric) {
        return true;
    }
    static KNOWN: LazyLock<HashSet<&str, FixedState>> = LazyLock::new(|| FILLERS.split('|').collect());
    KNOWN.contains(cell.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("N/A", true)]
    #[case(" NULL ", true)]
    #[case("-", true)]
    #[case("″", true)]
    #[case("???", true)]
    #[case("Same as above", true)]
    #[case("#N/A", true)]
    #[case("\u{3003}", true)]
    #[case("", false)]
    #[case("CTO", false)]
    #[case("0", false)]
    #[case("+49 30 1", false)]
    #[case("Tester", false)]
    #[case("Pending", false)]
    fn fills_an_empty_place(#[case] cell: &str, #[case] fills: bool) {
        assert_eq!(is_filler(cell), fills, "{cell:?}");
    }
}

//! Saved views: filters of the list of customers with a name.

use strsim::osa_distance;

use crate::domain::{SafeText, fold};

/// A filter with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: String,
    /// The text of the filter, as it is typed after `/`.
    pub query: String,
}

impl View {
    /// Finds a view by its name, without regard to case; else says which one is nearest.
    pub fn find<'a>(views: &'a [Self], name: &str) -> Result<&'a Self, String> {
        let wanted = fold(name.trim());
        if let Some(found) = views.iter().find(|view| fold(&view.name) == wanted) {
            return Ok(found);
        }
        let shown = SafeText::clean(name);
        match views
            .iter()
            .min_by_key(|view| osa_distance(&fold(&view.name), &wanted))
        {
            Some(nearest) => Err(format!(
                "There is no view {:?}; the nearest is {:?}. [views] in the configuration lists them.",
                shown.as_str(),
                nearest.name
            )),
            None => Err(format!(
                "There is no view {:?}, nor any other. Add views to [views] in the configuration: `pivotal config path` shows where it is.",
                shown.as_str()
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn views() -> Vec<View> {
        ["at risk", "vip", "mine"]
            .map(|name| View {
                name: name.into(),
                query: format!("q {name}"),
            })
            .to_vec()
    }

    #[test]
    fn a_view_is_found_by_its_name() {
        assert_eq!(View::find(&views(), " VIP").expect("found").query, "q vip");
    }

    #[test]
    fn an_unknown_view_names_the_nearest() {
        let error = View::find(&views(), "at-rsk").expect_err("none");
        assert!(error.contains("\"at risk\""), "{error}");
        let error = View::find(&[], "vip").expect_err("none");
        assert!(error.contains("config path"), "{error}");
    }
}

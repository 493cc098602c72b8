//! Which customers `pivotal customer list` lists: a saved view, words, or both.

use clap::Args;

use super::{Error, search};
use crate::domain::{SearchQuery, SearchScope, View};
use crate::workspace::Workspace;

/// Which customers are listed.
#[derive(Debug, Args)]
pub struct FilterOptions {
    /// List those of a view in [views] of the configuration.
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,
    /// List those that a filter of the app shows: words, "a phrase", tag:vip.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub search: Option<String>,
}

impl FilterOptions {
    /// Returns what the customers must hold.
    pub(super) fn words(self, views: &[View], workspace: &mut Workspace) -> Result<SearchQuery, Error> {
        let view = match self.view {
            Some(name) => View::find(views, &name).map_err(Error::NotFound)?.query.clone(),
            None => String::new(),
        };
        let all = [view, self.search.unwrap_or_default()];
        let given: Vec<&str> = all
            .iter()
            .map(|words| words.trim())
            .filter(|words| !words.is_empty())
            .collect();
        search::read(&given.join(" "), SearchScope::Customers, workspace)
    }
}

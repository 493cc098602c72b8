//! `pivotal route`: who gets what, and why.

use super::json::{RouteJson, RoutesJson};
use super::{Error, Format, Output};
use crate::domain::routes;
use crate::workspace::Workspace;

pub(super) fn run(named: &str, workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    let customer = workspace.find_customer(named)?;
    let routes = routes(&customer);
    match output.format {
        Format::Json => output.json(&RoutesJson {
            routes: routes.iter().map(RouteJson::from).collect(),
        })?,
        Format::Text => {
            let rows = routes.map(|route| {
                let email = route.to.person().map(|person| person.email.to_string());
                [
                    route.kind.to_string(),
                    route.to.to_string(),
                    email.unwrap_or_default(),
                ]
            });
            output.table(["Notification", "Goes to", "Email"], &rows)?;
        }
    }
    Ok(())
}

//! `pivotal route`: who gets what, and why.

use super::json::{RouteJson, RoutesJson};
use super::{Error, Format, Output};
use crate::domain::{Route, routes};
use crate::workspace::Workspace;

pub(super) fn run(named: &str, workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    let customer = workspace.find_customer(named)?;
    let routes = routes(&customer);
    let roles = workspace.routes_of_roles(&customer)?;
    match output.format {
        Format::Json => output.json(&RoutesJson {
            routes: routes.iter().map(RouteJson::from).collect(),
            roles: roles.iter().map(RouteJson::from).collect(),
        })?,
        Format::Text => {
            let row = |route: &Route| {
                let email = route.to.person().map(|person| person.email.to_string());
                [
                    route.kind.to_string(),
                    route.to_string(),
                    email.unwrap_or_default(),
                ]
            };
            let rows: Vec<_> = routes.iter().chain(&roles).map(row).collect();
            output.table(["Notification", "Goes to", "Email"], &rows)?;
        }
    }
    Ok(())
}

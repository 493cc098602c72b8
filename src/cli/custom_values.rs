//! Values of custom fields as options give them: `--field Region=EMEA`.

use super::Error;
use super::onboarding::today;
use crate::domain::{CustomField, CustomValues, FieldOf, custom_key, fields_of};
use crate::workspace::{self, Workspace};

/// Puts the values that were given over those before; an empty one takes a value away.
pub(super) fn read(
    given: &[String],
    (of, mut values): (FieldOf, CustomValues),
    workspace: &mut Workspace,
) -> Result<CustomValues, Error> {
    if given.is_empty() {
        return Ok(values);
    }
    let fields = workspace.custom_fields()?;
    let today = today(workspace);
    let mut errors = Vec::new();
    for one in given {
        let Some((name, value)) = one.split_once('=') else {
            return Err(Error::Invalid(format!(
                "{one:?} has no value. Write it as --field NAME=VALUE."
            )));
        };
        let field = find(&fields, of, name)?;
        match field.typed(value, today) {
            Ok(value) => values.set(field.id, value),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(values)
    } else {
        Err(workspace::Error::Invalid(errors).into())
    }
}

/// Finds the field of a name, written as on screens or as in searches.
pub(super) fn find<'a>(fields: &'a [CustomField], of: FieldOf, name: &str) -> Result<&'a CustomField, Error> {
    let key = custom_key(name);
    let found = fields_of(fields, of).find(|field| field.key() == key);
    found.ok_or_else(|| {
        let known: Vec<&str> = fields_of(fields, of).map(CustomField::label).collect();
        let plural = of.plural();
        Error::NotFound(match known.as_slice() {
            [] => format!(
                "No fields of {plural} are defined. Add one: pivotal field add {} \"{}\"",
                of.key(),
                name.trim()
            ),
            known => format!(
                "There is no field {:?} of {plural}; there is {}.",
                name.trim(),
                known.join(", ")
            ),
        })
    })
}

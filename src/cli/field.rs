//! `pivotal field`.

use serde::Serialize;

use super::field_args::{FieldCommand, Of};
use super::{Error, Format, Output, custom_values};
use crate::domain::{
    Change, CustomField, CustomFieldEdit, CustomFieldFields, CustomFieldId, Field, FieldError, FieldKind,
    FieldName, InLists, Outcome, SafeText, parse_choices,
};
use crate::workspace::{self, Workspace};

/// Fields that users defined.
#[derive(Debug, Serialize)]
struct FieldsJson<'a> {
    fields: Vec<FieldJson<'a>>,
}

/// A field that users defined.
#[derive(Debug, Serialize)]
struct FieldJson<'a> {
    object: &'static str,
    id: CustomFieldId,
    of: &'static str,
    name: &'a str,
    key: &'a str,
    r#type: &'static str,
    choices: &'a [SafeText],
    in_lists: bool,
    used: u64,
}

impl<'a> From<&'a CustomField> for FieldJson<'a> {
    fn from(field: &'a CustomField) -> Self {
        Self {
            object: "field",
            id: field.id,
            of: field.fields.of.key(),
            name: field.label(),
            key: field.key(),
            r#type: field.fields.kind.key(),
            choices: field.fields.kind.choices(),
            in_lists: field.fields.in_lists == InLists::Shown,
            used: field.used,
        }
    }
}

pub(super) fn run(
    command: FieldCommand,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let change = match command {
        FieldCommand::List => return list(&workspace.custom_fields()?, output),
        FieldCommand::Add {
            of,
            name,
            kind,
            choices,
            column,
        } => Change::AddCustomFields(vec![CustomFieldFields {
            of: of.into(),
            name: parsed(Field::Name, FieldName::parse(&name))?,
            kind: kind_of(&kind, choices.as_deref())?,
            in_lists: if column { InLists::Shown } else { InLists::Hidden },
        }]),
        FieldCommand::Rename { of, name, new } => {
            let field = find(of, &name, workspace)?;
            let edits = vec![CustomFieldEdit::Name(parsed(
                Field::Name,
                FieldName::parse(&new),
            )?)];
            Change::EditCustomField {
                field: field.id,
                edits,
            }
        }
        FieldCommand::Edit {
            of,
            name,
            choices,
            column,
            no_column,
        } => {
            let field = find(of, &name, workspace)?;
            let edits = edits(choices.as_deref(), (column, no_column))?;
            Change::EditCustomField {
                field: field.id,
                edits,
            }
        }
        FieldCommand::Remove { of, name } => Change::RemoveCustomField(find(of, &name, workspace)?.id),
    };
    let outcome = workspace.make(change)?.outcome;
    let added = match &outcome {
        Outcome::CustomFieldsAdded(fields) => fields.first(),
        _ => None,
    };
    if let Some(field) = added {
        output.done(&outcome.sentence(), &FieldJson::from(field))?;
    }
    if let Outcome::CustomFieldEdited { field, .. } | Outcome::CustomFieldRemoved(field) = &outcome {
        output.done(&outcome.sentence(), &FieldJson::from(field))?;
    }
    Ok(())
}

fn find(of: Of, name: &str, workspace: &mut Workspace) -> Result<CustomField, Error> {
    let fields = workspace.custom_fields()?;
    custom_values::find(&fields, of.into(), name).cloned()
}

/// Reads what values a field takes: a list is given with the type choice, and with no other.
fn kind_of(kind: &str, choices: Option<&str>) -> Result<FieldKind, Error> {
    let choices = match (kind, choices) {
        ("choice", choices) => parsed(Field::Choices, parse_choices(choices.unwrap_or_default()))?,
        (_, None) => Vec::new(),
        (_, Some(_)) => {
            let text = format!("A field of type {kind} takes no --choices; give --type choice.");
            return Err(Error::Invalid(text));
        }
    };
    FieldKind::from_key(kind, choices).ok_or_else(|| Error::Invalid(format!("There is no type {kind}.")))
}

fn edits(choices: Option<&str>, (column, no_column): (bool, bool)) -> Result<Vec<CustomFieldEdit>, Error> {
    let mut edits = Vec::new();
    if let Some(choices) = choices {
        edits.push(CustomFieldEdit::Choices(parsed(
            Field::Choices,
            parse_choices(choices),
        )?));
    }
    match (column, no_column) {
        (true, _) => edits.push(CustomFieldEdit::InLists(InLists::Shown)),
        (false, true) => edits.push(CustomFieldEdit::InLists(InLists::Hidden)),
        (false, false) => {}
    }
    if edits.is_empty() {
        let text = "Nothing to change. Give --choices, --column or --no-column.";
        return Err(Error::Invalid(text.to_owned()));
    }
    Ok(edits)
}

fn parsed<T>(field: Field, read: Result<T, String>) -> Result<T, Error> {
    read.map_err(|message| workspace::Error::Invalid(vec![FieldError::new(field, message)]).into())
}

fn list(fields: &[CustomField], output: &mut Output<'_>) -> Result<(), Error> {
    match output.format {
        Format::Json => output.json(&FieldsJson {
            fields: fields.iter().map(FieldJson::from).collect(),
        })?,
        Format::Text if fields.is_empty() => {
            output.note("No fields are defined. Add one: pivotal field add customer NAME --type TYPE");
        }
        Format::Text => {
            let rows: Vec<[String; 6]> = fields.iter().map(row).collect();
            output.table(["Of", "Name", "Search", "Type", "In lists", "Used"], &rows)?;
        }
    }
    Ok(())
}

fn row(field: &CustomField) -> [String; 6] {
    let choices: Vec<&str> = field.fields.kind.choices().iter().map(SafeText::as_str).collect();
    let kind = match choices.as_slice() {
        [] => field.fields.kind.key().to_owned(),
        choices => format!("{}: {}", field.fields.kind.key(), choices.join(", ")),
    };
    [
        field.fields.of.plural().to_owned(),
        field.label().to_owned(),
        format!("{}:", field.key()),
        kind,
        match field.fields.in_lists {
            InLists::Shown => "column".to_owned(),
            InLists::Hidden => String::new(),
        },
        field.used.to_string(),
    ]
}

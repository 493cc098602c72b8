//! A line of a sheet, and the texts in it.

use crate::domain::Contact;

/// A line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetLine<'a> {
    /// A heading and what stands beside it.
    Heading(String, String),
    /// A person.
    Person(&'a Contact),
    /// Text.
    Text(String),
    /// Text that matters less.
    Dim(String),
    /// What wants a look.
    Warning(String),
    /// Texts at columns of their own.
    Cells(Vec<Cell>),
    /// Nothing.
    Blank,
}

/// A text at a column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The column, counted from the first of the sheet.
    pub x: u16,
    /// The text.
    pub text: String,
    /// How much it matters.
    pub shade: Shade,
}

/// How much a text matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shade {
    /// It is to be read.
    Text,
    /// It matters less.
    Dim,
    /// It wants a look.
    Warning,
}

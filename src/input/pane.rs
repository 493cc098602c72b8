//! What the user can ask of a text of many lines, and of the pane in which a list is pasted.

/// A command in a text of many lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextCommand {
    /// Moves the cursor and ends the selection.
    Go(Step),
    /// Moves the cursor and selects along.
    Select(Step),
    /// Selects all.
    SelectAll,
    /// Starts a new line.
    NewLine,
    /// Takes away what is before the cursor.
    Backspace,
    /// Takes away what is after the cursor.
    Delete,
    /// Takes away the word before the cursor.
    DeleteWordLeft,
    /// Takes away the word after the cursor.
    DeleteWordRight,
    /// Takes the line or the selection away, to put it elsewhere.
    Cut,
    /// Keeps the line or the selection, to put it elsewhere too.
    Copy,
    /// Puts what was cut or copied here.
    Insert,
    /// Moves the line up.
    LineUp,
    /// Moves the line down.
    LineDown,
    /// Takes the last step back.
    Undo,
    /// Makes the step again that was taken back.
    Redo,
}

/// A step of the cursor in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// One character left.
    Left,
    /// One character right.
    Right,
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// One word left.
    WordLeft,
    /// One word right.
    WordRight,
    /// To the start of the line.
    LineStart,
    /// To the end of the line.
    LineEnd,
    /// One screen up.
    PageUp,
    /// One screen down.
    PageDown,
    /// To the start of the text.
    Start,
    /// To the end of the text.
    End,
}

/// A command in the pane in which a list is pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaneCommand {
    /// Adds the rows that are ready.
    Add,
    /// Goes to the next flagged row.
    NextFlagged,
    /// Goes to the flagged row before.
    PreviousFlagged,
    /// Takes the fix that is suggested for this row.
    Fix,
    /// Takes the same fix on all rows of the kind; asks first.
    FixAll,
    /// Goes from the text to the preview, and back.
    Switch,
    /// Reads the text with the next delimiter.
    NextLayout,
    /// Decides what the columns hold.
    Columns,
    /// Takes the text of a file.
    OpenFile,
    /// Opens the text in the editor of the user's choice.
    OpenEditor,
    /// Keeps the text as a note on the customer.
    KeepAsNote,
    /// Defines a field for each column that nothing is taken from.
    KeepColumns,
    /// Takes labels that name roles as such, or leaves them again.
    TakeRoles,
    /// Shows all rows, the flagged ones, or those that are ready.
    NextFilter,
    /// Goes to the line of the row.
    GoToLine,
    /// Leaves the row out, or takes it in again.
    Skip,
    /// Makes the row the primary contact, once it is added.
    ChoosePrimary,
    /// Goes to the column to the left.
    ColumnLeft,
    /// Goes to the column to the right.
    ColumnRight,
    /// Gives the column the role before.
    RoleBefore,
    /// Gives the column the next role.
    NextRole,
}

impl PaneCommand {
    /// Returns whether it acts on rows, which are known only once the list is read.
    pub const fn is_about_rows(self) -> bool {
        match self {
            Self::Add
            | Self::NextFlagged
            | Self::PreviousFlagged
            | Self::Fix
            | Self::FixAll
            | Self::GoToLine
            | Self::Skip
            | Self::ChoosePrimary
            | Self::TakeRoles
            | Self::Columns
            | Self::ColumnLeft
            | Self::ColumnRight
            | Self::RoleBefore
            | Self::NextRole => true,
            Self::Switch
            | Self::NextLayout
            | Self::OpenFile
            | Self::OpenEditor
            | Self::KeepAsNote
            | Self::KeepColumns
            | Self::NextFilter => false,
        }
    }
}

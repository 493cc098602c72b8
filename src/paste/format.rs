//! How a pasted text is laid out, and what its columns hold.

use super::structured::Structure;
use crate::domain::{Detail, Details};

/// What separates the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// A tab, as spreadsheets copy cells.
    Tab,
    /// `;`
    Semicolon,
    /// `|`
    Pipe,
}

impl Delimiter {
    /// All delimiters, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Tab, Self::Semicolon, Self::Pipe];

    /// Gives the character.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Pipe => b'|',
        }
    }

    /// Finds the delimiter of a character.
    pub fn from_char(c: char) -> Option<Self> {
        Self::ALL.into_iter().find(|known| char::from(known.byte()) == c)
    }
}

/// How the people stand in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// One person a line, in cells.
    Delimited(Delimiter),
    /// One or many a line, as mail clients write them: `Ann Lee <ann@acme.com>; dana@acme.com`.
    AddressList,
    /// Anything else: lists with marks, labelled blocks, signatures, sentences.
    Text,
    /// A format that names its fields.
    Structured(Structure),
}

impl Layout {
    /// All layouts, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::Delimited(Delimiter::Comma),
        Self::Delimited(Delimiter::Tab),
        Self::Delimited(Delimiter::Semicolon),
        Self::Delimited(Delimiter::Pipe),
        Self::AddressList,
        Self::Text,
        Self::Structured(Structure::VCard),
        Self::Structured(Structure::Calendar),
        Self::Structured(Structure::Ldif),
        Self::Structured(Structure::Json),
        Self::Structured(Structure::Mail),
    ];

    /// Gives the name under which JSON knows the layout.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Delimited(Delimiter::Comma) => "comma",
            Self::Delimited(Delimiter::Tab) => "tab",
            Self::Delimited(Delimiter::Semicolon) => "semicolon",
            Self::Delimited(Delimiter::Pipe) => "pipe",
            Self::AddressList => "address_list",
            Self::Text => "text",
            Self::Structured(structure) => structure.key(),
        }
    }

    /// Gives the words for a person.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Delimited(Delimiter::Comma) => "comma-separated",
            Self::Delimited(Delimiter::Tab) => "tab-separated",
            Self::Delimited(Delimiter::Semicolon) => "semicolon-separated",
            Self::Delimited(Delimiter::Pipe) => "pipe-separated",
            Self::AddressList => "address list",
            Self::Text => "text",
            Self::Structured(structure) => structure.words(),
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The whole name.
    Name,
    /// The given name.
    First,
    /// The family name.
    Last,
    /// The email address.
    Email,
    /// The job title, the phone number and the like.
    Detail(Detail),
    /// Nothing that a contact has.
    Ignored,
}

impl Role {
    /// Returns all roles, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Name, Self::First, Self::Last, Self::Email]
            .into_iter()
            .chain(Detail::ALL.map(Self::Detail))
            .chain([Self::Ignored])
    }

    /// Gives the name under which JSON knows the role.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::First => "first_name",
            Self::Last => "last_name",
            Self::Email => "email",
            Self::Detail(detail) => detail.key(),
            Self::Ignored => "ignored",
        }
    }

    /// Gives the words for a person.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::First => "first name",
            Self::Last => "last name",
            Self::Email => "email",
            Self::Detail(detail) => detail.key(),
            Self::Ignored => "-",
        }
    }
}

/// What a person decided about the format; the rest is detected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The layout.
    pub layout: Option<Layout>,
    /// What the columns hold.
    pub columns: Option<Vec<Role>>,
}

/// The format of a text, as detected or decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    /// How the people stand in it.
    pub layout: Layout,
    /// How many lines stand before the first person: `sep=;`, a preamble, the header row.
    pub skipped_lines: usize,
    /// Those of them that hold something and are no part of the layout: a title, a date, a remark.
    pub preamble: Vec<usize>,
    /// Whether the last of them is a row of column names.
    pub header: bool,
    /// What each column holds.
    pub columns: Columns,
}

impl Format {
    /// Gives the format of a text in which nothing can be recognised: name, email, title, phone with commas.
    pub fn plain() -> Self {
        Self {
            layout: Layout::Delimited(Delimiter::Comma),
            skipped_lines: 0,
            preamble: Vec::new(),
            header: false,
            columns: Columns::plain(),
        }
    }

    /// Returns the format of a text without columns.
    pub(super) fn of(layout: Layout) -> Self {
        Self {
            layout,
            columns: Columns::from_roles(Vec::new()),
            ..Self::plain()
        }
    }

    /// Says whether there is a header row in which no column holds email addresses.
    pub fn lacks_email(&self) -> bool {
        self.header && self.columns.email.is_empty()
    }
}

/// Where the fields of a contact stand, as indexes of columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// What each column holds.
    pub roles: Vec<Role>,
    /// Columns with whole names.
    pub name: Option<usize>,
    /// The column with given names.
    pub first: Option<usize>,
    /// The column with family names.
    pub last: Option<usize>,
    /// Columns with email addresses, the best first; the first that is not empty counts.
    pub email: Vec<usize>,
    /// Those of them whose further addresses are other ones of the same person.
    pub other_email: Vec<usize>,
    /// Columns with job titles, with phone numbers and the like, the best first.
    pub details: Details<Vec<usize>>,
    /// Columns with other addresses of the same person, or with those of our own people and of payers.
    pub set_aside: Vec<usize>,
    /// Whether the names are those of other people than the addresses, as far as the headings tell.
    pub mixed: bool,
    /// The columns of further people of a row, each with a name and an address of its own.
    pub groups: Vec<Columns>,
    /// Whether cells may be written in Markdown, as in a table of pipes.
    pub in_markdown: bool,
    /// Whether each line stands in one pair of quotes as a whole.
    pub are_wrapped: bool,
}

impl Columns {
    /// Gives the order of a text without a header: name, email, title, phone.
    pub fn plain() -> Self {
        Self::from_roles(vec![
            Role::Name,
            Role::Email,
            Role::Detail(Detail::Title),
            Role::Detail(Detail::Phone),
        ])
    }

    /// Returns whether a row is one person in plain cells.
    pub(super) fn are_plain(&self) -> bool {
        !self.mixed && self.groups.is_empty() && !self.are_wrapped
    }

    /// Takes what each column holds; of several with one role the first is the best.
    pub fn from_roles(roles: Vec<Role>) -> Self {
        let all = |role: Role| {
            roles
                .iter()
                .enumerate()
                .filter(move |(_, each)| **each == role)
                .map(|(at, _)| at)
        };
        Self {
            name: all(Role::Name).next(),
            first: all(Role::First).next(),
            last: all(Role::Last).next(),
            email: all(Role::Email).collect(),
            other_email: all(Role::Email).collect(),
            details: Details::of(|detail| {
                let mut columns: Vec<usize> = all(Role::Detail(detail)).collect();
                columns.truncate(detail.spec().kind.most_columns());
                columns
            }),
            set_aside: Vec::new(),
            mixed: false,
            groups: Vec::new(),
            in_markdown: false,
            are_wrapped: false,
            roles,
        }
    }
}

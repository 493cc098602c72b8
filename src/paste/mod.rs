//! Pasted text as rows with verdicts: who these people are, and what is wrong with the list.
//!
//! [`detect`](Sheet::new) finds the layout (RFC 4180 and its variants, spreadsheet cells, address lists), the header and
//! the columns; each record becomes an entry, is cleaned and gets every reason that holds. A [`Sheet`] keeps the verdicts
//! up to date with each edit. Nothing in here does I/O.

mod address_list;
mod address_parts;
mod address_text;
mod check;
mod clean;
mod columns;
mod company_columns;
mod company_heading;
mod customer_json;
mod customer_list;
mod detect;
mod domains;
mod entry;
mod explain;
mod fast_path;
mod file;
mod find_bytes;
mod fix;
mod format;
mod found;
mod header;
mod known;
mod lines;
mod memo;
mod nobody;
mod own_columns;
mod own_fields;
mod owners;
mod phrases;
mod plain_address;
mod plain_cells;
mod record;
mod reread;
mod role_labels;
mod roles;
mod row;
mod sample;
mod scan;
mod shape;
mod sheet;
mod status;
mod structured;
mod tabular;
mod text;
mod word_list;
mod wrapped;

pub use company_columns::CompanyColumn;
pub use customer_list::{CustomerList, CustomerRow};
pub use file::decode::{MAX_BYTES, decode, one_line_break};
pub use file::{
    CodePage, ListFile, LookedFor, NotText, Origin, SheetFacts, Taken, Unread, WorkbookFacts,
    panic_is_refusal, read as read_file, read_part as read_file_part,
};
pub use format::{Columns, Delimiter, Format, Layout, Options, Role};
pub use known::Known;
pub use lines::{IndexedText, Lines};
pub use own_columns::OwnNames;
pub use own_fields::{KeptColumn, SpareColumn, definitions, kept, offered, values};
pub use row::{Fix, Reason, Rewrite, Row, Step};
pub use sheet::{
    ByCustomer, Employer, Filter, Followed, IgnoredLine, InLine, Plan, ReadyRows, RowAt, Sheet, Whole,
    WhyIgnored,
};
pub use status::{Code, Codes, Counts, Status};
pub use structured::Structure;

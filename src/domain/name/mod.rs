//! Names of people: what is one, what is surely none, and what a text or an address suggests.

mod believable;
mod damage;
mod filler;
mod links_and_dates;
mod no_names;
mod quality;
mod seen_words;
mod suggest;
mod sure;

pub use believable::{believable_name, is_believable_name};
pub use filler::is_filler;
pub use links_and_dates::is_date_or_time;
pub use quality::{NameQuality, NotAName, name_quality, names_work, sentence_words};
pub use seen_words::SeenWords;
pub use suggest::{name_from_local_part, name_within};
pub use sure::is_surely_a_name;

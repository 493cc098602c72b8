//! What comes back to the pane: the text of a file, the rows of a long list, what was added.

use super::decisions::ReadAs;
use super::{Focus, PastePane};
use crate::app::context::Context;
use crate::app::document::Snapshot;
use crate::app::next::Next;
use crate::app::pasted::ReadList;
use crate::app::toast::{Offer, Tone};
use crate::app::{FileRequest, NoFile, RequestId};
use crate::paste::{Counts, ListFile, Options};

impl PastePane {
    /// Shows what was added, and leaves in the text what was not.
    ///
    /// Of another text than the one whose rows were added nothing is taken: it is no matter of theirs, and stays.
    pub(in crate::app) fn take_added(
        &mut self,
        sentence: &str,
        offer: Offer,
        from: Option<&Snapshot>,
        context: &mut Context<'_>,
    ) -> Next {
        if from != Some(&self.document.snapshot()) {
            context.tell(Tone::Done, offer, sentence.to_owned());
            return Next::Stay;
        }
        let unkept = self.unkept_sentence(&context.requests.custom);
        let sentence = unkept.map_or_else(|| sentence.to_owned(), |unkept| format!("{sentence} {unkept}"));
        let before = self.counts();
        self.take_done(context.now);
        let (counts, rest) = match self.is_unread() {
            false => (self.counts(), self.counts().all()),
            true if self.document.is_empty() => (before, 0),
            // They are being read.
            true => (before, (before.flagged + before.skipped).max(1)),
        };
        let left = left(counts, rest);
        if rest == 0 {
            context.tell(Tone::Done, offer, sentence);
            // Keys that were meant for the text are no commands.
            context.deferred.clear();
            // What is being read comes into the text that is empty now.
            return match self.reading {
                Some(_) => Next::Stay,
                None => self.forget(context),
            };
        }
        self.focus = Focus::Preview;
        self.keep_in_view();
        let text = format!("{sentence} {left} left in the text.");
        context.tell(Tone::Notice, offer, text);
        self.fit_to(context.size);
        Next::Stay
    }

    /// Takes the text of a file; of one that nobody waits for any more nothing is taken.
    pub(in crate::app) fn file_read(
        &mut self,
        request: RequestId,
        file: Result<Box<ListFile>, NoFile>,
        context: &mut Context<'_>,
    ) -> Next {
        let Some(reading) = self.reading.take_if(|reading| reading.request == request) else {
            return Next::Stay;
        };
        let taken = match (file, reading.dropped) {
            (Ok(file), _) => self.take_file(*file, context),
            (Err(NoFile::Missing(_)), Some(text)) => self.paste(&text, context.now),
            (Err(why), _) => Err(why.into_sentence()),
        };
        if let Err(sentence) = taken {
            context.tell(Tone::Refused, Offer::None, sentence);
        }
        self.fit_to(context.size);
        Next::Stay
    }

    /// Takes the text of a file in, and tells what of the file it is.
    fn take_file(&mut self, file: ListFile, context: &mut Context<'_>) -> Result<(), String> {
        if file.text.is_empty() {
            return Err("The file is empty; the text is unchanged.".to_owned());
        }
        let is_all = self.document.selection().unwrap_or_default() == (0..self.document.len());
        self.paste_lines(&file.text, context.now)?;
        let mut told = file.origin.told();
        if !told.is_empty() {
            if file.origin.has_choice() {
                told.push("Open the file again as FILE#SHEET to take one sheet alone.".to_owned());
            }
            context.tell(Tone::Done, Offer::None, told.join(" "));
        }
        if is_all {
            self.read_replaced(ReadAs {
                options: Options {
                    layout: file.layout,
                    columns: None,
                },
                origin: Some(file.origin),
            });
        } else if self.origin.is_some() {
            // Beside other lines they are those of one file no more.
            self.read_replaced(ReadAs {
                origin: None,
                ..self.read_as()
            });
        }
        Ok(())
    }

    /// Has a long list read beside the screen.
    pub(in crate::app) fn read_rows(&mut self, context: &mut Context<'_>) {
        if let Some(list) = self.to_read().map(Box::new) {
            let request = context
                .requests
                .send_numbered(|request| FileRequest::ReadRows { request, list });
            self.reading_rows(request);
        }
    }

    /// Takes the rows of a long list, or tells why there are none.
    pub(in crate::app) fn take_rows(
        &mut self,
        request: RequestId,
        list: Result<ReadList, String>,
        context: &mut Context<'_>,
    ) -> Next {
        let why = list.as_ref().err().cloned();
        self.rows_read(request, list.ok());
        if let Some(why) = why {
            let text = format!("The list could not be read. {why} Its text is kept; add it again to retry.");
            context.tell(Tone::Refused, Offer::None, text);
        }
        Next::Stay
    }

    /// Takes how far a file is read.
    pub(in crate::app) fn file_progress(&mut self, request: RequestId, read: u64, of: u64) {
        if let Some(reading) = self.reading.as_mut().filter(|reading| reading.request == request) {
            reading.progress = Some((read, of));
        }
    }

    /// Takes the text back from the user's own editor.
    pub(in crate::app) fn take_edited(&mut self, text: &str, context: &mut Context<'_>) -> Next {
        if self.document.text() != text {
            let change = self.document.set_text(text);
            self.follow(change, context.now);
        }
        self.fit_to(context.size);
        Next::Stay
    }
}

/// Returns how many of the rows that were not added are left, of which kind.
fn left(counts: Counts, rest: usize) -> String {
    let kinds = [
        (counts.flagged, "flagged"),
        (counts.skipped, "skipped"),
        (rest.saturating_sub(counts.flagged + counts.skipped), "existing"),
    ];
    let parts: Vec<String> = kinds
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, kind)| format!("{count} {kind}"))
        .collect();
    parts.join(", ")
}

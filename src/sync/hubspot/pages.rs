//! Pages of a search, held to what HubSpot promises of them: behind the last id, by ascending id, to the end.
//!
//! A server that breaks the promise is read on by its paging token to the end of the search, and what it says is counted. Where
//! even that does not add up the run fails with a sentence, so that no part is taken for the whole. That records come and go
//! while they are read breaks no promise.

use std::collections::BTreeMap;

use crate::domain::{Dated, RemoteCompany, RemoteContact, RemoteId, RemoteSource, Unreadable};
use crate::hubspot::{Answers, HubSpotError, PageStart};
use crate::sync::SyncError;
use crate::sync::source::{Page, Place};

/// How many records one search of HubSpot shows at most.
const MAX_WINDOW: u64 = 10_000;

/// How many records may come behind a place of a search that shows only a part, while the search is read.
const MAX_COME: u64 = 200;

/// How many pages in a row may bring nothing new.
const MAX_STALE: usize = 2;

/// A kind of record that a search finds.
pub(super) trait Row {
    /// Returns the id.
    fn id(&self) -> RemoteId;
}

impl Row for Dated<RemoteContact> {
    fn id(&self) -> RemoteId {
        self.record.id
    }
}

impl Row for RemoteCompany {
    fn id(&self) -> RemoteId {
        self.id
    }
}

/// Puts pages of two searches behind the same id together, up to where both are known.
pub(super) fn joined<T: Row>(one: Answers<T>, other: Answers<T>) -> Answers<T> {
    let end = |page: &Answers<T>| page.last.filter(|_| !page.is_last());
    let cut = [end(&one), end(&other)].into_iter().flatten().min();
    let is_known = |id: RemoteId| cut.is_none_or(|cut| id <= cut);
    let is_last = one.is_last() && other.is_last();
    let mut rows: Vec<T> = one.rows.into_iter().chain(other.rows).collect();
    rows.sort_by_key(Row::id);
    rows.retain(|row| is_known(row.id()));
    let mut unreadable: Vec<Unreadable> = one.unreadable.into_iter().chain(other.unreadable).collect();
    unreadable.retain(|odd| odd.id.is_none_or(is_known));
    let ids = rows
        .iter()
        .map(Row::id)
        .chain(unreadable.iter().filter_map(|odd| odd.id));
    Answers {
        total: one
            .total
            .zip(other.total)
            .map(|(one, other)| one.saturating_add(other)),
        last: ids.max(),
        rows,
        unreadable,
        // Two searches have no paging token in common.
        next: (!is_last).then(String::new),
        is_ascending: one.is_ascending && other.is_ascending,
    }
}

/// Reads the page at a place; `ask` takes where it begins.
pub(super) async fn read<T: Row>(
    place: &Place,
    mut ask: impl AsyncFnMut(PageStart) -> Result<Answers<T>, HubSpotError>,
) -> Result<Page<T>, SyncError> {
    let after = RemoteId::parse(RemoteSource::HubSpot, &place.after).ok();
    let first = page(&mut ask, PageStart::behind(after)).await?;
    let is_behind = first.rows.first().is_none_or(|row| Some(row.id()) > after);
    let goes_on = first.last.is_some_and(|last| Some(last) > after) || first.is_last();
    if !(first.is_ascending && is_behind && goes_on) {
        tracing::warn!("HubSpot's pages are not in order and are read on by their paging token");
        return to_the_end(after, first, &mut ask).await;
    }
    // Fewer than were left: either some went meanwhile, or an earlier page was not in order and the id behind which this
    // one begins passed some over.
    if let (Some(total), Some(left), Some(passed)) = (first.total, place.left, place.passed)
        && total < left
    {
        let whole = page(&mut ask, PageStart::FIRST).await?;
        let there = whole.total.unwrap_or(0);
        // What cannot be read by the token is not read again for a few that came: the next run brings those.
        let few = if there > MAX_WINDOW { MAX_COME } else { 0 };
        if there.saturating_sub(total) > passed.saturating_add(few) {
            tracing::warn!("HubSpot's pages are not in order and are read again by their paging token");
            return to_the_end(None, whole, &mut ask).await;
        }
    }
    let through = first.last.filter(|_| !first.is_last());
    let count = u64::try_from(first.rows.len() + first.unreadable.len()).unwrap_or(u64::MAX);
    Ok(Page {
        next: through.map(|last| Place {
            after: last.key().to_owned(),
            left: first.total.map(|total| total.saturating_sub(count)),
            passed: place.passed.map(|passed| passed.saturating_add(count)),
        }),
        rows: first.rows,
        unreadable: first.unreadable,
        total: first.total,
        after,
        through,
    })
}

/// Asks for a page; once more where a record of it could not be read, as that may pass.
async fn page<T: Row>(
    ask: &mut impl AsyncFnMut(PageStart) -> Result<Answers<T>, HubSpotError>,
    start: PageStart,
) -> Result<Answers<T>, HubSpotError> {
    let first = ask(start.clone()).await?;
    if first.unreadable.is_empty() {
        return Ok(first);
    }
    let second = ask(start).await?;
    let is_better = second.unreadable.len() < first.unreadable.len();
    Ok(if is_better { second } else { first })
}

/// Reads on by the paging token to the end of a search; once more where records that went meanwhile had others passed
/// over.
async fn to_the_end<T: Row>(
    after: Option<RemoteId>,
    first: Answers<T>,
    ask: &mut impl AsyncFnMut(PageStart) -> Result<Answers<T>, HubSpotError>,
) -> Result<Page<T>, SyncError> {
    let mut seen = by_token(after, first, ask).await?;
    if seen.is_short() || seen.have_gone {
        let first = page(ask, PageStart::behind(after)).await?;
        let again = by_token(after, first, ask).await?;
        let before = std::mem::replace(&mut seen, again);
        for (id, row) in before.rows {
            seen.rows.entry(id).or_insert(row);
        }
    }
    if seen.is_short() {
        return Err(SyncError::Contradictory("they hold fewer records than there are"));
    }
    Ok(Page {
        rows: seen.rows.into_values().collect(),
        unreadable: seen.unreadable,
        total: seen.total,
        after,
        through: None,
        next: None,
    })
}

/// What was read by the paging token.
struct Seen<T> {
    rows: BTreeMap<RemoteId, T>,
    unreadable: Vec<Unreadable>,
    /// How many of those that could not be read have a name, each counted once.
    named: usize,
    /// The smallest count of all that HubSpot told.
    total: Option<u64>,
    /// Whether records went while the others were read, so that the pages behind moved up.
    have_gone: bool,
}

impl<T> Seen<T> {
    fn count(&self) -> u64 {
        u64::try_from(self.rows.len() + self.unreadable.len()).unwrap_or(u64::MAX)
    }

    fn is_short(&self) -> bool {
        self.total.is_some_and(|total| total > self.count())
    }
}

/// Reads from a page to the end of a search.
async fn by_token<T: Row>(
    after: Option<RemoteId>,
    first: Answers<T>,
    ask: &mut impl AsyncFnMut(PageStart) -> Result<Answers<T>, HubSpotError>,
) -> Result<Seen<T>, SyncError> {
    let mut seen = Seen {
        rows: BTreeMap::new(),
        unreadable: Vec::new(),
        named: 0,
        total: first.total,
        have_gone: false,
    };
    let (mut answers, mut stale, mut token) = (first, 0, None);
    loop {
        let before = (seen.rows.len(), seen.named);
        let is_new = answers.last.is_none_or(|last| Some(last) > after);
        let totals = seen.total.zip(answers.total);
        seen.have_gone |= totals.is_some_and(|(before, now)| now < before);
        seen.total = totals.map(|(before, now)| before.min(now));
        seen.rows
            .extend(answers.rows.into_iter().map(|row| (row.id(), row)));
        for odd in answers.unreadable {
            if odd.name.is_empty() {
                seen.unreadable.push(odd);
            } else if !seen.unreadable.contains(&odd) {
                seen.named += 1;
                seen.unreadable.push(odd);
            }
        }
        if is_new && before != (seen.rows.len(), seen.named) {
            stale = 0;
        } else {
            stale += 1;
        }
        let Some(next) = answers.next else {
            return Ok(seen);
        };
        if stale >= MAX_STALE || next.is_empty() || token.as_ref() == Some(&next) {
            return Err(SyncError::Contradictory("the same page comes again and again"));
        }
        if seen.count() >= MAX_WINDOW || seen.total.is_some_and(|total| total > MAX_WINDOW) {
            return Err(SyncError::Contradictory("they are not in order"));
        }
        token = Some(next);
        let start = PageStart {
            after,
            token: token.clone(),
        };
        answers = page(ask, start).await?;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    impl Row for RemoteId {
        fn id(&self) -> RemoteId {
            *self
        }
    }

    fn id(number: i64) -> RemoteId {
        RemoteId::hubspot(number).expect("an id")
    }

    fn number(id: RemoteId) -> i64 {
        id.key().parse().expect("a number")
    }

    fn answers(ids: &[i64], total: Option<u64>, next: Option<&str>) -> Answers<RemoteId> {
        let mut rows: Vec<RemoteId> = ids.iter().copied().map(id).collect();
        rows.sort();
        Answers {
            total,
            last: rows.last().copied(),
            rows,
            unreadable: Vec::new(),
            next: next.map(str::to_owned),
            is_ascending: ids.is_sorted_by(|one, other| one < other),
        }
    }

    /// A server that finds the records from 1 to `count`, in an order and with faults of its own.
    struct Server {
        ids: Vec<i64>,
        page: usize,
        knows_ids: bool,
        knows_tokens: bool,
        tells_total: bool,
        asked: usize,
        /// Which records go before which question.
        going: Vec<(usize, i64)>,
        /// Which records come before which question.
        coming: Vec<(usize, i64)>,
        /// How many records of a search it shows.
        window: usize,
    }

    impl Server {
        fn new(ids: impl IntoIterator<Item = i64>) -> Self {
            Self {
                ids: ids.into_iter().collect(),
                page: 3,
                knows_ids: true,
                knows_tokens: true,
                tells_total: true,
                asked: 0,
                going: Vec::new(),
                coming: Vec::new(),
                window: usize::MAX,
            }
        }

        fn answer(&mut self, start: &PageStart) -> Answers<RemoteId> {
            self.asked += 1;
            let asked = self.asked;
            let going = |id: &i64| self.going.contains(&(asked, *id));
            self.ids.retain(|id| !going(id));
            for (_, id) in self.coming.iter().filter(|(at, _)| *at == asked) {
                self.ids.insert(0, *id);
            }
            let after = start.after.filter(|_| self.knows_ids).map_or(0, number);
            let found: Vec<i64> = self.ids.iter().copied().filter(|id| *id > after).collect();
            let token = start.token.as_ref().filter(|_| self.knows_tokens);
            let start = token.map_or(0, |token| token.parse().expect("a token"));
            assert!(start < self.window, "HubSpot refuses to show more");
            let end = found.len().min(start + self.page);
            let total = self.tells_total.then(|| u64::try_from(found.len()).expect("few"));
            let next = (end < found.len()).then(|| end.to_string());
            answers(&found[start.min(end)..end], total, next.as_deref())
        }

        /// Reads all pages and returns the ids in the order in which they were taken in.
        fn reads(&mut self) -> Result<Vec<i64>, SyncError> {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .build()
                .expect("a runtime");
            let (mut place, mut taken) = (Place::start(), Vec::new());
            loop {
                let page = runtime.block_on(read(&place, async |start| Ok(self.answer(&start))))?;
                taken.extend(page.rows.iter().copied().map(number));
                match page.next {
                    Some(next) => place = next,
                    None => return Ok(taken),
                }
            }
        }
    }

    fn sorted(mut ids: Vec<i64>) -> Vec<i64> {
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    #[test]
    fn a_server_that_keeps_its_promise_is_asked_once_a_page() {
        for (count, asked) in [(0, 1), (2, 1), (3, 1), (4, 2), (9, 3)] {
            let mut server = Server::new(1..=count);
            assert_eq!(server.reads().expect("read"), (1..=count).collect::<Vec<_>>());
            assert_eq!(server.asked, asked, "{count} records");
        }
    }

    #[test]
    fn rows_in_any_order_are_all_read() {
        for ids in [
            vec![4, 2, 9, 1, 3, 7, 5, 8, 6],
            vec![1, 2, 9, 3, 4, 5, 6, 7, 8],
            vec![9, 8, 7, 6, 5, 4, 3, 2, 1],
        ] {
            let mut server = Server::new(ids.clone());
            assert_eq!(
                sorted(server.reads().expect("read")),
                (1..=9).collect::<Vec<_>>(),
                "{ids:?}"
            );
        }
    }

    #[test]
    fn a_server_that_ignores_the_id_is_read_by_its_token_and_one_that_ignores_both_is_an_error_within_three_pages()
     {
        let mut server = Server::new(1..=8);
        server.knows_ids = false;
        assert_eq!(sorted(server.reads().expect("read")), (1..=8).collect::<Vec<_>>());
        for tells_total in [true, false] {
            let mut server = Server::new(1..=8);
            (server.knows_ids, server.knows_tokens, server.tells_total) = (false, false, tells_total);
            assert!(matches!(server.reads(), Err(SyncError::Contradictory(_))));
            assert_eq!(server.asked, 3);
        }
    }

    #[test]
    fn records_that_go_while_they_are_read_stop_nothing_however_many_there_are() {
        for (count, window) in [(30, usize::MAX), (10_600, 10_000)] {
            for going in [
                vec![(4, 29)],
                vec![(4, 29), (6, 28)],
                vec![(3, 1)],
                vec![(3, 2), (5, 27)],
            ] {
                let mut server = Server::new(1..=count);
                (server.window, server.going) = (window, going.clone());
                let taken = server.reads().expect("read");
                let known: BTreeSet<i64> = taken.iter().copied().collect();
                let missing: Vec<i64> = (1..=count).filter(|id| !known.contains(id)).collect();
                let gone_ahead = |id: &i64| going.iter().any(|(_, gone)| gone == id);
                assert!(missing.iter().all(gone_ahead), "{missing:?} of {going:?}");
                assert!(taken.is_sorted_by(|one, other| one < other), "{going:?}");
            }
        }
    }

    #[test]
    fn of_a_search_that_is_too_large_to_be_read_again_nothing_is_asked_for_behind_its_window() {
        let mut server = Server::new(1..=10_600);
        (server.window, server.going, server.coming) = (10_000, vec![(4, 29)], vec![(4, 0)]);
        assert_eq!(server.reads().expect("read").len(), 10_599);
        let mut server = Server::new((1..=10_600).rev());
        server.window = 10_000;
        assert!(matches!(server.reads(), Err(SyncError::Contradictory(_))));
    }

    #[test]
    fn records_that_go_while_a_server_out_of_order_is_read_by_its_token_have_nobody_passed_over() {
        let mut server = Server::new((1..=12).rev());
        server.going = vec![(2, 12), (3, 11)];
        let taken = sorted(server.reads().expect("read"));
        assert_eq!(taken, (1..=12).collect::<Vec<_>>());
    }

    fn read_pages(pages: Vec<Answers<RemoteId>>) -> (Result<Page<RemoteId>, SyncError>, usize) {
        let left = pages.len();
        let mut pages = pages.into_iter();
        let place = Place::start();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        let page = runtime.block_on(read(&place, async |_| {
            Ok(pages.next().expect("no more is asked for"))
        }));
        (page, left - pages.len())
    }

    #[test]
    fn an_empty_page_is_no_end_where_another_is_named() {
        let pages = vec![answers(&[], Some(2), Some("a")), answers(&[1, 2], Some(2), None)];
        let (page, asked) = read_pages(pages);
        assert_eq!((page.expect("read").rows, asked), (vec![id(1), id(2)], 2));
        let empty = || answers(&[], None, Some("a"));
        let (page, asked) = read_pages(vec![empty(), empty(), empty()]);
        assert!(
            matches!(page, Err(SyncError::Contradictory(_))) && asked <= 3,
            "{asked}"
        );
    }

    #[test]
    fn a_search_that_shows_less_than_it_counts_is_an_error() {
        let pages = || [answers(&[2, 1], Some(5), Some("a")), answers(&[3], Some(5), None)];
        let pages: Vec<_> = pages().into_iter().chain(pages()).collect();
        assert!(matches!(read_pages(pages).0, Err(SyncError::Contradictory(_))));
    }

    #[test]
    fn two_pages_are_one_up_to_where_both_are_known() {
        let numbers = |page: &Answers<RemoteId>| page.rows.iter().copied().map(number).collect::<Vec<_>>();
        let both = joined(
            answers(&[1, 5, 9], Some(9), Some("a")),
            answers(&[2, 7, 12], Some(9), Some("b")),
        );
        assert_eq!((both.total, both.is_last()), (Some(18), false));
        assert_eq!(numbers(&both), [1, 2, 5, 7, 9]);
        let both = joined(answers(&[1, 5], None, None), answers(&[2, 7], None, Some("b")));
        assert_eq!(numbers(&both), [1, 2, 5, 7]);
        assert!(joined(answers(&[1, 5], None, None), answers(&[2], None, None)).is_last());
    }
}

//! The tables of the remote account and of the runs of the sync.

use rusqlite::types::ValueRef;
use rusqlite::{Row, params};

use super::listing::integer;
use super::rows::{count, time, word};
use super::{Reader, StoreError, Writer};
use crate::domain::{
    FaultKind, Integration, RemoteAccount, RunFilter, RunState, SyncBlocker, SyncCounts, SyncFault, SyncKind,
    SyncRun, Timestamp, harmless,
};

/// What is remembered of the remote account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountState {
    /// The account.
    pub account: RemoteAccount,
    /// A hash of the token that was last seen to open it; empty if it was refused since.
    pub token_fingerprint: String,
    /// The time of the source up to which all changes are here.
    pub watermark: Option<Timestamp>,
    /// By how long the source was late in showing a change lately, in milliseconds.
    pub lag: i64,
    /// When the last full run succeeded.
    pub full_at: Option<Timestamp>,
    /// Whether changes were skipped that only a full run brings.
    pub is_full_due: bool,
}

/// What a run over people leaves for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncWatermark {
    /// Which records it looked at.
    pub kind: SyncKind,
    /// The time of the source up to which all changes are here.
    pub at: Timestamp,
    /// By how long the source was late in showing a change, in milliseconds.
    pub lag: i64,
}

/// A run that stopped before its end and can be taken up again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRun {
    /// The run.
    pub run: SyncRun,
    /// How far it came, as JSON.
    pub cursor: String,
}

const RUN: &str =
    "id, kind, started_at, ended_at, state, linked, updated, unchanged, gone, kept_away, near_misses,
    requests, error_kind, error, conflicts";

impl Reader<'_> {
    /// Returns what is remembered of the remote account.
    pub fn account(&self) -> Result<Option<AccountState>, StoreError> {
        self.row_if_any(
            "SELECT nullif(id, 0), time_zone, host, token_fingerprint, watermark, full_at, is_full_due,
                     lag FROM remote_account",
            [],
            |row| {
                Ok(AccountState {
                    account: RemoteAccount {
                        id: row.get(0)?,
                        time_zone: row.get(1)?,
                        host: row.get(2)?,
                    },
                    token_fingerprint: row.get(3)?,
                    watermark: time(row, 4)?,
                    lag: row.get(7)?,
                    full_at: time(row, 5)?,
                    is_full_due: row.get(6)?,
                })
            },
        )
    }

    /// Returns what is known of the connection, without asking the source.
    pub fn integration(&self) -> Result<Integration, StoreError> {
        let mut checked_at = None;
        let counted = |sql: &str| self.row(sql, [], |row| count(row, 0));
        let linked = "SELECT count(*) FROM contact INDEXED BY contact_by_link
            WHERE link IS NOT NULL AND deleted_at IS NULL AND";
        let mut integration = Integration {
            linked: counted(&format!("{linked} (link LIKE 'linked:%' OR link LIKE 'hand:%')"))?,
            gone: counted(&format!(
                "{linked} NOT (link LIKE 'linked:%' OR link LIKE 'hand:%' OR is_unlinked)"
            ))?,
            unlinked: counted(&format!("{linked} is_unlinked"))?,
            held: counted("SELECT count(*) FROM remote_contact")?,
            ..Integration::default()
        };
        self.row_if_any(
            "SELECT nullif(id, 0), full_at, incremental_at, checked_at, token_fingerprint <> ''
             FROM remote_account",
            [],
            |row| {
                integration.account = row.get(0)?;
                integration.full_at = time(row, 1)?;
                integration.incremental_at = time(row, 2)?;
                if row.get(4)? {
                    checked_at = time(row, 3)?;
                }
                Ok(())
            },
        )?;
        integration.conflicts = self.conflicts()?;
        if let Some(run) = self.runs(RunFilter::All, 1)?.pop() {
            // A source that has answered since is neither away nor closed any more.
            let has_recovered = checked_at > run.ended_at;
            let is_about_reaching = |fault: &SyncFault| fault.kind.blocker() != Some(SyncBlocker::Fault);
            // What a run could not read stands in the log of runs, and keeps no other one from getting on.
            let is_open = run.state == RunState::Failed;
            integration.fault = run
                .fault
                .filter(|fault| is_open && !(has_recovered && is_about_reaching(fault)));
        }
        Ok(integration)
    }

    /// Lists the last runs, newest first.
    pub fn runs(&self, filter: RunFilter, limit: usize) -> Result<Vec<SyncRun>, StoreError> {
        let condition = match filter {
            RunFilter::All => "true",
            // A stop that a user asked for is no error.
            RunFilter::Errors => "state = 'failed' AND error_kind NOT IN ('cancelled', 'busy')",
        };
        self.rows(
            &format!("SELECT {RUN} FROM sync_run WHERE {condition} ORDER BY id DESC LIMIT ?"),
            [integer(limit)],
            run,
        )
    }

    /// Finds the last run if it can be taken up again.
    pub fn open_run(&self) -> Result<Option<OpenRun>, StoreError> {
        self.row_if_any(
            &format!(
                "SELECT {RUN}, cursor FROM sync_run WHERE id = (SELECT max(id) FROM sync_run)
                 AND state <> 'ok' AND cursor IS NOT NULL"
            ),
            [],
            |row| {
                Ok(OpenRun {
                    run: run(row)?,
                    cursor: row.get(15)?,
                })
            },
        )
    }
}

impl Writer<'_> {
    /// Remembers the account and a hash of the token that opens it.
    pub fn set_account(
        &self,
        account: &RemoteAccount,
        token_fingerprint: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO remote_account (only, id, time_zone, host, token_fingerprint, checked_at)
             VALUES (1, ?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (only) DO UPDATE SET id = ?1, time_zone = ?2, host = ?3, token_fingerprint = ?4,
                     checked_at = ?5",
            params![
                account.id.unwrap_or(0),
                account.time_zone,
                account.host,
                token_fingerprint,
                now.as_millis()
            ],
        )
    }

    /// Notes up to which time of the source all changes are here, how late it was, and when that was.
    pub fn set_watermark(&self, watermark: SyncWatermark, now: Timestamp) -> Result<(), StoreError> {
        let columns = match watermark.kind {
            // A full run reads nobody who is only near, so that the next one for changes looks back behind it. What its
            // search was late once is forgotten by and by.
            SyncKind::Full => {
                "watermark = min(coalesce(watermark, ?1), ?1), lag = max(lag / 2, ?3), full_at = ?2, is_full_due = 0"
            }
            SyncKind::Incremental => "watermark = ?1, lag = max(lag, ?3), incremental_at = ?2",
        };
        self.write(
            &format!("UPDATE remote_account SET {columns}"),
            [watermark.at.as_millis(), now.as_millis(), watermark.lag],
        )
    }

    /// Has the next run look further back, if the time up to which all changes are here lies before the one that is noted.
    pub fn lower_watermark(&self, watermark: Timestamp) -> Result<(), StoreError> {
        self.write(
            "UPDATE remote_account SET watermark = min(watermark, ?)",
            [watermark.as_millis()],
        )
    }

    /// Notes that the next run is to be a full one.
    pub fn make_full_due(&self) -> Result<(), StoreError> {
        self.write("UPDATE remote_account SET is_full_due = 1", [])
    }

    /// Begins a run and gives its number.
    pub fn begin_run(&self, kind: SyncKind, now: Timestamp, cursor: &str) -> Result<i64, StoreError> {
        self.write(
            "UPDATE sync_run SET state = 'failed', ended_at = coalesce(ended_at, ?1), cursor = NULL,
                    error_kind = coalesce(error_kind, 'stopped'),
                    error = coalesce(error, 'The program was ended before the sync was.')
             WHERE state = 'running' OR cursor IS NOT NULL",
            [now.as_millis()],
        )?;
        self.row(
            "INSERT INTO sync_run (kind, started_at, state, cursor) VALUES (?, ?, 'running', ?) RETURNING id",
            params![kind.key(), now.as_millis(), cursor],
            |row| row.get(0),
        )
    }

    /// Goes on with a run that stopped.
    pub fn resume_run(&self, id: i64) -> Result<(), StoreError> {
        self.write(
            "UPDATE sync_run SET state = 'running', ended_at = NULL, error_kind = NULL, error = NULL
             WHERE id = ?",
            [id],
        )
    }

    /// Notes how far a run came.
    pub fn note_progress(
        &self,
        id: i64,
        cursor: &str,
        counts: SyncCounts,
        requests: u64,
    ) -> Result<(), StoreError> {
        self.write(
            "UPDATE sync_run SET cursor = ?2, linked = ?3, updated = ?4, unchanged = ?5, gone = ?6,
                     kept_away = ?7, requests = ?8
             WHERE id = ?1",
            params![
                id,
                cursor,
                integer(counts.linked),
                integer(counts.updated),
                integer(counts.unchanged),
                integer(counts.gone),
                integer(counts.kept_away),
                integer(requests),
            ],
        )
    }

    /// Ends a run that did all it should, but for what the fault tells.
    pub fn finish_run(
        &self,
        id: i64,
        near_misses: u64,
        conflicts: u64,
        fault: Option<&SyncFault>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(
            "UPDATE sync_run SET state = 'ok', ended_at = ?2, near_misses = ?3, error_kind = ?4, error = ?5,
                    conflicts = ?6, cursor = NULL WHERE id = ?1",
            params![
                id,
                now.as_millis(),
                integer(near_misses),
                fault.map(|fault| fault.kind.key()),
                fault.map(|fault| &fault.message),
                integer(conflicts),
            ],
        )
    }

    /// Ends a run that failed; it can be taken up again. A token that was refused is to be checked again.
    pub fn fail_run(
        &self,
        id: i64,
        fault: &SyncFault,
        requests: u64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(
            "UPDATE sync_run SET state = 'failed', ended_at = ?2, error_kind = ?3, error = ?4, requests = ?5
             WHERE id = ?1",
            params![
                id,
                now.as_millis(),
                fault.kind.key(),
                fault.message,
                integer(requests)
            ],
        )?;
        if fault.is_of_token() {
            self.write("UPDATE remote_account SET token_fingerprint = ''", [])?;
        }
        Ok(())
    }
}

fn run(row: &Row<'_>) -> rusqlite::Result<SyncRun> {
    let kind: Option<FaultKind> = match row.get_ref(12)? {
        ValueRef::Null => None,
        _ => Some(word(row, 12, FaultKind::from_key)?),
    };
    let message: Option<String> = row.get(13)?;
    Ok(SyncRun {
        id: row.get(0)?,
        kind: word(row, 1, SyncKind::from_key)?,
        started_at: Timestamp::from_millis(row.get(2)?),
        ended_at: time(row, 3)?,
        state: word(row, 4, RunState::from_key)?,
        counts: SyncCounts {
            linked: count(row, 5)?,
            updated: count(row, 6)?,
            unchanged: count(row, 7)?,
            gone: count(row, 8)?,
            kept_away: count(row, 9)?,
        },
        near_misses: count(row, 10)?,
        conflicts: count(row, 14)?,
        requests: count(row, 11)?,
        fault: kind.zip(message).map(|(kind, message)| SyncFault {
            kind,
            message: harmless(message),
        }),
    })
}

//! What undo and redo do to the model: each line of an act is turned round, but for what has changed since.

use std::collections::BTreeSet;

use super::erase::NOBODY;
use super::people::{has, listed};
use super::rules::{Refused, Ruled, Trace};
use super::world::{Cells, Entry, Force, Line, Link, Row, Standing, Thing, World};

/// How an act is turned.
struct Turn {
    trace: Trace,
    /// The onboardings that were active before its lines were written.
    beside: BTreeSet<usize>,
    /// The cells that stay.
    stays: BTreeSet<(Thing, &'static str)>,
}

impl World {
    pub(crate) fn undo(&mut self, that: Option<usize>) -> Ruled {
        let latest = || self.acts.iter().rposition(|act| act.force == Force::Done);
        let at = that.or_else(latest).ok_or(Refused)?;
        if self.acts[at].force != Force::Done {
            return Err(Refused);
        }
        self.turn(at, Force::Undone, Trace::None);
        Ok(())
    }

    pub(crate) fn redo(&mut self) -> Ruled {
        let undone = (0..self.acts.len()).filter(|at| self.acts[*at].force == Force::Undone);
        let at = undone.max_by_key(|at| self.acts[*at].turned).ok_or(Refused)?;
        self.turn(at, Force::Done, Trace::Tombstone);
        Ok(())
    }

    fn turn(&mut self, at: usize, force: Force, trace: Trace) {
        let mut forms = self
            .log
            .iter()
            .filter(|entry| entry.act == Some(at) && !entry.lines.is_empty());
        let (mut lines, beside) = forms
            .next_back()
            .map(|entry| (entry.lines.clone(), entry.beside.clone()))
            .unwrap_or_default();
        lines.reverse();
        lines.sort_by_key(|line| match line {
            Line::Cell {
                thing: Thing::Company(_),
                field: "status",
                ..
            } => 0,
            Line::Cell {
                thing: Thing::Plan(_),
                field: "state",
                ..
            } => 1,
            Line::Cell {
                thing: Thing::Plan(_),
                field: "phase",
                ..
            } => 2,
            Line::Cell { .. } | Line::Came(..) | Line::Went(..) => 3,
        });
        let mut turn = Turn {
            trace,
            beside,
            stays: BTreeSet::new(),
        };
        let before = self.active_plans();
        for line in &lines {
            self.invert(line, &mut turn);
        }
        self.invert_follows(&lines);
        let touched: BTreeSet<usize> = self
            .noted
            .iter()
            .filter_map(|line| self.company_of(line))
            .collect();
        for company in touched {
            if !self.companies[company].gone && self.is_silent(company) {
                self.pause_all(company);
            }
        }
        let noted = std::mem::take(&mut self.noted);
        self.turns += 1;
        let act = &mut self.acts[at];
        if noted.is_empty() {
            act.force = Force::Dropped;
        } else {
            act.force = force;
            act.turned = self.turns;
            self.log.push(Entry {
                lines: noted,
                act: Some(at),
                beside: before,
            });
        }
    }

    /// Turns where fields come from, but for those whose value stayed; what follows again holds what HubSpot has.
    fn invert_follows(&mut self, lines: &[Line]) {
        let mut turned: Vec<usize> = Vec::new();
        for line in lines {
            let Line::Cell {
                thing: Thing::Person(at),
                field,
                old,
                new,
            } = line
            else {
                continue;
            };
            if self.people[*at].gone
                || !matches!(*field, "name" | "email" | "title" | "other_emails" | "follows")
            {
                continue;
            }
            turned.push(*at);
            if *field != "follows" {
                continue;
            }
            let thing = Thing::Person(*at);
            // Of a value that was written twice, the last one that is put back is the one that was wanted.
            let kept = |name: &str| {
                let wanted = lines.iter().rev().find_map(|line| match line {
                    Line::Cell {
                        thing: other,
                        field,
                        old,
                        ..
                    } => (*other == thing && *field == name).then_some(old),
                    Line::Came(..) | Line::Went(..) => None,
                });
                wanted.is_some_and(|old| self.get(thing, name) != old.as_deref())
            };
            let (old, new) = (old.as_deref(), new.as_deref());
            let now = self.get(thing, "follows");
            let next = match (now, old) {
                (now, None) if now == new => None,
                (Some(now), old) => {
                    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
                    Some(listed(|field| {
                        let is_turned = has(old, field) != has(new, field) && !kept(field);
                        has(if is_turned { old } else { now }, field)
                    }))
                }
                (None, old) => old.map(str::to_owned),
            };
            self.put(thing, "follows", next);
        }
        turned.sort_unstable();
        turned.dedup();
        self.align(&turned);
    }

    /// Returns the customer whose onboardings a line may concern.
    fn company_of(&self, line: &Line) -> Option<usize> {
        let (Line::Cell { thing, .. } | Line::Came(thing, _) | Line::Went(thing, _)) = line;
        match thing {
            Thing::Company(_) | Thing::Plan(_) | Thing::Notification(_) => Some(self.row(*thing).of),
            Thing::Person(_) | Thing::Task(_) | Thing::Pair(_) | Thing::Note(_) | Thing::Field(_) => None,
        }
    }

    /// Turns a line, unless it says something of a cell that stays.
    fn invert(&mut self, line: &Line, turn: &mut Turn) {
        match line {
            Line::Came(Thing::Person(at), _) | Line::Went(Thing::Person(at), _) if self.was_erased(*at) => {}
            Line::Cell { field: "follows", .. } => {}
            Line::Cell {
                thing,
                field,
                old,
                new,
            } => {
                let is_as_written = self.get(*thing, field) == new.as_deref() && !self.row(*thing).gone;
                let wholes: &[&'static str] = match (thing, *field) {
                    (Thing::Company(_), "risk_reason" | "at_risk_since" | "win_back_on") => &["status"],
                    (Thing::Plan(_), "phase") => &["state"],
                    (Thing::Plan(_), "phase_since" | "note") => &["state", "phase"],
                    _ => &[],
                };
                let is_part = wholes.iter().any(|whole| turn.stays.contains(&(*thing, whole)));
                if is_as_written && !is_part && self.may_go_back(*thing, field, old.as_deref(), &turn.beside)
                {
                    self.put(*thing, field, old.clone());
                } else {
                    turn.stays.insert((*thing, field));
                }
            }
            Line::Came(thing, cells) => self.take_away(*thing, cells, turn.trace),
            Line::Went(thing, cells) => self.bring_back(*thing, cells, &turn.beside),
        }
    }

    fn may_go_back(&self, thing: Thing, field: &str, old: Option<&str>, beside: &BTreeSet<usize>) -> bool {
        match (thing, field, old) {
            (Thing::Person(at), "email", Some(email)) => {
                let holder = self.holder(self.people[at].of, email);
                holder.is_none_or(|holder| holder == at)
                    && !self.others(at).iter().any(|other| other == email)
            }
            (Thing::Person(at), "other_emails", Some(others)) => self.others_may_come_back(at, others),
            (Thing::Person(at), "archived_at", Some(_)) => !self.is_primary(at),
            (Thing::Person(at), "link", Some(link)) => match Link::of(Some(link)) {
                Link::Unlinked(_) => !self.is_primary(at),
                link => !self.is_followed_by_another(at, link),
            },
            (Thing::Company(_), "primary", Some(at)) => {
                let at: usize = at.parse().expect("a place");
                !self.people[at].gone && self.standing(at) == Standing::Active
            }
            (Thing::Plan(at), "state", Some("active")) => {
                !self.is_silent(self.plans[at].of) && !self.is_second(at, beside)
            }
            (Thing::Plan(_), "phase" | "phase_since" | "note", _) => {
                self.get(thing, "state") != Some("paused")
            }
            (Thing::Notification(at), "state", _) => {
                !self.companies[self.notifications[at].of].gone && self.get(thing, "to") != Some(NOBODY)
            }
            (Thing::Task(_), "who", Some(who)) => {
                super::chores::person(who).is_none_or(|at| !self.people[at].gone)
            }
            (Thing::Field(at), "name", Some(name)) => {
                let mut cells = self.fields[at].cells.clone();
                cells.insert("name", name.to_owned());
                self.is_free(&cells, at)
            }
            (Thing::Note(_), "person", Some(at)) => {
                let at: usize = at.parse().expect("a place");
                !self.people[at].gone
            }
            _ => true,
        }
    }

    fn take_away(&mut self, thing: Thing, added: &Cells, trace: Trace) {
        let row = self.row(thing);
        match thing {
            Thing::Person(at) => {
                // What a contact follows is no part of it where it was added by hand.
                let without: &[&str] = if added.contains_key("follows") {
                    &[]
                } else {
                    &["follows"]
                };
                if !row.gone
                    && record(&row.cells, without) == *added
                    && !self.is_primary(at)
                    && !self.has_notes(thing)
                {
                    self.remove_person(at, trace);
                }
            }
            Thing::Company(at) => {
                let record = record(&row.cells, &["primary"]);
                let is_used = |rows: &[Row]| rows.iter().any(|row| !row.gone && row.of == at);
                let is_used = is_used(&self.people) || is_used(&self.plans) || is_used(&self.notes);
                let is_out = |row: &Row| row.of == at && row.cells["state"] != "cancelled";
                if !row.gone && record == *added && !is_used && !self.notifications.iter().any(is_out) {
                    let row = self.row_mut(thing);
                    row.gone = true;
                    row.cells.clear();
                    self.noted.push(Line::Went(thing, record));
                }
            }
            Thing::Plan(at) => {
                let since = ["phase_since", "note", "with_customer"];
                let is_as_added = record(&row.cells, &since) == record(added, &since);
                if !row.gone && is_as_added && self.tasks_of(at).is_empty() && !self.has_notes(thing) {
                    self.row_mut(thing).gone = true;
                    self.noted.push(Line::Went(thing, added.clone()));
                }
            }
            Thing::Task(at) => {
                if !row.gone && row.cells == *added && self.parts_of(at).is_empty() {
                    self.row_mut(thing).gone = true;
                    self.noted.push(Line::Went(thing, added.clone()));
                }
            }
            Thing::Note(at) => {
                if !row.gone && row.cells == *added {
                    self.remove_note(at);
                }
            }
            Thing::Field(at) => {
                if !row.gone && row.cells == *added && !self.has_values(at) {
                    self.remove_field(at);
                }
            }
            Thing::Pair(_) => {}
            Thing::Notification(_) => {
                if self.get(thing, "state") == Some("held") && !self.companies[self.row(thing).of].gone {
                    self.put(thing, "state", Some("cancelled".to_owned()));
                }
            }
        }
    }

    fn bring_back(&mut self, thing: Thing, cells: &Cells, beside: &BTreeSet<usize>) {
        let row = self.row(thing);
        if !row.gone || matches!(thing, Thing::Plan(at) if self.is_second(at, beside)) {
            return;
        }
        if let Thing::Person(at) = thing {
            let of = row.of;
            let link = Link::of(cells.get("link").map(String::as_str));
            if self.companies[of].gone
                || self.holder(of, &cells["email"]).is_some()
                || self.is_followed_by_another(at, link)
            {
                return;
            }
        }
        let mut cells = cells.clone();
        if let (Thing::Person(_), Some(others)) = (thing, cells.remove("other_emails")) {
            let free = self.free_others(self.row(thing).of, Some(&others));
            cells.extend(free.map(|others| ("other_emails", others)));
        }
        let (cells, row) = (&cells, self.row(thing));
        if matches!(thing, Thing::Note(_)) && self.lost_its_subject(row.of, cells) {
            return;
        }
        if let Thing::Field(at) = thing
            && !self.is_free(cells, at)
        {
            return;
        }
        let row = self.row_mut(thing);
        row.gone = false;
        if !matches!(thing, Thing::Plan(_) | Thing::Task(_)) {
            row.cells.clone_from(cells);
        }
        self.noted.push(Line::Came(thing, cells.clone()));
    }
}

/// Returns the cells by which a row is known to be as it was added.
fn record(cells: &Cells, without: &[&str]) -> Cells {
    let mut cells = cells.clone();
    cells.retain(|field, _| !without.contains(field));
    cells
}

//! Exchanges at the calls by which a program writes, which is stopped there.

use super::*;

/// Finds the process that strace runs.
fn traced(strace: u32) -> Option<i32> {
    let children = fs::read_to_string(format!("/proc/{strace}/task/{strace}/children"));
    children.unwrap_or_default().trim().parse().ok()
}

/// Waits until strace has stopped its process; says whether it did.
fn is_stopped(strace: &mut Child) -> bool {
    let mut seen = 0;
    for _ in 0..4_000 {
        if strace.try_wait().expect("asked").is_some() {
            return false;
        }
        let process = traced(strace.id()).unwrap_or_default();
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let state = stat
            .rsplit_once(") ")
            .map_or(' ', |(_, rest)| rest.chars().next().unwrap_or(' '));
        seen = if matches!(state, 'T' | 't') { seen + 1 } else { 0 };
        // A stop for tracing passes at once; that of the signal stays.
        if seen == 8 {
            return true;
        }
        sleep(Duration::from_millis(2));
    }
    false
}

/// Lets the process that strace runs go on to its end. On a busy machine it may be told to go on before it stops, so it is
/// told again.
fn ended(strace: Child) -> Output {
    let id = strace.id();
    let end = std::thread::spawn(move || strace.wait_with_output().expect("ended"));
    while !end.is_finished() {
        if let Some(process) = traced(id).and_then(Pid::from_raw) {
            // It may have ended by now.
            let _ = kill_process(process, Signal::CONT);
        }
        sleep(Duration::from_millis(20));
    }
    end.join().expect("ended")
}

/// Returns whether the file at the path is a store that has no customers, by SQLite alone and on a copy.
fn is_without_customers(data: &Path) -> bool {
    let customers = look(data, "SELECT name FROM customer");
    customers.is_ok_and(|customers| customers.is_empty())
}

/// Stops a command at a call, exchanges its file, and lets it go on; says what is wrong then.
fn at_a_call(
    strace: &Path,
    stage: &Stage,
    call: &Call,
    exchange: Exchange,
    (files, older, new): (&Home, &BTreeSet<String>, &str),
) -> Result<bool, String> {
    let home = stage.set();
    for name in ["older.db", "other.db"] {
        fs::copy(files.path().join(name), home.path().join(name)).expect("copied");
    }
    let command = stage.command(&home);
    let mut traced = strace::disturbed(strace, &command, call, "signal=STOP", "");
    let mut child = traced
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    if !is_stopped(&mut child) {
        ended(child);
        return Ok(false);
    }
    let has_new = |emails: &BTreeSet<String>| emails.iter().any(|email| email.starts_with(new));
    // What it may say is saved: what is in the file before the exchange.
    let is_saved = has_new(&looked_up(&home.data()));
    exchange.run(home.path());
    let before = fs::read(home.store()).ok();
    let output = ended(child);
    // A sync that begins after a removal meets a new store: that has no customers, so that nothing at HubSpot is new to it.
    // In a store with customers the same words say that its people are here.
    let is_done = output.status.success();
    let says_nothing_new = is_done && String::from_utf8_lossy(&output.stdout).contains("nothing new");
    let has_none_to_sync = says_nothing_new && is_without_customers(&home.data());
    let is_said = is_done && !has_none_to_sync;
    if is_said && !is_saved && !has_new(&looked_up(&home.data())) {
        return Err(format!("said to be saved, and not there: {output:?}"));
    }
    drop(open(&home.data()));
    // A command that begins after the exchange may open the file that is there, and write to it.
    if !is_said && before.is_some() && fs::read(home.store()).ok() != before {
        let left = home.held().map(|held| held.emails);
        let wanted = exchange.left(older);
        if wanted.is_none_or(|wanted| left.as_ref() != Ok(&wanted)) {
            return Err(format!(
                "the file that is there now was written: {left:?}, {output:?}"
            ));
        }
    }
    match home.held() {
        // Where nothing is, the next command makes an empty store.
        Err(fault) if exchange.left(older).is_none_or(|left| !left.is_empty()) => Err(fault),
        Ok(_) | Err(_) => Ok(true),
    }
}

/// Exchanges the file at so many calls of a job, spread over all of them.
pub(super) fn at_calls(job: Job, most: usize) -> (usize, Vec<String>) {
    let Some(strace) = strace::find("30") else {
        return (0, Vec::new());
    };
    let stage = Stage::new(job);
    let home = stage.set();
    let names: Vec<&str> = strace::CHANGES.into_iter().chain(strace::LOOKS).collect();
    let calls = strace::calls(&strace, &home, &stage.command(&home), &names);
    let new = match job {
        Job::Import => "row",
        Job::Sync => "remote",
        _ => "new",
    };
    let (mut count, mut finds) = (0, Vec::new());
    let (files, older) = base();
    let every = calls.len().div_ceil(most);
    for (place, call) in calls.iter().enumerate().step_by(every) {
        let exchange = Exchange::OF_NAMES[(place / every) % Exchange::OF_NAMES.len()];
        match at_a_call(&strace, &stage, call, exchange, (&files, &older, new)) {
            Ok(was_stopped) => count += usize::from(was_stopped),
            Err(find) => finds.push(format!("{job:?}, {exchange:?} at {}: {find}", call.line)),
        }
    }
    println!(
        "promise 30, {job:?}: {} calls, {count} exchanges: {} finds",
        calls.len(),
        finds.len()
    );
    (count, finds)
}

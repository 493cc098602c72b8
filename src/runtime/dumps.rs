//! Core dumps, which would hold tokens and what people typed: there are none.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Has the system write no dump of this program, nor of what it starts, wherever dumps go.
pub fn leave_no_dumps() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // A program that may dump works as well; there is no log yet to tell it to.
    let _ = setrlimit(Resource::Core, none);
    // A dump that is piped to a collector knows no limit.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

//! What a panic does: on the thread of the screen it gives the terminal back, on any other it is only logged.

use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::thread::{ThreadId, current};

use super::terminal::give_back;

/// Sets what panics do from now on; the present thread is that of the screen.
pub(super) fn set() {
    let screen = current().id();
    let before = take_hook();
    set_hook(Box::new(move |info| {
        tracing::error!(thread = current().name(), place = place(info), "panicked");
        if is_screen(screen) {
            give_back();
            before(info);
        }
    }));
}

fn is_screen(screen: ThreadId) -> bool {
    current().id() == screen
}

/// Names the line and not the message, which could hold what people typed.
fn place(info: &PanicHookInfo<'_>) -> String {
    info.location().map(ToString::to_string).unwrap_or_default()
}

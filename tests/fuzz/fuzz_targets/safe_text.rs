//! Texts and names that are made safe.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pivotal_fuzz::safe_text(bytes));

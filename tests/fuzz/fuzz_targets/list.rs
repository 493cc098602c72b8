//! Lists that are pasted or read from a file.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pivotal_fuzz::list(bytes));

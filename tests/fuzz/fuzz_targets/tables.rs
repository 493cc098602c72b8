//! Tables that are exported and read back.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pivotal_fuzz::tables(bytes));

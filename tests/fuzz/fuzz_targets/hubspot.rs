//! Answers of HubSpot.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pivotal_fuzz::hubspot(bytes));

//! Talks to the sandbox as a client does.

mod changes;
mod client;
mod demo;
mod reading;
mod searching;
mod serving;

//! The `msgen` program.

fn main() {}

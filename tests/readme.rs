//! The console blocks of the README say what the program says.

#[test]
fn every_console_block_of_the_readme_is_true() {
    trycmd::TestCases::new().env("SOURCE_DATE_EPOCH", crate::command::TODAY).env("NO_COLOR", "1").case("README.md");
}

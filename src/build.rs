//! Rebuilds when a template is added: `include_dir` sees only the files that were there at the last build.

fn main() {
    println!("cargo::rerun-if-changed=templates");
}

//! Libraries by the names that `CMake`, pkg-config and the linker know them by, and where a program finds them.

/// Where the final image has a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// It is a part of the C or C++ library.
    Libc,
    /// The base image with OpenSSL has it.
    Base,
    /// No image has it; its archive in the toolchain image needs nothing else.
    Archive,
    /// No image has it, and its archive needs more.
    Other,
}

/// Names in lower case, what the linker calls the library (`lib….so`), and where it is.
const KNOWN: &[(&[&str], &[&str], Place)] = &[
    (
        &[
            "threads", "pthread", "pthreads", "m", "dl", "rt", "c", "util", "resolv", "stdc++", "c++", "stdc++fs",
            "gcc", "gcc_s", "math", "supc++",
        ],
        &[],
        Place::Libc,
    ),
    (&["zlib", "z", "zlib::zlib"], &["z"], Place::Base),
    (&["openssl", "ssl", "libssl", "openssl::ssl"], &["ssl", "crypto"], Place::Base),
    (&["crypto", "libcrypto", "openssl::crypto"], &["ssl", "crypto"], Place::Base),
    (&["zstd", "libzstd", "zstd::libzstd", "zstd::libzstd_shared"], &["zstd"], Place::Base),
    (&["sqlite3", "sqlite", "sqlite::sqlite3", "sqlite3::sqlite3"], &["sqlite3"], Place::Archive),
    (&["liblzma", "lzma", "liblzma::liblzma"], &["lzma"], Place::Archive),
    (&["bzip2", "bz2", "bzip2::bzip2"], &["bz2"], Place::Archive),
    (&["yaml", "yaml-0.1"], &["yaml"], Place::Archive),
    (&["atomic"], &["atomic"], Place::Archive),
];

/// Modules of `CMake` that find programs or settings, and no library.
const NO_LIBRARY: &[&str] = &[
    "pkgconfig",
    "git",
    "python",
    "python3",
    "perl",
    "doxygen",
    "bison",
    "flex",
    "ctest",
    "gtest",
    "googletest",
    "catch2",
    "doctest",
    "check",
    "criterion",
    "cmocka",
    "benchmark",
    "gmock",
    "gtest_main",
    "swig",
    "clangtools",
];

/// What the linker calls the library `name`, and where it is; `None` where it is no library at all.
pub(super) fn find(name: &str) -> Option<(Vec<String>, Place)> {
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("-l").unwrap_or(&name);
    if name.is_empty() || NO_LIBRARY.contains(&name) {
        return None;
    }
    match KNOWN.iter().find(|(names, _, _)| names.contains(&name)) {
        Some((_, ids, place)) => Some((ids.iter().map(|id| (*id).to_owned()).collect(), *place)),
        None => Some((vec![plain(name)], Place::Other)),
    }
}

/// A name with nothing in it that an answer may not have.
fn plain(name: &str) -> String {
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    name.trim_matches('-').to_owned()
}

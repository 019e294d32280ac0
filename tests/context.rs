//! What detection may see of a folder.

use msgen::context::Context;

use crate::command::Project;

fn listed(files: &[(&str, &str)]) -> Vec<String> {
    let project = Project::with("project", files);
    Context::open(&project.root()).unwrap().files().map(str::to_owned).collect()
}

#[test]
fn files_are_listed_in_the_order_of_their_paths() {
    assert_eq!(listed(&[("b.go", ""), ("a/z.go", ""), ("a.go", "")]), ["a.go", "a/z.go", "b.go"]);
}

#[test]
fn a_file_may_be_marked_as_windows_does() {
    let folder = tempfile::tempdir().unwrap();
    let little: Vec<u8> = "\u{feff}flask\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = "\u{feff}flask\r\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, text) in [
        (little.as_slice(), Some("flask\r\n")),
        (&big, Some("flask\r\n")),
        (b"\xEF\xBB\xBFflask\r\n", Some("flask\r\n")),
        (b"flask", Some("flask")),
        (b"", Some("")),
        (b"\xFF\xFEa", None),
        (b"\xFF\xFE\x00\xD8", None),
        (b"\x80", None),
    ] {
        std::fs::write(folder.path().join("requirements.txt"), bytes).unwrap();
        let context = Context::open(folder.path()).unwrap();
        assert_eq!(context.read("requirements.txt").as_deref(), text, "{bytes:?}");
    }
}

#[test]
fn everything_is_what_a_builder_finds_and_closed_folders_by_their_names() {
    let folder = tempfile::tempdir().unwrap();
    for path in [".env", ".gitignore", "a/.b/c", "log", ".git/config", "web/node_modules/x/y", "web/z"] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "log\n").unwrap();
    }
    let context = Context::open(folder.path()).unwrap();
    let expected = [".env", ".git", ".gitignore", "a/.b/c", "log", "web/node_modules", "web/z"];
    assert_eq!(context.everything().collect::<Vec<_>>(), expected);
    assert_eq!(context.files().collect::<Vec<_>>(), ["web/z"]);
}

#[test]
fn vendored_hidden_and_ignored_folders_are_never_entered() {
    let files = [
        ("main.go", ""),
        ("vendor/example.com/a/a.go", ""),
        (".git/config", ""),
        (".cache/x.go", ""),
        (".gitignore", "build/\n*.gen.go\n"),
        ("build/b.go", ""),
        ("api.gen.go", ""),
        ("testdata/t.go", ""),
        ("web/node_modules/m.go", ""),
    ];
    assert_eq!(listed(&files), ["main.go"]);
}

#[test]
fn a_file_that_is_not_listed_can_still_be_asked_for() {
    let project = Project::with("project", &[("vendor/modules.txt", "# none")]);
    let context = Context::open(&project.root()).unwrap();
    assert!(context.exists("vendor/modules.txt"));
    assert_eq!(context.read("vendor/modules.txt").as_deref(), Some("# none"));
}

#[test]
fn data_and_binary_files_are_not_read_as_source() {
    let project = Project::with("project", &[("large.go", &"x".repeat((1 << 20) + 1))]);
    std::fs::write(project.root().join("binary.go"), [0xff, 0x00]).unwrap();
    let context = Context::open(&project.root()).unwrap();
    assert_eq!(context.read("large.go"), None);
    assert_eq!(context.read("binary.go"), None);
    assert_eq!(context.read("missing.go"), None);
}

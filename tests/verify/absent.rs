//! What must, and what must not, be in an image.

use std::collections::BTreeMap;

use msgen::evidence::{ImageFacts, Outcome, ProgramFacts, Role};
use msgen::image::Image;
use msgen::verify::{Expected, Record, absent};
use serde_json::json;
use tar::{Builder, EntryType, Header};

/// An image of one layer: files are empty, a path that ends with a slash is a folder, `A -> B` is a link.
fn image(paths: &[&str]) -> Image {
    let mut layer = Builder::new(Vec::new());
    for path in paths {
        let mut header = Header::new_gnu();
        let (path, target) = path.split_once(" -> ").map_or((*path, None), |(path, target)| (path, Some(target)));
        header.set_mode(0o755);
        header.set_uid(0);
        header.set_gid(0);
        header.set_size(0);
        header.set_entry_type(match target {
            Some(_) => EntryType::Symlink,
            None if path.ends_with('/') => EntryType::Directory,
            None => EntryType::Regular,
        });
        match target {
            Some(target) => layer.append_link(&mut header, path, target).unwrap(),
            None => layer.append_data(&mut header, path, std::io::empty()).unwrap(),
        }
    }
    let config = json!({
        "architecture": "amd64", "os": "linux", "config": { "Entrypoint": ["/app"], "User": "65532:65532" },
        "rootfs": { "type": "layers", "diff_ids": ["sha256:0"] }, "history": [],
    });
    let manifest = json!([{ "Config": "config.json", "RepoTags": [], "Layers": ["layer.tar"] }]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("image.tar");
    let mut archive = Builder::new(std::fs::File::create(&file).unwrap());
    let members = [
        ("config.json", config.to_string().into_bytes()),
        ("manifest.json", manifest.to_string().into_bytes()),
        ("layer.tar", layer.into_inner().unwrap()),
    ];
    for (name, bytes) in members {
        let mut header = Header::new_gnu();
        header.set_mode(0o644);
        header.set_size(bytes.len() as u64);
        archive.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    archive.finish().unwrap();
    Image::read(&file, None, &BTreeMap::new()).unwrap()
}

/// A scene that is right: a static program alone.
struct Scene {
    image: Image,
    facts: ImageFacts,
    expected: Expected,
}

fn scene(paths: &[&str]) -> Scene {
    let image = image(paths);
    let mut facts = image.facts(Role::Final, "0", "scratch");
    facts.contents.program = Some(ProgramFacts {
        path: "/app".to_owned(),
        bytes: 1,
        mode: "0755".to_owned(),
        linking: "static".to_owned(),
        machine: "amd64".to_owned(),
        interpreter: None,
        libraries: Vec::new(),
    });
    let expected = Expected {
        port: 8080,
        paths: vec!["/".to_owned()],
        user: Some((65532, 65532)),
        has_shell: Some(false),
        artifact: Some("/app".to_owned()),
        certificates: false,
        time_zones: false,
        sources: vec!["go".to_owned()],
        is_compiled: true,
        writable: Vec::new(),
        is_classic: false,
    };
    Scene { image, facts, expected }
}

impl Scene {
    fn outcome(&self, id: &str) -> Outcome {
        let mut record = Record::default();
        absent::check(&self.facts, &self.image, &self.expected, &mut record);
        record.checks.into_iter().find(|check| check.id == id).unwrap().outcome
    }

    fn failure(&self, id: &str) -> (String, String, String) {
        let Outcome::Failed { detail, cause, help } = self.outcome(id) else { panic!("{id}: {:?}", self.outcome(id)) };
        (detail, cause, help)
    }

    fn passes(&self, id: &str) -> bool {
        matches!(self.outcome(id), Outcome::Passed { .. })
    }

    /// Why the check was skipped.
    fn why(&self, id: &str) -> String {
        let Outcome::Skipped { why } = self.outcome(id) else { panic!("{id}: {:?}", self.outcome(id)) };
        why
    }

    fn program(&mut self) -> &mut ProgramFacts {
        self.facts.contents.program.as_mut().unwrap()
    }
}

#[test]
fn a_static_program_alone_is_right() {
    let scene = scene(&["app"]);
    for id in [
        "program-fits-base",
        "runs-as-non-root-user",
        "no-shell",
        "no-package-manager",
        "no-source-files",
        "no-set-uid-files",
    ] {
        assert!(scene.passes(id), "{id}: {:?}", scene.outcome(id));
    }
    assert!(scene.why("certificates-present").contains("not known to need any"));
    assert!(scene.why("time-zones-present").contains("not known to need any"));
}

#[test]
fn a_program_for_another_machine_does_not_fit() {
    let mut scene = scene(&["app"]);
    "arm64".clone_into(&mut scene.program().machine);
    let (detail, cause, help) = scene.failure("program-fits-base");
    assert_eq!(detail, "/app is built for arm64, and the image is for linux/amd64");
    assert!(cause.contains("another machine") && help.contains("TARGETARCH"), "{cause}; {help}");

    // What every amd64 kernel runs as well.
    "386".clone_into(&mut scene.program().machine);
    assert!(scene.passes("program-fits-base"));
}

#[test]
fn a_loader_is_found_through_links_or_missed() {
    let loader = "/lib64/ld-linux-x86-64.so.2";
    let with = |paths: &[&str]| {
        let mut scene = scene(paths);
        "dynamic".clone_into(&mut scene.program().linking);
        scene.program().interpreter = Some(loader.to_owned());
        scene
    };
    let merged = ["app", "lib64 -> usr/lib64", "usr/lib64/", "usr/lib64/ld-linux-x86-64.so.2"];
    assert!(with(&merged).passes("program-fits-base"));
    // A link that leads nowhere is none.
    for paths in [&merged[..3], &["app"]] {
        let (detail, cause, help) = with(paths).failure("program-fits-base");
        assert_eq!(detail, format!("/app needs the loader {loader}, which is not in the image"));
        assert!(cause.contains("dynamic program") && help.contains("link it statically"), "{cause}; {help}");
    }
}

#[test]
fn a_missing_library_is_named() {
    let mut scene = scene(&["app", "usr/lib/x86_64-linux-gnu/libc.so.6"]);
    scene.program().libraries = vec!["libc.so.6".to_owned(), "libpq.so.5".to_owned()];
    assert_eq!(scene.failure("program-fits-base").0, "/app needs libpq.so.5, which the image has not got");
}

#[test]
fn musls_loader_is_its_own_c_library() {
    let mut scene = scene(&["app", "lib/ld-musl-x86_64.so.1"]);
    scene.program().linking = "dynamic".to_owned();
    scene.program().interpreter = Some("/lib/ld-musl-x86_64.so.1".to_owned());
    scene.program().libraries = vec!["libc.so".to_owned(), "libm.so.6".to_owned()];
    assert!(scene.passes("program-fits-base"));
    scene.program().libraries.push("libmagic.so.1".to_owned());
    assert_eq!(scene.failure("program-fits-base").0, "/app needs libmagic.so.1, which the image has not got");
}

#[test]
fn a_shell_form_without_a_shell_is_told_from_a_missing_program() {
    let mut scene = scene(&["app"]);
    scene.facts.contents.program = None;
    assert!(scene.failure("program-fits-base").1.contains("names a file that is not there"));

    scene.facts.config.entrypoint.clear();
    scene.facts.config.cmd = ["/bin/sh", "-c", "/app"].map(str::to_owned).into();
    let (_, cause, help) = scene.failure("program-fits-base");
    assert!(cause.contains("has no shell") && help.contains("exec form"), "{cause}; {help}");

    scene.facts.config.cmd.clear();
    assert!(scene.failure("program-fits-base").0.contains("neither ENTRYPOINT nor CMD"));
}

#[test]
fn only_a_number_says_that_a_user_is_not_root() {
    let mut scene = scene(&["app"]);
    for (user, part) in
        [("", "names no user"), ("root", "USER root"), ("0", "USER 0"), ("0:0", "USER 0:0"), ("app", "USER app")]
    {
        user.clone_into(&mut scene.facts.config.user);
        let (detail, _, help) = scene.failure("runs-as-non-root-user");
        assert!(detail.contains(part) && help.contains("USER 65532:65532"), "{user}: {detail}; {help}");
    }
    "1000".clone_into(&mut scene.facts.config.user);
    assert!(scene.failure("runs-as-non-root-user").1.contains("plans user 65532:65532"));
    scene.expected.user = None;
    assert!(scene.passes("runs-as-non-root-user"));
    scene.expected.user = Some((0, 0));
    "0:0".clone_into(&mut scene.facts.config.user);
    assert_eq!(scene.why("runs-as-non-root-user"), "root is asked for");
}

#[test]
fn a_shell_is_right_only_where_the_base_has_one() {
    let mut scene = scene(&["app"]);
    scene.facts.contents.shells = vec!["/bin/busybox".to_owned()];
    scene.facts.contents.package_managers = vec!["/sbin/apk".to_owned()];
    assert_eq!(scene.failure("no-shell").0, "/bin/busybox");
    assert_eq!(scene.failure("no-package-manager").0, "/sbin/apk");
    scene.expected.has_shell = Some(true);
    assert_eq!(scene.why("no-shell"), "the base has a shell: /bin/busybox");
    assert_eq!(scene.why("no-package-manager"), "the base has a package manager: /sbin/apk");
    scene.expected.has_shell = None;
    assert!(scene.why("no-shell").starts_with("nobody says"));
}

#[test]
fn source_files_are_found_where_they_have_no_business() {
    let paths = ["app", "src/main.go", "srv/vendor/a.go", "usr/lib/go/b.go", "x/node_modules/c.go", ".go", "go"];
    assert_eq!(scene(&paths).failure("no-source-files").0, "/src/main.go");

    let mut interpreted = scene(&["app/", "app/main.py"]);
    interpreted.expected.sources = vec!["py".to_owned()];
    assert_eq!(interpreted.why("no-source-files"), "the program is the sources in /app");

    // A program that is one file of the language is no source beside a program.
    let mut bundle = scene(&["srv/server.js"]);
    bundle.expected.sources = vec!["js".to_owned()];
    bundle.expected.artifact = Some("/srv/server.js".to_owned());
    assert!(bundle.passes("no-source-files"));

    let mut unplanned = scene(&["main.go"]);
    unplanned.expected.sources.clear();
    assert!(unplanned.why("no-source-files").contains("no language that msgen knows"));

    let mut own_source = scene(&["main.go"]);
    own_source.expected.is_compiled = false;
    assert!(own_source.why("no-source-files").contains("their own sources"));
}

#[test]
fn long_lists_are_cut() {
    let paths: Vec<String> = (0..11).map(|number| format!("src/{number:02}.go")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let (detail, ..) = scene(&paths).failure("no-source-files");
    assert!(detail.ends_with("/src/07.go and 3 more"), "{detail}");
}

#[test]
fn set_uid_files_are_listed() {
    let mut scene = scene(&["app"]);
    scene.facts.contents.set_uid = vec!["/usr/bin/su".to_owned()];
    assert_eq!(scene.failure("no-set-uid-files").0, "/usr/bin/su");
}

#[test]
fn what_the_program_needs_must_be_there() {
    let mut scene = scene(&["app"]);
    (scene.expected.certificates, scene.expected.time_zones) = (true, true);
    assert!(scene.failure("certificates-present").2.contains("--set certificates=yes"));
    assert!(scene.failure("time-zones-present").2.contains("--set time-zones=yes"));
    scene.facts.contents.certificates = vec!["/etc/ssl/certs/ca-certificates.crt".to_owned()];
    scene.facts.contents.time_zones = 597;
    assert!(scene.passes("certificates-present") && scene.passes("time-zones-present"));
}

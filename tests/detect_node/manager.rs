//! Package managers, lock files, and what has to be installed.

use msgen::error::ErrorKind;

use super::{assert_answers, detect, detect_in, write};

const APP: &str = r#"{"main": "server.js", "dependencies": {"express": "5"}}"#;

#[test]
fn the_lock_file_says_who_installs() {
    let npm = detect(&[("package.json", APP), ("server.js", ""), ("package-lock.json", "{}")]).unwrap();
    assert_answers(
        &npm,
        &[
            ("package-manager", "npm"),
            ("lock", "yes"),
            ("manifests", "package.json, package-lock.json"),
            ("package-manager-version", ""),
        ],
    );
    let pnpm = detect(&[("package.json", APP), ("pnpm-lock.yaml", "lockfileVersion: '6.0'\n")]).unwrap();
    assert_answers(&pnpm, &[("package-manager", "pnpm"), ("package-manager-version", "8.15.9")]);
    let yarn = detect(&[("package.json", APP), ("yarn.lock", "# yarn lockfile v1\n")]).unwrap();
    assert_answers(
        &yarn,
        &[("package-manager", "yarn"), ("package-manager-version", "1.22.22"), ("plug-and-play", "")],
    );
}

#[test]
fn without_a_lock_file_nothing_is_said_of_one() {
    let found = detect(&[("package.json", APP), ("server.js", "")]).unwrap();
    assert_answers(&found, &[("lock", ""), ("package-manager", ""), ("installs", "yes"), ("dependencies", "yes")]);
}

#[test]
fn several_lock_files_are_a_doubt_that_the_manifest_can_settle() {
    let locks = [("package-lock.json", "{}"), ("yarn.lock", "# yarn lockfile v1\n")];
    let found = detect(&[("package.json", APP), locks[0], locks[1]]).unwrap();
    assert_eq!(found.doubt("package-manager"), ["npm", "yarn"]);
    let settled = r#"{"packageManager": "yarn@1.22.19+sha256.abc", "dependencies": {"express": "5"}}"#;
    let found = detect(&[("package.json", settled), locks[0], locks[1]]).unwrap();
    assert_answers(&found, &[("package-manager", "yarn"), ("package-manager-version", "1.22.19")]);
    assert_eq!(found.evidence("package-manager"), "package.json:1 (packageManager yarn@1.22.19+sha256.abc)");
}

#[test]
fn yarn_2_and_later_needs_a_node_modules_folder() {
    let lock = ("yarn.lock", "__metadata:\n  version: 8\n");
    let plain = detect(&[("package.json", APP), lock]).unwrap();
    assert_answers(
        &plain,
        &[("package-manager", "berry"), ("package-manager-version", "4.12.0"), ("plug-and-play", "yes")],
    );
    let settings = (".yarnrc.yml", "nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-4.5.3.cjs\n");
    let release = (".yarn/releases/yarn-4.5.3.cjs", "");
    let linked = detect(&[("package.json", APP), lock, settings, release]).unwrap();
    assert_answers(
        &linked,
        &[
            ("plug-and-play", ""),
            ("package-manager-version", "4.5.3"),
            ("manifests", "package.json, yarn.lock, .yarnrc.yml, .yarn/releases"),
        ],
    );
    let pnp = detect(&[("package.json", APP), lock, (".yarnrc.yml", "nodeLinker: \"pnp\"\n")]).unwrap();
    assert_eq!(pnp.evidence("plug-and-play"), ".yarnrc.yml:1 (nodeLinker: \"pnp\")");
}

#[test]
fn a_lock_file_of_npm_names_the_packages_that_run_a_script() {
    let lock = r#"{"packages": {
        "": {"hasInstallScript": true},
        "node_modules/esbuild": {"hasInstallScript": true, "dev": true},
        "node_modules/fsevents": {"hasInstallScript": true, "os": ["darwin"]},
        "node_modules/a/node_modules/bcrypt": {"hasInstallScript": true}
    }}"#;
    let found = detect(&[("package.json", APP), ("package-lock.json", lock)]).unwrap();
    assert_eq!(found.evidence("install-scripts"), "package-lock.json:5 (bcrypt: hasInstallScript)");
    assert_answers(&found, &[("compiler", "")]);
    let quiet = lock.replace("bcrypt\": {\"hasInstallScript\": true}", "bcrypt\": {}");
    let found = detect(&[("package.json", APP), ("package-lock.json", &quiet)]).unwrap();
    assert_answers(&found, &[("install-scripts", "")]);
}

#[test]
fn known_native_packages_are_found_where_the_lock_file_does_not_say() {
    let package = r#"{"main": "a.js", "dependencies": {"node-pty": "1"}}"#;
    let found = detect(&[("package.json", package), ("a.js", ""), ("yarn.lock", "")]).unwrap();
    assert_answers(&found, &[("install-scripts", "yes"), ("compiler", "yes")]);
}

#[test]
fn registry_settings_patches_and_addons_are_seen() {
    let package = "{\"main\": \"a.js\",\n \"scripts\": {\"postinstall\": \"patch-package\"}}";
    let found = detect(&[("package.json", package), ("a.js", ""), (".npmrc", ""), ("binding.gyp", "")]).unwrap();
    assert_answers(&found, &[("npmrc", "yes"), ("patched", "yes"), ("own-addon", "yes")]);
    assert_eq!(found.evidence("patched"), "package.json:2 (postinstall: patch-package)");
}

#[test]
fn the_root_of_a_workspace_names_its_services() {
    let files = [
        ("package.json", r#"{"workspaces": ["packages/*", "!packages/old"]}"#),
        ("packages/api/package.json", r#"{"scripts": {"start": "node ."}}"#),
        ("packages/old/package.json", r#"{"scripts": {"start": "node ."}}"#),
        ("packages/types/package.json", "{}"),
    ];
    let error = detect(&files).map(|_| ()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::BadInput);
    assert!(error.what.ends_with("its services are in packages/api"), "{error}");
    assert!(error.help.unwrap().ends_with("packages/api"));
    let pnpm = [files[0], files[1], ("pnpm-workspace.yaml", "packages:\n  - 'packages/*'\n")];
    let pnpm = [("package.json", "{}"), pnpm[1], pnpm[2]];
    assert!(detect(&pnpm).is_err());
}

#[test]
fn a_member_is_told_of_the_lock_file_above_it() {
    let folder = tempfile::tempdir().unwrap();
    let member = r#"{"main": "a.js", "dependencies": {"express": "5"}}"#;
    write(
        folder.path(),
        &[
            ("package.json", r#"{"workspaces": ["api"]}"#),
            ("package-lock.json", "{}"),
            ("api/package.json", member),
            ("api/a.js", ""),
        ],
    );
    let found = detect_in(&folder.path().join("api")).unwrap();
    assert_eq!(found.evidence("member"), "../package-lock.json (a lock file outside this folder)");
    write(folder.path(), &[("api/package.json", &member.replace("\"5\"", "\"workspace:*\""))]);
    let error = detect_in(&folder.path().join("api")).map(|_| ()).unwrap_err();
    assert!(error.place.unwrap().contains("../package-lock.json"));
}

#[test]
fn a_manifest_that_is_no_json_is_named_with_its_line() {
    let error = detect(&[("package.json", "{\n  \"name\": \"a\",\n}\n")]).map(|_| ()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::BadInput);
    assert_eq!(error.place.as_deref(), Some("package.json:3"));
    assert!(detect(&[("package.json", "[]")]).is_err());
}

//! What `meson.build` says.

use super::*;

fn with(text: &str) -> Findings {
    detect(&[("meson.build", text), ("server.c", "int main(void) { return 0; }\n")])
}

#[test]
fn an_executable_is_the_program() {
    let found = with("project('app', 'c')\nexecutable('server', 'server.c')\n");
    assert_answers(&found, &[("build", "meson"), ("target", "server"), ("install", ""), ("in-source", "")]);
    let installed = with("project('app', 'c')\nexecutable(meson.project_name() + 'd', 'server.c', install: true)\n");
    assert_answers(&installed, &[("target", "usr/local/bin/appd"), ("install", "yes"), ("binary", "appd")]);
    let elsewhere = with(
        "project('app', 'c')\nname = 'server'\ndir = join_paths(get_option('prefix'), 'libexec')\n\
         executable(name, ['server.c'], install : true, install_dir : dir)\n",
    );
    assert_answers(&elsewhere, &[("target", "usr/local/libexec/server")]);
}

#[test]
fn folders_are_followed() {
    let found = detect(&[
        ("meson.build", "project('app', 'c')\nsubdir('src')\n"),
        (
            "src/meson.build",
            "sources = files('server.c')\nexecutable('server', sources, dependencies: dependency('zlib'))\n",
        ),
        ("src/server.c", "int main(void) { return 0; }"),
    ]);
    assert_answers(&found, &[("target", "src/server"), ("linked", "base"), ("libraries", "z")]);
}

#[test]
fn tests_are_not_the_program() {
    for other in [
        "t = executable('parse', 'parse.c')\ntest('parse', t)",
        "if get_option('tests')\n  executable('parse', 'parse.c')\nendif",
        "executable('parse_test', 'parse.c')",
    ] {
        let found = with(&format!("project('app', 'c')\nexecutable('server', 'server.c')\n{other}\n"));
        assert_answers(&found, &[("target", "server")]);
    }
}

#[test]
fn libraries_and_data_are_read() {
    let found = detect(&[
        (
            "meson.build",
            "project('app', 'c')\ncc = meson.get_compiler('c')\nm = cc.find_library('m', required: false)\n\
             sqlite = dependency('sqlite3', version: '>=3.4')\ngreeter = dependency('greeter')\n\
             executable('server', 'server.c', dependencies: [m, sqlite], install: true)\n\
             install_data('page.html', install_dir: get_option('datadir') / 'app')\n",
        ),
        ("server.c", "int main(void) { return 0; }"),
        ("page.html", "x"),
        ("subprojects/greeter.wrap", "[wrap-file]"),
    ]);
    assert_answers(
        &found,
        &[
            ("linked", "archive"),
            ("libraries", "sqlite3"),
            ("installed", "usr/local/share/app"),
            ("sources", "page.html"),
        ],
    );
}

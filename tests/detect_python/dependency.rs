//! What says the dependencies, and the interpreter that the project asks for.

use super::*;

const APP: (&str, &str) = ("app.py", "from flask import Flask\n\napp = Flask(__name__)\n");

#[test]
fn the_lock_file_says_which_tool_reads_it_and_several_are_a_doubt() {
    let project = ("pyproject.toml", "[project]\nname = \"a\"\ndependencies = [\"flask\"]\n");
    let lock = "version = 1\n";
    for (path, tool) in [("uv.lock", "uv"), ("poetry.lock", "poetry"), ("pdm.lock", "pdm")] {
        let found = detect(&[project, (path, lock), ("requirements.txt", "flask\n")]);
        assert_answers(&found, &[("installer", tool), ("manifests", &format!("pyproject.toml, {path}"))]);
    }
    let found = detect(&[project, ("uv.lock", lock), ("poetry.lock", lock)]);
    assert_eq!(found.doubt("installer"), ["uv", "poetry"]);
    assert_answers(&detect(&[project]), &[("installer", "project"), ("manifests", "pyproject.toml")]);
    assert_answers(&detect(&[("Pipfile", ""), ("Pipfile.lock", "{}"), APP]), &[("installer", "pipenv")]);
    assert_answers(&detect(&[APP]), &[("installer", ""), ("manifests", "")]);
}

#[test]
fn requirement_files_are_read_with_those_they_include() {
    let found = detect(&[
        ("requirements/prod.txt", "-r base.txt\n-c ../constraints.txt\ngunicorn>=23 # the server\n"),
        ("requirements/base.txt", "Flask_Login==1\\\n   .0\nflask[async] ; python_version > '3.8'\n"),
        ("constraints.txt", "uvicorn==1\n"),
        APP,
    ]);
    let manifests = "requirements/prod.txt, requirements/base.txt, constraints.txt";
    assert_answers(
        &found,
        &[
            ("requirements", "requirements/prod.txt"),
            ("manifests", manifests),
            ("hashes", "no"),
            ("server", "gunicorn"),
        ],
    );
}

#[test]
fn hashes_count_only_where_every_requirement_has_one() {
    let hash = "--hash=sha256:aa";
    let all = format!("# pinned\nflask==3 \\\n    {hash} \\\n    {hash}\ngunicorn==23 {hash}\n");
    let some = format!("flask==3 {hash}\ngunicorn==23\n");
    assert_answers(&detect(&[("requirements.txt", &all), APP]), &[("hashes", "yes"), ("server", "gunicorn")]);
    assert_answers(&detect(&[("requirements.txt", &some), APP]), &[("hashes", "no")]);
}

#[test]
fn what_slim_images_cannot_install_asks_for_a_compiler() {
    let lock = |package: &str| {
        format!(
            "[[package]]\nname = \"a\"\nsource = {{ virtual = \".\" }}\ndependencies = [{{ name = \"x\" }}]\n\n[[package]]\nname = \"x\"\nversion = \"1\"\n{package}\n"
        )
    };
    let cases = [
        ("wheels = [{ url = \"https://files.pythonhosted.org/x-1-py3-none-any.whl\" }]", "", "yes"),
        (
            "wheels = [{ url = \"https://files.pythonhosted.org/x-1-cp313-cp313-manylinux_2_28_x86_64.whl\" }]",
            "",
            "yes",
        ),
        (
            "wheels = [{ url = \"https://files.pythonhosted.org/x-1-cp310-cp310-manylinux_2_28_x86_64.whl\" }]",
            "yes",
            "yes",
        ),
        ("sdist = { url = \"https://files.pythonhosted.org/x-1.tar.gz\" }", "yes", "yes"),
        ("source = { git = \"https://example.com/x\" }", "yes", "no"),
    ];
    for (package, tools, hashes) in cases {
        let found = detect(&[("pyproject.toml", "[project]\nname = \"a\"\n"), ("uv.lock", &lock(package)), APP]);
        assert_answers(&found, &[("build-tools", tools), ("hashes", hashes)]);
    }
    let found = detect(&[("requirements.txt", "flask\nx @ git+https://example.com/x\n"), APP]);
    assert_answers(&found, &[("build-tools", "yes"), ("hashes", "no")]);
}

#[test]
fn packages_for_development_do_not_count() {
    let uv = "[[package]]\nname = \"a\"\nsource = { virtual = \".\" }\ndependencies = [{ name = \"flask\" }]\n\n[package.dev-dependencies]\ndev = [{ name = \"gunicorn\" }]\n\n[[package]]\nname = \"flask\"\n\n[[package]]\nname = \"gunicorn\"\n";
    let poetry =
        "[[package]]\nname = \"flask\"\ngroups = [\"main\"]\n\n[[package]]\nname = \"gunicorn\"\ngroups = [\"dev\"]\n";
    for (path, lock) in [("uv.lock", uv), ("poetry.lock", poetry)] {
        let found = detect(&[("pyproject.toml", "[project]\nname = \"a\"\n"), (path, lock), APP]);
        assert_answers(&found, &[("server", "none")]);
    }
}

#[test]
fn packages_that_need_a_library_of_the_system_are_named() {
    for (package, library) in
        [("psycopg2", "libpq"), ("mysqlclient", "libmariadb"), ("psycopg2-binary", ""), ("psycopg[binary]", "")]
    {
        assert_answers(&detect(&[("requirements.txt", package), APP]), &[("system-library", library)]);
    }
}

#[test]
fn the_interpreter_is_the_one_the_project_asks_for() {
    let project = |line: &str| format!("[project]\nname = \"a\"\n{line}\n[tool.poetry.dependencies]\nflask = \"*\"\n");
    let cases = [
        ("requires-python = \">=3.11\"", ""),
        ("requires-python = \">=3.14\"", "3.14"),
        ("requires-python = \">=3.10,<3.13\"", "3.12"),
        ("requires-python = \"==3.11.*\"", "3.11"),
        ("requires-python = \">=3.15\"", "3.15"),
    ];
    for (line, version) in cases {
        let found = detect(&[("pyproject.toml", &project(line)), APP]);
        assert_answers(&found, &[("language-version", version)]);
    }
    let poetry = ("pyproject.toml", "[tool.poetry.dependencies]\npython = \"~3.12\"\n");
    assert_answers(&detect(&[poetry, APP]), &[("language-version", "3.12")]);
    assert_answers(&detect(&[poetry, (".python-version", "3.11.4\n"), APP]), &[("language-version", "3.11")]);
    assert_answers(&detect(&[("runtime.txt", "python-3.12.1\n"), APP]), &[("language-version", "3.12")]);
    assert_answers(&detect(&[(".python-version", "system\n"), APP]), &[("language-version", "")]);
}

#[test]
fn a_manifest_that_is_no_toml_is_an_error_with_its_line() {
    for path in ["pyproject.toml", "uv.lock"] {
        let error = try_detect(&[(path, "[project]\nname = \n")]).err().expect("an error");
        assert_eq!((error.kind, error.place.as_deref()), (ErrorKind::BadInput, Some(&*format!("{path}:2"))), "{error}");
        assert!(error.help.is_some());
    }
}

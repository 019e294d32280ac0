//! What is started: a server with an application, a module, a script.

use super::*;

const ALL: (&str, &str) = ("requirements.txt", "flask\nfastapi\nstarlette\nquart\nuvicorn\ngunicorn\n");

#[test]
fn an_application_is_what_a_framework_makes_at_the_top_of_a_module() {
    let cases = [
        ("from flask import Flask\napp = Flask(__name__)\n", "main:app", "wsgi"),
        ("import flask\nsite = flask.Flask(__name__)\n", "main:site", "wsgi"),
        ("from flask import Flask as F\napp: F = F(__name__)\n", "main:app", "wsgi"),
        ("from fastapi import FastAPI\napp = FastAPI(\n    title='a',\n)\n", "main:app", "asgi"),
        ("from starlette.applications import Starlette\napp = Starlette()\n", "main:app", "asgi"),
        ("from flask import Flask\ndef f():\n    app = Flask(__name__)\n", "main:f", "wsgi"),
        ("from flask import Flask\ndef make(c):\n    return Flask(c)\napp = make('a')\n", "main:app", "wsgi"),
        ("from flask import Flask\ndef make(c):\n    return Flask(c)\n", "", ""),
        ("from mine import Flask\napp = Flask(__name__)\n", "", ""),
        ("# app = Flask(__name__)\n", "", ""),
    ];
    for (text, application, interface) in cases {
        let found = detect(&[ALL, ("main.py", text)]);
        println!("{text}");
        assert_answers(&found, &[("application", application), ("interface", interface)]);
    }
}

#[test]
fn the_folder_is_the_one_that_imports_are_found_from() {
    let app = "from fastapi import FastAPI\nfrom config import PORT\napp = FastAPI()\n";
    let found = detect(&[ALL, ("src/main.py", app), ("src/config.py", "PORT = 1\n")]);
    assert_answers(&found, &[("source-root", "./src"), ("application", "main:app")]);
    let app = "from fastapi import FastAPI\nfrom src.config import PORT\napp = FastAPI()\n";
    let found = detect(&[ALL, ("src/main.py", app), ("src/config.py", "PORT = 1\n")]);
    assert_answers(&found, &[("source-root", ""), ("application", "src.main:app")]);
    let app = "from fastapi import FastAPI\nfrom .config import PORT\napp = FastAPI()\n";
    let found = detect(&[ALL, ("app/main.py", app), ("app/config.py", "PORT = 1\n")]);
    assert_answers(&found, &[("source-root", ""), ("application", "app.main:app")]);
}

#[test]
fn a_project_below_src_that_can_be_installed_is_installed() {
    let app = "from fastapi import FastAPI\napp = FastAPI()\n";
    let built = "[build-system]\nrequires = [\"hatchling\"]\n[project]\nname = \"a\"\ndependencies = [\"uvicorn\"]\n";
    let found = detect(&[("pyproject.toml", built), ("src/shop/__init__.py", ""), ("src/shop/web.py", app)]);
    assert_answers(&found, &[("package", "yes"), ("application", "shop.web:app"), ("source-root", "")]);
    let found = detect(&[ALL, ("src/shop/__init__.py", ""), ("src/shop/web.py", app)]);
    assert_answers(&found, &[("package", ""), ("application", "shop.web:app"), ("source-root", "./src")]);
}

#[test]
fn modules_for_servers_and_what_the_project_starts_itself_settle_a_doubt() {
    let api = ("api.py", "from fastapi import FastAPI\napp = FastAPI()\n");
    let admin = ("admin.py", "from fastapi import FastAPI\napp = FastAPI()\n");
    assert_eq!(detect(&[ALL, api, admin]).doubt("application"), ["api:app", "admin:app"]);
    let found = detect(&[ALL, api, admin, ("asgi.py", "from fastapi import FastAPI\napplication = FastAPI()\n")]);
    assert_answers(&found, &[("application", "asgi:application")]);
    let found = detect(&[ALL, api, admin, ("run.py", "import uvicorn\nuvicorn.run('admin:app')\n")]);
    assert_answers(&found, &[("application", "admin:app")]);
    let found = detect(&[ALL, api, admin, ("Procfile", "web: uvicorn admin:app --port $PORT\n")]);
    assert_answers(&found, &[("application", "admin:app")]);
}

#[test]
fn the_server_is_one_of_the_dependencies_or_none() {
    let flask = ("app.py", "from flask import Flask\napp = Flask(__name__)\n");
    let fast = ("app.py", "from fastapi import FastAPI\napp = FastAPI()\n");
    let cases = [
        (flask, "flask\ngunicorn\nuvicorn\n", "gunicorn"),
        (flask, "flask\nwaitress\n", "waitress"),
        (flask, "flask\nuvicorn\n", "none"),
        (flask, "flask\n", "none"),
        (fast, "fastapi\ngunicorn\nuvicorn\n", "uvicorn"),
        (fast, "fastapi\nhypercorn\n", "hypercorn"),
        (fast, "fastapi\ngunicorn\nuvicorn-worker\n", "gunicorn"),
        (fast, "fastapi\ngunicorn\n", "none"),
    ];
    for (app, requirements, server) in cases {
        println!("{requirements}");
        assert_answers(&detect(&[app, ("requirements.txt", requirements)]), &[("server", server)]);
    }
    let found = detect(&[fast, ("requirements.txt", "uvicorn\nhypercorn\n")]);
    assert_eq!(found.doubt("server"), ["uvicorn", "hypercorn"]);
    let standard = "[project]\nname = \"a\"\ndependencies = [\"fastapi[standard]\"]\n";
    assert_answers(&detect(&[fast, ("pyproject.toml", standard)]), &[("server", "uvicorn")]);
}

#[test]
fn a_module_is_started_where_no_application_is_and_the_one_that_listens_first() {
    let main = "if __name__ == '__main__':\n    pass\n";
    let serving =
        "from http.server import HTTPServer\nif __name__ == \"__main__\":\n    HTTPServer(('', 8080), None)\n";
    assert_answers(&detect(&[("main.py", main)]), &[("server", "module"), ("module", "main")]);
    assert_answers(&detect(&[("main.py", main), ("serve.py", serving)]), &[("module", "serve")]);
    assert_answers(&detect(&[("shop/__init__.py", ""), ("shop/__main__.py", "print()\n")]), &[("module", "shop")]);
    assert_eq!(detect(&[("a.py", main), ("b.py", main)]).doubt("module"), ["a", "b"]);
    assert_answers(&detect(&[("tests/a.py", main), ("scripts/b.py", main)]), &[("server", "none"), ("module", "")]);
}

#[test]
fn without_a_server_a_module_that_runs_its_wsgi_framework_is_started() {
    let flask =
        "from flask import Flask\napp = Flask(__name__)\nif __name__ == '__main__':\n    app.run(host='0.0.0.0')\n";
    let bottle = "import bottle\napp = bottle.Bottle()\nif __name__ == '__main__':\n    bottle.run(app)\n";
    let fast = "import uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()\nif __name__ == '__main__':\n    uvicorn.run(app)\n";
    let served = "from flask import Flask\napp = Flask(__name__)\nif __name__ == '__main__':\n    serve(app)\n";
    for (text, requirements, server, module) in [
        (flask, "flask\n", "module", "main"),
        (flask, "flask\ngunicorn\n", "gunicorn", ""),
        (bottle, "bottle\n", "module", "main"),
        // Nothing installs what these would start.
        (fast, "fastapi\n", "none", ""),
        (served, "flask\n", "none", ""),
    ] {
        println!("{text}{requirements}");
        let found = detect(&[("main.py", text), ("requirements.txt", requirements)]);
        assert_answers(&found, &[("server", server), ("module", module)]);
    }
    let made = "from flask import Flask\ndef create_app():\n    return Flask(__name__)\n";
    let run =
        "from shop import create_app\napp = create_app()\nif __name__ == '__main__':\n    app.run(host='0.0.0.0')\n";
    let found = detect(&[("shop/__init__.py", made), ("run.py", run), ("requirements.txt", "flask\n")]);
    assert_answers(&found, &[("server", "module"), ("module", "run")]);
}

#[test]
fn several_scripts_are_a_doubt() {
    let built = "[build-system]\n[project]\nname = \"a\"\n[project.scripts]\none = \"a:b\"\ntwo = \"a:c\"\n";
    let found = detect(&[("pyproject.toml", built), ("a.py", "def b(): ...\n")]);
    assert_eq!(found.doubt("script"), ["one", "two"]);
    assert_answers(&found, &[("server", "script"), ("package", "yes")]);
}

#[test]
fn a_gunicorn_that_opens_a_control_socket_is_told_not_to() {
    let app = ("app.py", "from flask import Flask\napp = Flask(__name__)\n");
    for (requirement, arguments) in
        [("gunicorn==27.0.1", "--no-control-socket"), ("gunicorn==23.0.0", ""), ("gunicorn>=23", ""), ("gunicorn", "")]
    {
        let found = detect(&[app, ("requirements.txt", requirement)]);
        assert_answers(&found, &[("server", "gunicorn"), ("arguments", arguments)]);
    }
}

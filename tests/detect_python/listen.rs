//! Ports, interfaces and signals.

use super::*;

const GUARD: &str = "if __name__ == '__main__':\n    main()\n";

fn module(text: &str) -> Findings {
    detect(&[("main.py", &format!("import os\nimport signal\n{text}\n{GUARD}"))])
}

#[test]
fn the_port_and_the_variable_that_sets_it_are_found() {
    let cases = [
        ("uvicorn.run(app, host='0.0.0.0', port=8000)", "8000", "", ""),
        ("uvicorn.run(app)", "8000", "", "yes"),
        ("uvicorn.run(app, port=int(os.environ.get('PORT', 9000)), host='0.0.0.0')", "9000", "PORT", ""),
        ("uvicorn.run(app, host='localhost', port=int(os.getenv(\"PORT\", '9000')))", "9000", "PORT", "yes"),
        ("PORT = int(os.environ['WEB_PORT'])\nuvicorn.run(app, host='', port=PORT)", "", "WEB_PORT", ""),
        ("p = os.environ.get('PORT') or 7000\nuvicorn.run(app, host='', port=p)", "7000", "PORT", ""),
        ("class S:\n    port: int = 6000\nuvicorn.run(app, host='', port=S().port)", "6000", "", ""),
        ("from http.server import HTTPServer\nADDRESS = ('', 5001)\nHTTPServer(ADDRESS, H)", "5001", "", ""),
        ("from http.server import HTTPServer\nHTTPServer(('127.0.0.1', 5_001), H)", "5001", "", "yes"),
        ("from aiohttp import web\nweb.run_app(app)", "8080", "", ""),
        ("from waitress import serve\nserve(app, port=int(os.getenv('PORT', 8000)))", "8000", "PORT", ""),
        ("import sanic\napp = sanic.Sanic('a')\napp.run(host='0.0.0.0', port=1337)", "1337", "", ""),
        ("from flask import Flask\ndef f(c):\n    return Flask(c)\nx.run(port=1)", "", "", ""),
    ];
    for (text, port, variable, loopback) in cases {
        println!("{text}");
        let found = module(&format!("import uvicorn\n{text}"));
        assert_answers(&found, &[("port", port), ("port-variable", variable), ("loopback", loopback)]);
    }
}

#[test]
fn two_ports_are_a_doubt() {
    let found = module("import uvicorn\nuvicorn.run(a, port=1)\nuvicorn.run(b, port=2)");
    assert_eq!(found.doubt("port"), ["1", "2"]);
}

#[test]
fn the_interface_of_a_development_server_is_not_the_one_of_the_image() {
    let app = "from flask import Flask\napp = Flask(__name__)\nif __name__ == '__main__':\n    app.run(port=5001)\n";
    let found = detect(&[("requirements.txt", "flask\ngunicorn\n"), ("app.py", app)]);
    assert_answers(&found, &[("port", "5001"), ("loopback", ""), ("server", "gunicorn"), ("handles-stop", "yes")]);
}

#[test]
fn a_handler_of_sigterm_is_seen() {
    let cases = [
        ("signal.signal(signal.SIGTERM, stop)", "yes"),
        ("from signal import SIGTERM, signal as on\non(SIGTERM, stop)", "yes"),
        ("loop.add_signal_handler(signal.SIGTERM, stop)", "yes"),
        ("signal.signal(signal.SIGINT, stop)", ""),
        ("# signal.signal(signal.SIGTERM, stop)", ""),
    ];
    for (text, handles) in cases {
        assert_answers(&module(text), &[("handles-stop", handles)]);
    }
}

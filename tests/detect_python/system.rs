//! Health routes, files, time zones, and Django's settings.

use super::*;

fn app(text: &str) -> Findings {
    let text =
        format!("from fastapi import FastAPI, APIRouter\nfrom flask import Blueprint\napp = FastAPI()\n{text}\n");
    detect(&[("requirements.txt", "fastapi\nuvicorn\n"), ("main.py", &text), ("data.json", "{}"), ("README.md", "")])
}

#[test]
fn the_route_for_health_is_found_with_the_prefix_of_its_router() {
    let cases = [
        ("@app.get('/health')\ndef h(): ...", "/health"),
        ("@app.get('/ping')\n@app.get('/healthz')\ndef h(): ...", "/healthz"),
        ("@app.post('/health')\ndef h(): ...", ""),
        ("r = APIRouter(prefix='/api')\n@r.get('/health')\ndef h(): ...\napp.include_router(r)", "/api/health"),
        ("r = APIRouter()\n@r.get('/health')\ndef h(): ...\napp.include_router(r, prefix='/api')", "/api/health"),
        ("r = APIRouter()\n@r.get('/health')\ndef h(): ...\napp.include_router(r, prefix=PREFIX)", ""),
        ("b = Blueprint('b', __name__, url_prefix='/x')\n@b.route('/health')\ndef h(): ...", ""),
        ("if self.path in ('/', '/health'): ...", "/health"),
        ("# @app.get('/health')", ""),
    ];
    for (text, path) in cases {
        println!("{text}");
        assert_answers(&app(text), &[("health-path", path)]);
    }
}

#[test]
fn what_is_read_and_written_is_told() {
    let cases = [
        ("open('data.json')", "data.json", ""),
        ("open('./data.json', encoding='utf-8')", "data.json", ""),
        ("open('missing.json')", "", ""),
        ("open('README.md', 'rb')", "README.md", ""),
        ("open('out.log', mode='a')", "", "out.log"),
        ("open('/tmp/x', 'w')", "", ""),
        ("import sqlite3\nsqlite3.connect('app.db')", "", "app.db"),
        ("image.open('data.json')", "", ""),
        ("DATA = 'data.json'\nopen(DATA)", "data.json", ""),
        (
            "import os\nVISITS = os.getenv('VISITS', '/data/visits')\nwith open(VISITS, 'w') as f: ...",
            "",
            "/data/visits",
        ),
        ("path = 'out.log'\nopen(path, 'w')", "", ""),
        ("path = 'data.json'\nopen(path or 'x', 'w')", "", ""),
    ];
    for (text, assets, writes) in cases {
        println!("{text}");
        assert_answers(&app(text), &[("assets", assets), ("writes", writes)]);
    }
}

#[test]
fn time_zones_and_temporary_files_are_seen() {
    let cases = [
        ("from zoneinfo import ZoneInfo\nZoneInfo('Europe/Berlin')", "yes", ""),
        ("import zoneinfo\nzoneinfo.ZoneInfo('UTC')", "", ""),
        ("import pytz\npytz.timezone('Europe/Berlin')", "", ""),
        ("import tempfile\ntempfile.mkdtemp()", "", "yes"),
    ];
    for (text, zones, temp) in cases {
        assert_answers(&app(text), &[("time-zones", zones), ("temp", temp)]);
    }
    let zone = ("main.py", "from zoneinfo import ZoneInfo\nZoneInfo('Europe/Berlin')\n");
    assert_answers(&detect(&[("requirements.txt", "tzdata\n"), zone]), &[("time-zones", "")]);
}

const MANAGE: &str = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings')\n";

fn site(settings: &str) -> Findings {
    let settings = format!("import os\nINSTALLED_APPS = ['django.contrib.staticfiles']\n{settings}\n");
    detect(&[
        ("web/requirements.txt", ""),
        ("requirements.txt", "django\ngunicorn\n"),
        ("web/manage.py", MANAGE),
        ("web/site/settings.py", &settings),
        ("web/site/wsgi.py", ""),
        ("web/site/asgi.py", ""),
    ])
}

#[test]
fn the_settings_of_a_site_say_what_is_served_and_collected() {
    let found =
        site("WSGI_APPLICATION = 'site.wsgi.application'\nSECRET_KEY = os.environ['KEY']\nSTATIC_ROOT = BASE / 's'");
    assert_answers(
        &found,
        &[
            ("django", "yes"),
            ("application", "site.wsgi:application"),
            ("source-root", "./web"),
            ("secret-variable", "KEY"),
            ("collect-static", "yes"),
            ("server", "gunicorn"),
        ],
    );
    let found = site("SECRET_KEY = os.environ.get('KEY', 'dev')");
    assert_answers(
        &found,
        &[("secret-variable", ""), ("collect-static", ""), ("application", "site.wsgi:application")],
    );
}

#[test]
fn settings_that_need_more_than_a_secret_key_are_a_doubt() {
    let found = site("SECRET_KEY = os.environ['SECRET_KEY']\nDB = os.environ['DATABASE_URL']\nSTATIC_ROOT = 's'");
    assert_eq!(found.doubt("collect-static"), ["yes", "no"]);
}

//! The detector of Java and Kotlin: what it finds in small projects given here, and in the fixtures.
#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use msgen::error::{Error, ErrorKind};
use proptest::prelude::*;

use crate::detection::{self, Files, Findings, assert_answers};

mod gradle;
mod listen;
mod maven;

fn detect(files: Files<'_>) -> Result<Findings, Error> {
    detection::detect("jvm", files)
}

fn fixture(name: &str) -> Findings {
    detection::fixture("jvm", name)
}

/// A POM with `body`, for a project called `app` in version 2.
fn pom(body: &str) -> String {
    format!("<project><artifactId>app</artifactId><version>2</version>{body}</project>")
}

/// A class with this `main`, and what stands beside it.
fn class(body: &str) -> String {
    let (body, rest) = body.split_once("---").unwrap_or((body, ""));
    format!(
        "package com.example;\nclass Main {{\n  public static void main(String[] args) {{\n{body}\n  }}\n{rest}\n}}\n"
    )
}

/// Detects in a Maven project of one class.
fn detect_main(body: &str) -> Findings {
    detect(&[("pom.xml", &pom("")), ("src/main/java/com/example/Main.java", &class(body))]).unwrap()
}

#[track_caller]
fn assert_refused(files: Files<'_>, kind: ErrorKind, place: &str) {
    let error = detect(files).err().expect("an error");
    assert_eq!((error.kind, error.place.as_deref()), (kind, Some(place)), "{error}");
    assert!(error.help.is_some(), "{error} gives no help");
}

#[test]
fn the_fixtures_say_what_their_cases_need() {
    assert_answers(
        &fixture("java-hello"),
        &[
            ("build-tool", "maven"),
            ("packaging", "jar"),
            ("jar", "hello-1.0.jar"),
            ("port", "8080"),
            ("language-version", "25"),
            ("health-path", "/health"),
            ("main-class", ""),
        ],
    );
    assert_answers(
        &fixture("java-env"),
        &[
            ("port", "9090"),
            ("port-variable", "PORT"),
            ("host-variable", "HOST"),
            ("loopback", "yes"),
            ("assets", "words.txt"),
            ("language-version", "21"),
        ],
    );
    assert_answers(
        &fixture("java-modules"),
        &[
            ("main", "./service"),
            ("packaging", "classpath"),
            ("main-class", "com.example.service.Server"),
            ("port", "8081"),
            ("binary", "service"),
        ],
    );
    assert_answers(
        &fixture("java-spring"),
        &[
            ("packaging", "layered"),
            ("port", "8090"),
            ("port-variable", "PORT"),
            ("health-path", "/actuator/health"),
            ("jar", "greeting-0.0.1-SNAPSHOT.jar"),
        ],
    );
    assert_answers(
        &fixture("java-gradle"),
        &[
            ("build-tool", "gradle"),
            ("task", "bootJar"),
            ("packaging", "layered"),
            ("port-variable", "SERVER_PORT"),
            ("binary", "greeting"),
        ],
    );
    assert_answers(&fixture("java-wrapper"), &[("wrapper", "yes"), ("build-tool", "maven")]);
    assert_answers(
        &fixture("kotlin-ktor"),
        &[
            ("task", "shadowJar"),
            ("packaging", "jar"),
            ("port", "8080"),
            ("port-variable", "PORT"),
            ("loopback", ""),
            ("language-version", "21"),
        ],
    );
    assert_answers(
        &fixture("kotlin-hello"),
        &[
            ("task", "installDist"),
            ("packaging", "classpath"),
            ("main-class", "com.example.MainKt"),
            ("language-version", "25"),
        ],
    );
    assert_answers(&fixture("kotlin-wrapper"), &[("wrapper", "yes"), ("language-version", "21")]);
    assert_answers(
        &fixture("kotlin-maven"),
        &[("main-class", "com.example.MainKt"), ("language-version", "21"), ("packaging", "classpath")],
    );
}

#[test]
fn two_build_tools_are_a_doubt_and_what_both_say_is_not() {
    let found = detect(&[
        ("pom.xml", &pom("<properties><java.version>21</java.version></properties>")),
        (
            "build.gradle",
            "plugins { id 'application' }\nsourceCompatibility = '21'\napplication { mainClass = 'com.example.Main' }",
        ),
        ("src/main/java/com/example/Main.java", &class("")),
    ])
    .unwrap();
    assert_eq!(found.doubt("build-tool"), ["maven", "gradle"]);
    assert_answers(
        &found,
        &[
            ("language-version", "21"),
            ("packaging", "classpath"),
            ("main-class", "com.example.Main"),
            ("task", "installDist"),
            ("jar", "app-2.jar"),
        ],
    );
}

#[test]
fn the_class_of_a_main_is_the_one_around_it() {
    for (path, text, class) in [
        (
            "A.java",
            "@Uses(Other.class)\npublic final class A<T> extends B {\n public static void main(String[] a) {} }",
            "A",
        ),
        ("A.java", "package a.b;\nrecord R(int x) { static void main(String... a) {} }", "a.b.R"),
        ("tool.kt", "package a\nfun main() {}", "a.ToolKt"),
        ("tool.kt", "@file:JvmName(\"Start\")\npackage a\nfun main(args: Array<String>) = run()", "a.Start"),
        ("tool.kt", "object Start { @JvmStatic fun main(args: Array<String>) {} }", "Start"),
        ("tool.kt", "class Start { companion object { @JvmStatic fun main(args: Array<String>) {} } }", "Start"),
        ("tool.kt", "class Start { fun main() {} }\nfun main() {}", "ToolKt"),
    ] {
        let found = detect(&[("pom.xml", &pom("")), (&format!("src/main/java/{path}"), text)]).unwrap();
        assert_answers(&found, &[("main-class", class)]);
    }
}

#[test]
fn comments_strings_and_tests_are_no_program() {
    let found = detect(&[
        ("pom.xml", &pom("")),
        ("src/main/java/com/example/Main.java", &class("// new ServerSocket(1)\n/* new ServerSocket(2) */ String s = \"new ServerSocket(3)\"; new ServerSocket(8080);")),
        ("src/test/java/com/example/Other.java", &class("new ServerSocket(9);")),
    ])
    .unwrap();
    assert_answers(&found, &[("port", "8080"), ("main-class", "com.example.Main")]);
    assert!(found.evidence("port").starts_with("src/main/java/com/example/Main.java:5 "), "{}", found.evidence("port"));
}

const WORDS: &[&str] = &[
    "class Main",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "\n",
    " ",
    ",",
    ";",
    "=",
    ".",
    ":",
    "->",
    "?:",
    "\"",
    "\"\"\"",
    "'",
    "`",
    "\\",
    "@",
    "static void main(",
    "fun main(",
    "System.getenv(\"PORT\")",
    "getenv().get(",
    "port",
    "val port = ",
    "int port = ",
    "new InetSocketAddress(",
    "embeddedServer(Netty, ",
    "8080",
    "\"/health\"",
    "import io.javalin.Javalin;\n",
    ".start(",
    "route(\"/a\") {",
    "plugins {",
    "id(\"application\")",
    "id 'x' version '1'",
    "alias(libs.plugins.a)",
    "apply plugin: 'java'",
    "dependencies {",
    "implementation(",
    "project(\":a\")",
    "libs.a.b",
    "jvmToolchain(",
    "mainClass.set(",
    "include(\":a\"",
    "package a",
    "object",
    "companion",
];

proptest! {
    #[test]
    fn no_sequence_of_words_makes_the_detector_panic(words in prop::collection::vec(prop::sample::select(WORDS), 0..100)) {
        let text = words.concat();
        let _ = detect(&[("pom.xml", &pom("")), ("src/Main.java", &text), ("src/Main.kt", &text)]);
        let _ = detect(&[("build.gradle.kts", &text), ("settings.gradle.kts", &text), ("src/Main.java", &class(&text))]);
    }

    #[test]
    fn no_text_makes_the_detector_panic(text in r#"[ -~\n\t`"'é世\\]{0,300}"#) {
        let _ = detect(&[("pom.xml", &text)]);
        let _ = detect(&[("build.gradle", &text), ("gradle/libs.versions.toml", &text), ("gradle/wrapper/gradle-wrapper.properties", &text)]);
        let _ = detect(&[
            ("pom.xml", &pom(&text)),
            ("src/main/java/A.java", &class(&text)),
            ("src/main/resources/application.yml", &text),
            ("src/main/resources/application.conf", &text),
        ]);
    }
}

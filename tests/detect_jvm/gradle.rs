//! Build scripts: plugins in each way of writing them, the version catalog, modules, and what is refused.

use super::*;

const MAIN: (&str, &str) = ("src/main/kotlin/com/example/App.kt", "package com.example\nfun main() {}\n");

fn script(text: &str) -> Findings {
    detect(&[("build.gradle.kts", text), MAIN]).unwrap()
}

#[test]
fn a_plugin_counts_however_it_is_applied() {
    for text in [
        "plugins { application }",
        "plugins { id(\"application\") }",
        "plugins {\n  id 'application'\n}",
        "apply plugin: 'application'",
        "apply(plugin = \"application\")",
    ] {
        assert_answers(&script(text), &[("task", "installDist"), ("main-class", "com.example.AppKt")]);
    }
    assert_eq!(
        detect(&[("build.gradle", "plugins { id 'application' apply false }"), MAIN]).err().unwrap().kind,
        ErrorKind::BadInput
    );
}

#[test]
fn the_version_catalog_says_what_a_name_means() {
    let found = detect(&[
        ("build.gradle.kts", "plugins { alias(libs.plugins.spring.boot) }\ndependencies {\n  implementation(libs.bundles.web)\n}\nkotlin { jvmToolchain(libs.versions.java.get().toInt()) }"),
        ("gradle/libs.versions.toml", "[versions]\njava = \"17\"\nboot = \"3.5.0\"\n[libraries]\nweb = { module = \"org.springframework.boot:spring-boot-starter-web\" }\nhealth = \"org.springframework.boot:spring-boot-starter-actuator:3.5.0\"\n[bundles]\nweb = [\"web\", \"health\"]\n[plugins]\nspring-boot = { id = \"org.springframework.boot\", version.ref = \"boot\" }\n"),
        MAIN,
    ])
    .unwrap();
    assert_answers(
        &found,
        &[
            ("packaging", "layered"),
            ("language-version", "17"),
            ("port-variable", "SERVER_PORT"),
            ("health-path", "/actuator/health"),
        ],
    );
}

#[test]
fn the_main_class_and_the_version_are_read_in_each_way_of_writing_them() {
    for (text, class, version) in [
        (
            "application { mainClass.set(\"a.B\") }\njava { toolchain { languageVersion.set(JavaLanguageVersion.of(21)) } }",
            "a.B",
            "21",
        ),
        ("application { mainClass = 'a.B' }\nsourceCompatibility = JavaVersion.VERSION_17", "a.B", "17"),
        ("mainClassName = 'a.B'\njava.sourceCompatibility = '11'", "a.B", "17"),
        ("val entry = \"a.B\"\napplication { mainClass = entry }\nkotlin { jvmToolchain(25) }", "a.B", "25"),
    ] {
        let found = script(&format!("plugins {{ application }}\n{text}"));
        assert_answers(&found, &[("main-class", class), ("language-version", version)]);
    }
}

#[test]
fn a_plugin_of_the_project_itself_is_a_script_too() {
    let found = detect(&[
        ("settings.gradle.kts", "rootProject.name = \"all\"\ninclude(\"app\", \"lib\")\n"),
        ("buildSrc/src/main/kotlin/our.service.gradle.kts", "plugins { application }\nkotlin { jvmToolchain(21) }"),
        ("app/build.gradle.kts", "plugins { id(\"our.service\") }\ndependencies { implementation(project(\":lib\")) }\napplication { mainClass = \"com.example.AppKt\" }"),
        ("lib/build.gradle.kts", "plugins { `java-library` }"),
        ("app/src/main/kotlin/App.kt", MAIN.1),
        ("lib/src/main/kotlin/Lib.kt", "package lib\nfun open() = ServerSocket(7000)"),
    ])
    .unwrap();
    assert_answers(
        &found,
        &[("main", "./app"), ("task", "installDist"), ("language-version", "21"), ("binary", "app"), ("port", "7000")],
    );
}

#[test]
fn the_wrapper_says_which_java_its_gradle_runs_on() {
    for (gradle, java) in [("9.2.0", "25"), ("8.14.3", "21"), ("8.4", "17"), ("7.6", "17")] {
        let wrapper = format!("distributionUrl=https\\://services.gradle.org/distributions/gradle-{gradle}-bin.zip\n");
        let found = detect(&[
            ("build.gradle", "plugins { id 'application' }"),
            ("gradlew", ""),
            ("gradle/wrapper/gradle-wrapper.properties", &wrapper),
            MAIN,
        ])
        .unwrap();
        assert_answers(&found, &[("language-version", java), ("wrapper", "yes")]);
    }
}

#[test]
fn android_and_kotlin_native_are_refused_kindly() {
    let android = "plugins {\n  id(\"com.android.application\")\n}\n";
    assert_refused(
        &[("build.gradle.kts", android), MAIN],
        ErrorKind::Refused,
        "build.gradle.kts:2 (plugin com.android.application)",
    );
    let native = "plugins {\n  kotlin(\"multiplatform\")\n}\nkotlin { linuxX64 { binaries { executable() } } }";
    assert_refused(
        &[("build.gradle.kts", native), MAIN],
        ErrorKind::Refused,
        "build.gradle.kts:2 (plugin org.jetbrains.kotlin.multiplatform)",
    );
    assert_refused(
        &[("build.gradle.kts", "plugins { kotlin(\"jvm\") }"), MAIN],
        ErrorKind::BadInput,
        "build.gradle.kts",
    );
    assert_refused(
        &[("build.gradle.kts", "plugins { application }"), ("gradle/libs.versions.toml", "[a\n"), MAIN],
        ErrorKind::BadInput,
        "gradle/libs.versions.toml:1",
    );
}

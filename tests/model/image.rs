//! What is known of public images by their names.

use std::sync::OnceLock;

use msgen::model::{Image, Images, Libc};
use msgen::plan::ImageRef;

use crate::property::catalog;

fn images() -> &'static Images {
    static IMAGES: OnceLock<Images> = OnceLock::new();
    IMAGES.get_or_init(|| Images::read(catalog()).unwrap_or_else(|error| panic!("{error}")))
}

fn image(name: &str) -> Image {
    images().of(&ImageRef::parse(name).unwrap())
}

fn glibc(version: &str) -> Libc {
    Libc::Glibc(Some(version.to_owned()))
}

/// The release, with a `!` where the tag names it itself.
fn ground(name: &str) -> String {
    let image = image(name);
    image.distribution.unwrap_or_default() + if image.is_release_named { "!" } else { "" }
}

#[test]
fn an_image_that_nobody_knows_is_one_of_which_nothing_is_known() {
    for name in ["example.com/app:1", "acme/golang:1.24", "golang:1.24-windowsservercore-ltsc2022", "zig:latest"] {
        assert_eq!(image(name), Image { name: name.to_owned(), ..Image::default() });
    }
}

#[test]
fn a_word_of_a_tag_that_nobody_knows_leaves_the_content_open() {
    let odd = image("node:22-acme");
    assert_eq!((odd.shell, odd.libc, odd.users, odd.distribution), (None, None, None, None));
    assert_eq!(odd.runtime, Some(("node".to_owned(), Some("22".to_owned()))));
}

#[test]
fn a_tag_says_the_release_or_the_version_does() {
    let expected = [
        ("golang:1.24-bookworm", "debian 12!"),
        ("golang:1.24", "debian 13"),
        ("golang:1.24.5", "debian 12"),
        ("golang:1.21", "debian 12"),
        ("golang:1.21-alpine3.20", "alpine 3.20!"),
        ("golang:1.21-alpine", ""),
        ("golang", "debian 13"),
        ("golang:1.10", ""),
        ("rust:1", "debian 13"),
        ("rust:1.75-slim", "debian 12"),
        ("rust:1.75-slim-bullseye", "debian 11!"),
        ("lukemathwalker/cargo-chef:latest-rust-1", "debian 13"),
        ("lukemathwalker/cargo-chef:0.1.62-rust-1.75-slim-bookworm", "debian 12!"),
        ("lukemathwalker/cargo-chef:latest-rust-1-alpine3.20", "alpine 3.20!"),
        ("node:24-slim", "debian 12"),
        ("python:3.12-slim", "debian 13"),
        ("python:3.12.4-slim", "debian 12"),
        ("docker.io/library/debian:bookworm-slim", "debian 12!"),
        ("debian:12.5-slim", "debian 12!"),
        ("debian:bookworm-20240110-slim", "debian 12!"),
        ("debian", "debian 13"),
        ("debian:sid", ""),
        ("ubuntu:22.04", "ubuntu 22.04!"),
        ("ubuntu:jammy", "ubuntu 22.04!"),
        ("alpine:3.20.1", "alpine 3.20!"),
        ("alpine:3", ""),
        ("alpine", "alpine 3.24"),
        ("alpine:edge", ""),
        ("eclipse-temurin:21-jre", "ubuntu 26.04"),
        ("eclipse-temurin:21.0.3_9-jre", ""),
        ("eclipse-temurin:21-jre-noble", "ubuntu 24.04!"),
        ("eclipse-temurin:21-jdk-alpine-3.21", "alpine 3.21!"),
        ("amazoncorretto:17-al2-jdk", "amazonlinux 2!"),
        ("maven:3.9-eclipse-temurin-21-alpine", ""),
        ("gcr.io/distroless/static-debian12:nonroot", "debian 12!"),
        ("gcr.io/distroless/cc", "debian 13"),
        ("mcr.microsoft.com/dotnet/aspnet:8.0", "debian 12"),
        ("mcr.microsoft.com/dotnet/aspnet:10.0", "ubuntu 24.04"),
        ("mcr.microsoft.com/dotnet/runtime-deps:8.0-jammy-chiseled", "ubuntu 22.04!"),
        ("rockylinux:9.3-minimal", "rockylinux 9!"),
        ("postgres:16.2", ""),
        ("postgres:16-alpine", ""),
        ("debian@sha256:0000000000000000000000000000000000000000000000000000000000000000", ""),
    ];
    for (name, release) in expected {
        assert_eq!(ground(name), release, "{name}");
    }
}

#[test]
fn the_c_library_is_that_of_the_release() {
    assert_eq!(image("rust:1").libc, Some(glibc("2.41")));
    assert_eq!(image("debian:bookworm-slim").libc, Some(glibc("2.36")));
    assert_eq!(image("ubuntu:20.04").libc, Some(glibc("2.31")));
    assert_eq!(image("gcr.io/distroless/base-nossl-debian12").libc, Some(glibc("2.36")));
    assert_eq!(image("gcr.io/distroless/static-debian12").libc, Some(Libc::None));
    assert_eq!(image("golang:1.24-alpine").libc, Some(Libc::Musl));
    assert_eq!(image("busybox:1.37-musl").libc, Some(Libc::Musl));
    assert_eq!(image("busybox").libc, None);
    assert_eq!(image("maven:3.9-eclipse-temurin-21").libc, None);
    assert_eq!(image("mcr.microsoft.com/dotnet/runtime-deps:8.0-noble-chiseled").libc, Some(glibc("2.39")));
}

#[test]
fn distroless_has_no_shell_and_runs_its_own_program() {
    let strings = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    let node = image("gcr.io/distroless/nodejs22-debian12:nonroot");
    assert_eq!((node.shell, node.package_manager.as_deref()), (Some(false), Some("")));
    assert_eq!(node.entrypoint, strings(&["/nodejs/bin/node"]));
    assert_eq!(node.user.as_deref(), Some("65532"));
    assert_eq!(node.workdir.as_deref(), Some("/home/nonroot"));
    assert_eq!(node.runtime, Some(("node".to_owned(), Some("22".to_owned()))));
    assert_eq!(node.has_program("curl"), Some(false));
    assert!(node.folders.unwrap().contains(&"/nodejs".to_owned()));
    assert_eq!(node.users.unwrap().keys().collect::<Vec<_>>(), ["nobody", "nonroot", "root"]);
    assert_eq!(image("gcr.io/distroless/nodejs20").user.as_deref(), Some(""));

    assert_eq!(image("gcr.io/distroless/java21-debian13").entrypoint, strings(&["/usr/bin/java", "-jar"]));
    let python = image("gcr.io/distroless/python3-debian12");
    assert_eq!(python.entrypoint, strings(&["/usr/bin/python3.11"]));
    assert_eq!(python.runtime, Some(("python".to_owned(), Some("3.11".to_owned()))));

    let debug = image("gcr.io/distroless/static-debian13:debug-nonroot");
    assert_eq!((debug.shell, debug.user.as_deref()), (Some(false), Some("65532")));
    assert_eq!(debug.entrypoint, strings(&["/busybox/sh"]));
    assert_eq!((debug.has_program("wget"), debug.has_program("curl")), (Some(true), Some(false)));
}

#[test]
fn programs_are_there_or_not_or_nobody_knows() {
    let has = |name: &str, program: &str| image(name).has_program(program);
    assert_eq!(has("debian:bookworm-slim", "curl"), Some(false));
    assert_eq!(has("alpine:3.20", "wget"), Some(true));
    assert_eq!(has("alpine:3.20", "curl"), Some(false));
    assert_eq!(has("alpine:3.20", "acme"), None);
    assert_eq!(has("golang:1.24", "gcc"), Some(true));
    assert_eq!(has("golang:1.24-alpine", "gcc"), Some(false));
    assert_eq!(has("node:22", "curl"), Some(true));
    assert_eq!(has("node:22-slim", "curl"), Some(false));
    assert_eq!(has("node:22-alpine", "curl"), Some(false));
    assert_eq!(has("node:22-slim", "node"), Some(true));
    assert_eq!(has("eclipse-temurin:21-jre", "curl"), None);
    assert_eq!(has("eclipse-temurin:21-jre", "javac"), None);
    assert_eq!(has("nginx:1.29", "curl"), Some(true));
    assert_eq!(has("nginx:1.29-alpine", "curl"), None);
}

#[test]
fn toolchains_and_runtimes_are_named_with_their_versions() {
    let runtime =
        |name: &str| image(name).runtime.map(|(what, version)| format!("{what} {}", version.unwrap_or_default()));
    assert_eq!(runtime("python:3.12.3-slim").as_deref(), Some("python 3.12"));
    assert_eq!(runtime("python:3-slim").as_deref(), Some("python "));
    assert_eq!(runtime("eclipse-temurin:17.0.9_9-jre").as_deref(), Some("java 17"));
    assert_eq!(runtime("maven:3.9-eclipse-temurin-21").as_deref(), Some("java 21"));
    assert_eq!(runtime("maven:3-jdk-11-slim").as_deref(), Some("java 11"));
    assert_eq!(runtime("maven:3").as_deref(), Some("java "));
    assert_eq!(runtime("gradle:8.5-jdk17-alpine").as_deref(), Some("java 17"));
    assert_eq!(runtime("openjdk:8u302-jre-slim").as_deref(), Some("java 8"));
    assert_eq!(runtime("mcr.microsoft.com/dotnet/sdk:8.0.303-alpine3.20").as_deref(), Some("dotnet 8.0"));
    assert_eq!(runtime("golang:1.24"), None);
    let toolchain = |name: &str| image(name).toolchain;
    assert_eq!(toolchain("golang:1.24-alpine").as_deref(), Some("go"));
    assert_eq!(toolchain("lukemathwalker/cargo-chef:latest-rust-1").as_deref(), Some("rust"));
    assert_eq!(toolchain("eclipse-temurin:21-jdk").as_deref(), Some("java"));
    assert_eq!(toolchain("eclipse-temurin:21-jre").as_deref(), Some(""));
    assert_eq!(toolchain("node:22").as_deref(), Some(""));
    assert_eq!(toolchain("gcc:14").as_deref(), Some("c"));
    assert_eq!(toolchain("debian:12").as_deref(), Some(""));
    assert_eq!(toolchain("buildpack-deps:bookworm-curl").as_deref(), Some(""));
}

#[test]
fn ends_of_life_are_those_of_the_version_and_of_the_release() {
    let ends = |name: &str| {
        let all = image(name).ends.into_iter().map(|(what, month)| format!("{what} {month}"));
        all.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(ends("golang:1.21-alpine3.18"), "Alpine 3.18 2025-05, Go 1.21 2024-08");
    assert_eq!(ends("golang:1.20.3-bullseye"), "Debian 11 2026-09, Go 1.20 2024-02");
    assert_eq!(ends("alpine:3.14"), "Alpine 3.14 2023-05");
    assert_eq!(ends("gcr.io/distroless/static-debian12"), "distroless on debian12 2026-09");
    assert_eq!(
        ends("gcr.io/distroless/nodejs20-debian12:nonroot"),
        "distroless on debian12 2026-01, Node.js 20 2026-04"
    );
    assert_eq!(ends("gcr.io/distroless/static-debian13"), "distroless on debian13 2028-08");
    assert_eq!(ends("python:3.8-slim"), "Debian 12 2028-07, Python 3.8 2024-10");
    assert_eq!(ends("openjdk:11-jre-slim"), "the image openjdk 2022-08");
    assert_eq!(ends("node:lts"), "");
    assert_eq!(ends("mcr.microsoft.com/dotnet/aspnet:6.0"), "Debian 11 2026-09, .NET 6.0 2024-11");
    assert_eq!(ends("centos:7"), "CentOS 7 2024-07");
    assert_eq!(ends("rust:1.75"), "Debian 12 2028-07");
}

#[test]
fn users_are_those_of_the_distribution_and_of_the_image() {
    let users = |name: &str| image(name).users;
    assert_eq!(users("node:22-alpine").unwrap().get("node"), Some(&1000));
    assert_eq!(users("nginx:1.29").unwrap().get("nginx"), Some(&101));
    assert_eq!(users("ubuntu:24.04").unwrap().get("ubuntu"), Some(&1000));
    assert_eq!(users("ubuntu:22.04").unwrap().get("ubuntu"), None);
    assert_eq!(users("fedora:40"), None);
    assert_eq!(users("mcr.microsoft.com/dotnet/aspnet:8.0").unwrap().get("app"), Some(&1654));
    let chiseled = image("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled");
    assert_eq!(chiseled.users.unwrap().keys().collect::<Vec<_>>(), ["app", "root"]);
    assert_eq!((chiseled.shell, chiseled.user.as_deref()), (Some(false), Some("1654")));
}

#[test]
fn every_name_in_the_table_can_be_read() {
    let table: toml::Table = std::fs::read_to_string("templates/images.toml").unwrap().parse().unwrap();
    let entries = table["image"].as_array().unwrap();
    // A name that is one by its tag only is asked for with one elsewhere.
    let entries = entries.iter().filter(|entry| entry.get("behind").is_none());
    let names = entries.flat_map(|entry| entry["names"].as_array().unwrap()).filter_map(toml::Value::as_str);
    let mut count = 0;
    for name in names {
        let name = name.replace("{version}", "21").replace("{release}", "12");
        let known = image(&name);
        assert!(known.toolchain.is_some(), "{name} is not found");
        count += 1;
    }
    assert!(count > 60, "{count}");
}

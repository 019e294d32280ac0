//! Rules about secrets.

use super::given::{NONE, dockerfile};

fn lines(text: &str) -> Vec<usize> {
    dockerfile(&format!("FROM alpine:3.22\n{text}\n")).alone().lines("secret-in-image")
}

#[test]
fn the_value_of_a_secret_variable_is_in_the_image() {
    for text in [
        "ENV API_TOKEN=8c1f0a77",
        "ENV A=1 DB_PASSWORD=\"correct horse\"",
        "ENV secret_key s3cr3t-k3y",
        "ARG AWS_SECRET_ACCESS_KEY=AKIA7",
        "ARG NPM_TOKEN\nRUN echo //registry/:_authToken=${NPM_TOKEN} > .npmrc",
    ] {
        assert_eq!(lines(text), [2], "{text}");
    }
    assert_eq!(lines("ARG TOKEN\nENV API_TOKEN=$TOKEN"), [3]);
}

#[test]
fn what_only_sounds_like_a_secret_is_left_alone() {
    for text in [
        "ENV DB_PASSWORD_FILE=/run/secrets/db",
        "ENV PASSWORD=/run/secrets/db",
        "ENV TOKEN_TTL=300 MAX_TOKENS=4096 AUTH_ENABLED=true",
        "ENV PUBLIC_KEY=abcdef GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305",
        "ENV API_TOKEN= SECRET=\"\" PASSWORD=changeme SECRET_KEY_BASE=dummy",
        "ENV API_TOKEN=$API_TOKEN",
        "ENV SSH_KEY=~/.ssh/id KEY=value CACHE_KEY=v1",
        "ARG NPM_TOKEN",
        "ARG NPM_TOKEN\nRUN echo $NPM_TOKENS",
        "RUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci",
    ] {
        assert_eq!(lines(text), NONE, "{text}");
    }
    let build = "FROM alpine:3.22 AS build\nARG TOKEN\nRUN echo $TOKEN\nFROM scratch\nCOPY --from=build /a /a\n";
    assert_eq!(dockerfile(build).lines("secret-in-image"), NONE, "arguments of a build stage are not in the image");
}

#[test]
fn a_file_that_holds_a_secret_is_not_copied_into_the_image() {
    assert_eq!(lines("COPY .env id_rsa /srv/").len(), 2);
    assert_eq!(lines("COPY server.key certs/private-key.pem /etc/ssl/").len(), 2);
    for text in
        ["COPY .env.example id_rsa.pub /srv/", "COPY ca.pem /etc/ssl/", "COPY .npmrc ./", "COPY --from=a /x/.env /"]
    {
        assert_eq!(lines(text), NONE, "{text}");
    }
    let build = "FROM alpine:3.22 AS build\nCOPY .env /src/\nFROM scratch\nCOPY --from=build";
    assert_eq!(dockerfile(&format!("{build} /out /\n")).alone().lines("secret-in-image"), NONE);
    assert_eq!(dockerfile(&format!("{build} /src /\n")).alone().lines("secret-in-image"), [2]);
}

#[test]
fn what_is_in_the_file_decides_where_it_is_there() {
    let given = |name: &str, text: &str| {
        let dockerfile = dockerfile(&format!("FROM alpine:3.22\nCOPY {name} /srv/\n"));
        dockerfile.with(&[(name, text)]).lines("secret-in-image").len()
    };
    assert_eq!(given(".npmrc", "//registry.example.com/:_authToken=abc\n"), 1);
    assert_eq!(given(".npmrc", "//registry.example.com/:_authToken=${NPM_TOKEN}\n"), 0);
    assert_eq!(given(".npmrc", "engine-strict=true\n"), 0);
    assert_eq!(given("tls.pem", "-----BEGIN PRIVATE KEY-----\n"), 1);
    assert_eq!(given("server.key", "-----BEGIN CERTIFICATE-----\n"), 0);
    assert_eq!(given(".env", "\n"), 0);
}

#[test]
fn a_folder_that_is_copied_takes_no_secret_along() {
    let given = |copy: &str| {
        let files =
            [("a/.env", "A=1"), ("a/.env.example", "A="), ("a/.env.test", "A=1"), ("b/id_rsa", "x"), ("b/c.txt", "")];
        dockerfile(&format!("FROM alpine:3.22\nCOPY {copy} /srv/\n")).with(&files)
    };
    let whole = given(".").only("secret-in-context");
    assert!(whole.message.contains("a/.env, b/id_rsa"), "{}", whole.message);
    assert!(given("b").only("secret-in-context").message.contains("takes b/id_rsa"));
    assert_eq!(given(".").ignoring("**/.env\n**/id_rsa\n").lines("secret-in-context"), NONE);
    assert_eq!(given("b/c.txt").lines("secret-in-context"), NONE);
    assert_eq!(given("$UNSET").lines("secret-in-context"), NONE, "nobody knows what is copied");
    let build = "FROM alpine:3.22 AS build\nWORKDIR /src\nCOPY . .\nFROM scratch\nCOPY --from=build";
    let stages =
        |from: &str| dockerfile(&format!("{build} {from} /\n")).with(&[(".env", "A=1")]).lines("secret-in-context");
    assert_eq!(stages("/src/bin/app"), NONE, "only the program is shipped");
    assert_eq!(stages("/src"), [3]);
}

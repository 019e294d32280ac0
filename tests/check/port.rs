//! Rules about ports.

use super::given::{NONE, dockerfile};

#[test]
fn a_port_that_nobody_exposes_is_said_above_the_start_command() {
    let given = dockerfile("FROM scratch\nENTRYPOINT [\"/app\"]\nCMD [\"-v\"]\n");
    assert_eq!(given.lines("no-exposed-port"), NONE, "nobody knows the port");
    let given = given.listening(8080);
    assert_eq!(given.mended("no-exposed-port"), "FROM scratch\nEXPOSE 8080\nENTRYPOINT [\"/app\"]\nCMD [\"-v\"]\n");
    for fine in ["FROM scratch\nEXPOSE 1\nCMD [\"/app\"]\n", "FROM scratch\nCOPY app /\n"] {
        assert_eq!(dockerfile(fine).listening(8080).lines("no-exposed-port"), NONE, "{fine}");
    }
}

#[test]
fn an_exposed_port_that_is_another_is_mended() {
    let given = |text: &str| dockerfile(&format!("FROM alpine:3.22\n{text}\nCMD [\"/app\"]\n")).listening(8080);
    assert!(given("EXPOSE 5000").mended("exposed-port-differs").contains("\nEXPOSE 8080\n"));
    assert_eq!(given("EXPOSE 5000/tcp").lines("exposed-port-differs"), [2]);
    assert_eq!(given("EXPOSE 5000 9000").lines("exposed-port-differs"), [2]);
    for fine in [
        "EXPOSE 8080",
        "EXPOSE 8080/tcp 9000",
        "EXPOSE 8000-8100",
        "EXPOSE 5000/udp",
        "ENV PORT=5000\nEXPOSE 5000",
        "ENV APP_PORT=5000\nEXPOSE 5000",
        "ENV ADDRESS=0.0.0.0:5000\nEXPOSE 5000",
        "ARG WHERE\nEXPOSE 5000",
        "ENTRYPOINT [\"/app\", \"--listen=:5000\"]\nEXPOSE 5000",
        "RUN true",
    ] {
        assert_eq!(given(fine).lines("exposed-port-differs"), NONE, "{fine}");
    }
}

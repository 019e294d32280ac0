//! The started container, from recordings of real engines; where one is changed, the test says how.

use msgen::evidence::Outcome;

use super::recording::Got;
use super::scene::{change, image, play, play_as, recorded};

#[test]
fn what_is_right_passes_every_check() {
    let seen = play(recorded("right"));
    assert_eq!(seen.ids("failed"), [""; 0]);
    assert_eq!(seen.ids("skipped"), [""; 0]);
    let passed = [
        "starts",
        "answers",
        "health-answers",
        "process-non-root",
        "no-capabilities",
        "no-new-privileges",
        "stops-on-sigterm",
    ];
    assert_eq!(seen.ids("passed"), passed);

    let run = seen.run.as_ref().unwrap();
    assert_eq!(
        run.answers.iter().map(|answer| (&*answer.path, answer.status)).collect::<Vec<_>>(),
        [("/", 200), ("/health", 200)]
    );
    assert_eq!(run.answers[0].body, "hello\n");
    assert_eq!(run.answers[0].content_type, "text/plain");
    assert_eq!(run.listening, Some(vec!["0.0.0.0:8080".to_owned()]));
    let process = run.process.as_ref().unwrap();
    assert_eq!((process.uid, process.gid), (65532, 65532));
    assert_eq!(process.capabilities.as_deref(), Some("0000000000000000"));
    assert_eq!(process.no_new_privileges, Some(true));
    assert_eq!(process.arguments, ["/server"]);
    assert!(run.memory.as_ref().unwrap().bytes > 0);
    let stop = run.stop.as_ref().unwrap();
    assert_eq!((stop.exit_code, stop.killed), (0, false));
    assert!(run.first_answer.unwrap() > 0);
}

#[test]
fn everything_is_taken_away_that_a_service_can_do_without() {
    let seen = play(recorded("right"));
    let arguments = seen.run.as_ref().unwrap().arguments.join(" ");
    let hardened = "--read-only --cap-drop=ALL --security-opt no-new-privileges --tmpfs /tmp --network msgen-verify-";
    assert!(arguments.starts_with(hardened), "{arguments}");
    assert!(arguments.ends_with("--publish 127.0.0.1::8080"), "{arguments}");
}

#[test]
fn what_was_run_is_kept_word_for_word() {
    let seen = play(recorded("right"));
    let ids: Vec<_> = seen.record.transcripts.iter().map(|transcript| transcript.id.as_str()).collect();
    assert_eq!(ids, ["shell", "run", "ps", "root", "health", "top", "stop", "exit"]);
    assert!(seen.transcript("shell").contains("\"sh\": executable file not found"));
    assert!(seen.transcript("root").starts_with("HTTP/1.0 200 OK\nContent-Type: text/plain\n\nhello\n"));
    assert!(seen.transcript("ps").contains("Up "), "{}", seen.transcript("ps"));
    assert!(seen.transcript("top").contains("65532"));
    assert!(seen.transcript("stop").contains("took 0."));
    assert_eq!(seen.transcript("exit"), "0\n");
}

#[test]
fn a_program_that_ended_is_told_with_its_last_words() {
    let seen = play(recorded("ended"));
    let (detail, cause, help) = seen.failure("starts");
    assert!(detail.contains("exit code 139") && detail.ends_with("no configuration"), "{detail}");
    assert!(cause.contains("a crash"), "{cause}");
    assert!(help.contains("outside a container"), "{help}");
    assert_eq!(seen.ids("failed"), ["starts"]);
    assert_eq!(seen.ids("skipped").len(), 6);
    assert_eq!(seen.run, None);
}

#[test]
fn a_missing_loader_is_named_by_its_message() {
    let seen = play(recorded("loader"));
    let (detail, cause, help) = seen.failure("starts");
    assert!(detail.ends_with("exec /server: no such file or directory"), "{detail}");
    assert!(cause.contains("the loader or interpreter that it names is not"), "{cause}");
    assert!(help.contains("--base distroless"), "{help}");
}

#[test]
fn what_the_engine_refuses_is_told_in_its_words() {
    let seen = play(recorded("absent"));
    let (detail, cause, _) = seen.failure("starts");
    assert!(detail.starts_with("the engine could not start it"), "{detail}");
    assert!(cause.contains("names a file that is not in the final image"), "{cause}");
}

#[test]
fn a_program_that_came_to_its_end_is_told_to_stay() {
    let mut recording = recorded("ended");
    // As if it had ended well, and said nothing.
    change(&mut recording, "{{.Id}}", |call| call.stdout = call.stdout.replace(" 139 ", " 0 "));
    change(&mut recording, "logs", |call| (call.stdout, call.stderr) = (String::new(), String::new()));
    let seen = play(recording);
    let (detail, cause, help) = seen.failure("starts");
    assert!(detail.ends_with("exit code 0 before it answered; it said nothing"), "{detail}");
    assert!(cause.contains("came to its end"), "{cause}");
    assert!(help.contains("foreground"), "{help}");
}

#[test]
fn a_program_without_memory_was_killed_for_it() {
    let mut recording = recorded("ended");
    change(&mut recording, "{{.Id}}", |call| call.stdout = call.stdout.replace(" 139 false", " 137 true"));
    let seen = play(recording);
    assert_eq!(seen.failure("starts").1, "the kernel killed it for its memory");
}

#[test]
fn loopback_only_is_told_from_another_port_and_from_nothing() {
    let loopback = play(recorded("loopback"));
    let (detail, cause, help) = loopback.failure("answers");
    assert!(detail.contains("it listens on 127.0.0.1:8080"), "{detail}");
    assert!(cause.contains("own loopback interface only"), "{cause}");
    assert!(help.contains("0.0.0.0:8080"), "{help}");

    let port = play(recorded("port"));
    let (detail, cause, help) = port.failure("answers");
    assert!(detail.contains("it listens on 0.0.0.0:9090"), "{detail}");
    assert_eq!(cause, "the program listens on port 9090, and 8080 is exposed and asked");
    assert!(help.contains("--set port=9090"), "{help}");

    let nothing = play(recorded("nothing"));
    let (detail, cause, help) = nothing.failure("answers");
    assert!(detail.contains("nothing listens") && detail.ends_with("waiting for a database"), "{detail}");
    assert!(cause.contains("has opened no port"), "{cause}");
    assert!(help.contains("--start-limit"), "{help}");

    for seen in [loopback, port, nothing] {
        assert_eq!(seen.ids("failed"), ["answers"]);
        assert_eq!(seen.ids("skipped"), ["health-answers"]);
        assert_eq!(seen.run.as_ref().unwrap().first_answer, None);
        // Without an answer it is still looked at and stopped.
        assert!(!seen.run.unwrap().stop.unwrap().killed);
    }
}

#[test]
fn a_container_that_never_answers_ends_at_the_limit() {
    let took = play(recorded("nothing")).took;
    assert!((5..8).contains(&took.as_secs()), "{took:?}");
}

#[test]
fn a_log_that_says_why_nothing_listens_is_explained() {
    let mut recording = recorded("nothing");
    change(&mut recording, "logs", |call| call.stderr = "dial tcp: connect: network is unreachable\n".to_owned());
    let seen = play(recording);
    assert!(seen.failure("answers").1.contains("calls another host when it starts"));
}

#[test]
fn a_wrong_status_fails_with_what_was_answered() {
    let with = |path: &str, head: &str, body: &str| {
        let mut recording = recorded("right");
        let got = Got::Answer { head: head.to_owned(), body: body.to_owned() };
        recording.answers.insert(path.to_owned(), vec![got]);
        play(recording)
    };
    let seen = with("/", "HTTP/1.0 404 Not Found", "no such page\n");
    let (detail, cause, help) = seen.failure("answers");
    assert_eq!(detail, "GET /: status 404, no such page");
    assert!(cause.contains("no such page") && help.contains("--path"), "{cause}; {help}");

    // Another path may be missing or locked, but must not fail.
    assert_eq!(with("/health", "HTTP/1.0 404 Not Found", "").ids("failed"), [""; 0]);
    let seen = with("/health", "HTTP/1.0 500 Oh", "x509: certificate signed by unknown authority");
    assert_eq!(seen.ids("failed"), ["health-answers"]);
    assert!(seen.failure("health-answers").2.contains("--set certificates=yes"));
}

#[test]
fn a_program_that_ignores_sigterm_is_killed_and_told_why() {
    let seen = play(recorded("deaf"));
    let stop = seen.run.as_ref().unwrap().stop.as_ref().unwrap();
    assert_eq!((stop.exit_code, stop.killed), (137, true));
    assert!(stop.milliseconds >= 3000, "{}", stop.milliseconds);
    let (detail, cause, help) = seen.failure("stops-on-sigterm");
    assert!(detail.contains("it was killed, with exit code 137"), "{detail}");
    assert!(cause.contains("the kernel shows no handler for it"), "{cause}");
    assert!(help.contains("--set init=yes"), "{help}");
}

#[test]
fn a_shell_in_front_keeps_the_signal_to_itself() {
    let seen = play_as(recorded("deaf"), &image(&["/bin/sh", "-c", "/server --deaf"]), None);
    let (_, cause, help) = seen.failure("stops-on-sigterm");
    assert!(cause.contains("process 1 is a shell") && help.contains("exec form"), "{cause}; {help}");
}

#[test]
fn an_engine_that_is_slow_to_clear_away_is_no_fault_of_the_program() {
    let mut recording = recorded("right");
    change(&mut recording, "stop", |call| call.took = 4900);
    let seen = play(recording);
    let Outcome::Passed { detail } = seen.outcome("stops-on-sigterm") else { panic!() };
    assert_eq!(detail, "SIGTERM ended it, with exit code 0; the engine's stop command took 4.9 s");
    let stop = seen.run.unwrap().stop.unwrap();
    assert_eq!((stop.milliseconds, stop.killed), (4900, false));
}

#[test]
fn a_handler_that_does_not_end_the_program_is_told_from_none() {
    let mut recording = recorded("right");
    change(&mut recording, "stop", |call| call.took = 3000);
    for call in recording.calls.iter_mut().filter(|call| call.arguments.contains(&"{{.State.ExitCode}}".to_owned())) {
        call.stdout = "137\n".to_owned();
    }
    let seen = play(recording);
    assert!(seen.failure("stops-on-sigterm").1.contains("does not end within the grace period"));
}

#[test]
fn without_a_network_of_its_own_the_engines_own_is_taken() {
    let mut recording = recorded("right");
    change(&mut recording, "enable_ip_masquerade", |call| call.code = Some(1));
    for call in &mut recording.calls {
        if let Some(at) = call
            .arguments
            .iter()
            .position(|word| word == "--network")
            .filter(|_| call.arguments.iter().any(|word| word == "--detach"))
        {
            call.arguments.drain(at..at + 2);
        }
    }
    let seen = play(recording);
    assert_eq!(seen.ids("failed"), [""; 0]);
    assert!(!seen.run.unwrap().arguments.contains(&"--network".to_owned()));
}

#[test]
fn podman_is_asked_in_its_own_words() {
    let seen = play(recorded("podman-right"));
    assert_eq!(seen.ids("failed"), [""; 0]);
    let run = seen.run.as_ref().unwrap();
    assert!(!run.arguments.contains(&"--network".to_owned()));
    assert_eq!(run.process.as_ref().unwrap().uid, 65532);
    assert!(seen.record.transcripts.iter().all(|transcript| !transcript.command.starts_with("docker")));

    let seen = play(recorded("podman-absent"));
    let (detail, cause, _) = seen.failure("starts");
    assert!(detail.starts_with("the engine could not start it"), "{detail}");
    assert!(cause.contains("names a file that is not in the final image"), "{cause}");

    let mut elsewhere = recorded("podman-right");
    elsewhere.kernel.clear();
    let process = play(elsewhere).run.unwrap().process.unwrap();
    assert_eq!((process.uid, process.gid, &*process.method), (65532, 65532, "podman top"));
}

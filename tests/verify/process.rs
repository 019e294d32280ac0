//! Who the program is, by the kernel or by the engine.

use super::scene::{change, image, pid, play, play_as, recorded};

#[test]
fn root_fails_by_the_kernel_whatever_the_image_says() {
    let mut recording = recorded("right");
    let status = format!("/proc/{}/status", pid(&recording));
    let text = recording.kernel.get_mut(&status).unwrap();
    *text = text
        .replace("65532\t65532\t65532\t65532", "0\t0\t0\t0")
        .replace("CapEff:\t0000000000000000", "CapEff:\t00000000a80425fb");
    *text = text.replace("NoNewPrivs:\t1", "NoNewPrivs:\t0");
    let seen = play(recording);
    assert_eq!(seen.ids("failed"), ["process-non-root", "no-capabilities", "no-new-privileges"]);
    assert_eq!(seen.failure("process-non-root").1, "the program runs as root");
    assert!(seen.failure("no-capabilities").0.contains("00000000a80425fb"));
}

#[test]
fn another_user_than_planned_fails() {
    let seen = play_as(recorded("right"), &image(&["/server"]), Some((1000, 1000)));
    assert!(seen.failure("process-non-root").1.contains("plans user 1000, group 1000"));
    assert_eq!(play_as(recorded("right"), &image(&["/server"]), None).ids("failed"), [""; 0]);
}

#[test]
fn ids_are_those_that_the_container_sees() {
    let mut recording = recorded("right");
    let pid = pid(&recording);
    let text = recording.kernel.get_mut(&format!("/proc/{pid}/status")).unwrap();
    // As a rootless engine maps them: root of the container is user 1000, all others come from 100000 on.
    *text = text.replace("65532\t65532\t65532\t65532", "165531\t165531\t165531\t165531");
    for map in ["uid_map", "gid_map"] {
        recording.kernel.insert(format!("/proc/{pid}/{map}"), "0 1000 1\n1 100000 65536\n".to_owned());
    }
    let process = play(recording).run.unwrap().process.unwrap();
    assert_eq!((process.uid, process.gid), (65532, 65532));
}

#[test]
fn the_program_behind_an_init_is_looked_at() {
    let mut recording = recorded("right");
    let pid = pid(&recording);
    let copies: Vec<(String, String)> = recording.kernel.clone().into_iter().collect();
    for (path, text) in copies {
        recording.kernel.insert(path.replace(&format!("/proc/{pid}/"), "/proc/77/"), text);
    }
    recording.kernel.insert(format!("/proc/{pid}/cmdline"), "/sbin/tini\0--\0/server\0".to_owned());
    let status = recording.kernel.get_mut(&format!("/proc/{pid}/status")).unwrap();
    *status = status.replace("65532\t65532\t65532\t65532", "0\t0\t0\t0");
    recording.kernel.insert(format!("/proc/{pid}/task/{pid}/children"), "77 ".to_owned());
    let seen = play(recording.clone());
    assert_eq!(seen.ids("failed"), [""; 0]);
    assert_eq!(seen.run.unwrap().process.unwrap().arguments, ["/server"]);

    // Two children: nobody can say which is the program.
    recording.kernel.insert(format!("/proc/{pid}/task/{pid}/children"), "77 78 ".to_owned());
    let seen = play(recording);
    assert_eq!(seen.ids("skipped"), ["process-non-root", "no-capabilities", "no-new-privileges"]);
}

#[test]
fn an_engine_elsewhere_is_asked_instead_of_the_kernel_here() {
    let mut recording = recorded("right");
    recording.kernel.clear();
    let seen = play(recording);
    assert_eq!(seen.ids("skipped"), ["no-capabilities", "no-new-privileges"]);
    let run = seen.run.as_ref().unwrap();
    let process = run.process.as_ref().unwrap();
    assert_eq!((process.uid, process.capabilities.as_deref()), (65532, None));
    assert!(process.method.starts_with("docker top"));
    assert_eq!((&run.listening, &run.memory), (&None, &None));
}

#[test]
fn a_process_of_this_machine_is_not_taken_for_one_elsewhere() {
    let mut recording = recorded("right");
    let pid = pid(&recording);
    // The same number here is process 1 of another container, with other arguments.
    recording.kernel.insert(format!("/proc/{pid}/cgroup"), "0::/docker/another\n".to_owned());
    recording.kernel.insert(format!("/proc/{pid}/cmdline"), "/usr/bin/other\0".to_owned());
    let seen = play(recording.clone());
    assert!(seen.run.unwrap().process.unwrap().method.starts_with("docker top"));

    // Or it is in no container at all.
    let status = recording.kernel.get_mut(&format!("/proc/{pid}/status")).unwrap();
    *status = status.replace(&format!("NSpid:\t{pid}\t1"), &format!("NSpid:\t{pid}"));
    recording.kernel.insert(format!("/proc/{pid}/cmdline"), "/server\0".to_owned());
    assert!(play(recording).run.unwrap().process.unwrap().method.starts_with("docker top"));
}

#[test]
fn nothing_here_or_there_shows_the_process() {
    let mut recording = recorded("loopback");
    recording.kernel.clear();
    change(&mut recording, "top", |call| call.code = Some(1));
    let seen = play(recording);
    assert_eq!(seen.ids("skipped"), ["health-answers", "process-non-root", "no-capabilities", "no-new-privileges"]);
    let (detail, cause, _) = seen.failure("answers");
    assert!(detail.contains("its sockets cannot be read from here"), "{detail}");
    assert!(cause.contains("another port than 8080, on the loopback interface only, or not at all"), "{cause}");
}

//! A scene: a recording, played to the part of msgen that starts a container.

use std::path::Path;
use std::time::Duration;

use msgen::catalog::Catalog;
use msgen::engine::{Engine, Litter};
use msgen::evidence::{ConfigFacts, Contents, ImageFacts, Outcome, Role, RunFacts, Size};
use msgen::verify::start::start;
use msgen::verify::{Bench, Expected, Limits, Messages, Record};

use super::recording::{Recorded, Recording, TAG};
use super::replay::Replay;

/// What a real engine said in this scene.
pub fn recorded(name: &str) -> Recording {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/verify/recorded/{name}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// An image that starts with these arguments.
pub fn image(arguments: &[&str]) -> ImageFacts {
    let size = Size { bytes: 0, method: String::new() };
    let entrypoint = arguments.iter().map(|word| (*word).to_owned()).collect();
    ImageFacts {
        role: Role::Final,
        stage: "0".to_owned(),
        base: "scratch".to_owned(),
        id: String::new(),
        platform: "linux/amd64".to_owned(),
        config: ConfigFacts { entrypoint, ..ConfigFacts::default() },
        unpacked: size.clone(),
        packed: Some(size),
        layers: Vec::new(),
        contents: Contents::default(),
    }
}

/// What was seen, and the time it took by the replay's clock.
pub struct Seen {
    pub run: Option<RunFacts>,
    pub record: Record,
    pub took: Duration,
}

/// The scene, with a plan for user 65532.
pub fn play(recording: Recording) -> Seen {
    play_as(recording, &image(&["/server"]), Some((65532, 65532)))
}

/// The scene, of this image and with a plan for this user.
pub fn play_as(recording: Recording, image: &ImageFacts, user: Option<(u32, u32)>) -> Seen {
    let litter = Litter::new().unwrap();
    let engine = Replay::new(recording, &litter);
    let limits = Limits { start: Duration::from_secs(5), stop: Duration::from_secs(3), ..Limits::default() };
    let messages = Messages::read(&Catalog::open(None).unwrap()).unwrap();
    let bench = Bench { engine: &engine, litter: &litter, limits: &limits, messages: &messages };
    let expected = Expected {
        port: 8080,
        paths: vec!["/".to_owned(), "/health".to_owned()],
        user,
        has_shell: None,
        artifact: None,
        certificates: false,
        time_zones: false,
        sources: Vec::new(),
        is_compiled: true,
        writable: Vec::new(),
        is_classic: false,
    };
    let mut record = Record::default();
    let before = engine.now();
    let run = start(&bench, TAG, image, &expected, &mut record).unwrap();
    Seen { run, record, took: engine.now().saturating_sub(before) }
}

impl Seen {
    /// The outcome of a check.
    pub fn outcome(&self, id: &str) -> &Outcome {
        &self.record.checks.iter().find(|check| check.id == id).unwrap().outcome
    }

    /// Ids of the checks that came out as `passed`, `failed` or `skipped`, in order.
    pub fn ids(&self, which: &str) -> Vec<&str> {
        let is = |outcome: &Outcome| match outcome {
            Outcome::Passed { .. } => "passed",
            Outcome::Failed { .. } => "failed",
            Outcome::Skipped { .. } => "skipped",
        };
        let checks = self.record.checks.iter().filter(|check| is(&check.outcome) == which);
        checks.map(|check| check.id.as_str()).collect()
    }

    /// Detail, cause and help of a check that failed.
    pub fn failure(&self, id: &str) -> (&str, &str, &str) {
        let Outcome::Failed { detail, cause, help } = self.outcome(id) else { panic!("{id}: {:?}", self.outcome(id)) };
        (detail, cause, help)
    }

    /// What a command said.
    pub fn transcript(&self, id: &str) -> &str {
        &self.record.transcripts.iter().find(|transcript| transcript.id == id).unwrap().output
    }
}

/// Changes the reply to every call whose arguments hold `word`.
pub fn change(recording: &mut Recording, word: &str, change: impl Fn(&mut Recorded)) {
    let calls: Vec<_> = recording
        .calls
        .iter_mut()
        .filter(|call| call.arguments.iter().any(|argument| argument.contains(word)))
        .collect();
    assert!(!calls.is_empty(), "no call holds {word}");
    for call in calls {
        change(call);
    }
}

/// The process 1 of a recording, as the engine's machine numbers it.
pub fn pid(recording: &Recording) -> String {
    let path = recording.kernel.keys().find(|path| path.ends_with("/status")).unwrap();
    path.split('/').nth(2).unwrap().to_owned()
}

//! How an engine is asked to save an image.

use std::cell::RefCell;
use std::path::Path;
use std::time::Duration;

use msgen::engine::{Answer, Call, Engine, Program, Reply};
use msgen::error::Result;
use msgen::image::save;

/// An engine that only remembers what it was told, and says `reply`.
struct Told {
    program: Program,
    reply: Reply,
    calls: RefCell<Vec<Call>>,
}

impl Engine for Told {
    fn program(&self) -> Program {
        self.program
    }

    fn call(&self, call: &Call) -> Result<Reply> {
        self.calls.borrow_mut().push(call.clone());
        Ok(self.reply.clone())
    }

    fn get(&self, _: u16, _: &str) -> Result<Answer, String> {
        Err("nothing listens".to_owned())
    }

    fn kernel(&self, _: &str) -> Option<String> {
        None
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn wait(&self, _: Duration) {}
}

/// Saves with an engine that ends with `code`; returns what came of it, and the arguments of its calls.
fn saved(program: Program, code: Option<i32>) -> (Result<()>, Vec<String>) {
    let stderr = "Error response from daemon: No such image: app:1\n".to_owned();
    let reply =
        Reply { code, stdout: String::new(), stderr, took: Duration::ZERO, is_late: code.is_none(), signal: None };
    let engine = Told { program, reply, calls: RefCell::default() };
    let saved = save(&engine, "app:1", Path::new("to/image.tar"));
    (saved, engine.calls.into_inner().iter().map(|call| call.arguments.join(" ")).collect())
}

#[test]
fn every_engine_is_asked_for_the_same_layout() {
    let (done, calls) = saved(Program::Docker, Some(0));
    assert_eq!((done, calls.as_slice()), (Ok(()), ["image save --output to/image.tar app:1".to_owned()].as_slice()));
    let (done, calls) = saved(Program::Podman, Some(0));
    let wanted = "image save --output to/image.tar --format docker-archive app:1".to_owned();
    assert_eq!((done, calls.as_slice()), (Ok(()), [wanted].as_slice()));
}

#[test]
fn what_the_engine_says_is_in_the_error() {
    let error = saved(Program::Docker, Some(1)).0.unwrap_err();
    assert!(error.what.contains("No such image: app:1"), "{error}");
    assert_eq!(error.place.as_deref(), Some("app:1"));
    let late = saved(Program::Docker, None).0.unwrap_err();
    assert!(late.what.contains("too long"), "{late}");
}

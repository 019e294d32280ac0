//! What a stage starts from, and what it is then.

use super::file::Piece;
use super::step::Follower;
use super::{Base, Files, Image, Libc, Origin, Scope, Start, State};
use crate::plan::ImageRef;

/// What a shell form is started with, unless `SHELL` says otherwise.
const SHELL: [&str; 2] = ["/bin/sh", "-c"];

impl Follower<'_, '_> {
    /// What a `FROM` names.
    pub(super) fn base(&self, written: &str) -> Base {
        match self.model.global.expand(written, self.model.document.escape) {
            None => Base::Unknown,
            Some(name) if name.eq_ignore_ascii_case("scratch") => Base::Scratch,
            Some(name) => match self.named_only(&name) {
                Some(index) => Base::Stage(index),
                None => Base::Image(name),
            },
        }
    }

    /// `FROM` takes names of stages, and never their numbers.
    fn named_only(&self, name: &str) -> Option<usize> {
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { None } else { self.model.named(name, self.index) }
    }

    /// What a stage is before its first instruction.
    pub(super) fn start(&self, base: &Base) -> State {
        let image = match base {
            Base::Scratch => empty(),
            Base::Image(name) => self.image(name),
            Base::Unknown => Image::default(),
            Base::Stage(index) => return self.over(*index),
        };
        let mut scope = Scope::default();
        for (name, value) in &image.environment {
            scope.set(name, Some(value.clone()), false);
        }
        let start = |words: &Option<Vec<String>>| {
            words.as_ref().map(|words| Start { words: words.clone(), is_shell_form: false, step: None })
        };
        State {
            user: image.user.clone(),
            users: image.users.as_ref().map(|users| users.iter().map(|(name, id)| (name.clone(), Some(*id))).collect()),
            workdir: image.workdir.clone(),
            scope,
            shell: SHELL.map(str::to_owned).to_vec(),
            has_shell: image.shell,
            packages: Vec::new(),
            entrypoint: start(&image.entrypoint),
            cmd: start(&image.cmd),
            exposed: Vec::new(),
            files: Files::default(),
            image,
        }
    }

    fn image(&self, name: &str) -> Image {
        match ImageRef::parse(name) {
            Ok(reference) => self.known.images.of(&reference),
            Err(_) => Image { name: name.to_owned(), ..Image::default() },
        }
    }

    /// A stage on top of an earlier one: variables of `ARG` end with the stage that declares them.
    fn over(&self, index: usize) -> State {
        let mut state = self.model.stages[index].end.clone();
        state.scope.variables.retain(|_, variable| !variable.is_argument);
        state.exposed.iter_mut().for_each(|(_, step)| *step = None);
        for start in [&mut state.entrypoint, &mut state.cmd].into_iter().flatten() {
            start.step = None;
        }
        let all = Piece { path: "/".to_owned(), is_tree: true, origin: Origin::Stage(index, "/".to_owned()), step: 0 };
        state.files = Files { pieces: vec![all] };
        state
    }
}

/// What is known of `scratch`: everything, since there is nothing.
fn empty() -> Image {
    Image {
        name: "scratch".to_owned(),
        shell: Some(false),
        libc: Some(Libc::None),
        package_manager: Some(String::new()),
        users: Some(std::collections::BTreeMap::new()),
        user: Some(String::new()),
        entrypoint: Some(Vec::new()),
        cmd: Some(Vec::new()),
        workdir: Some("/".to_owned()),
        folders: Some(Vec::new()),
        toolchain: Some(String::new()),
        ..Image::default()
    }
}

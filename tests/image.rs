//! Saved images: small ones, made here in every layout that an engine writes, and read.

mod content;
mod elf;
mod extract;
mod layout;
mod made;
mod pack;
mod program;
mod save;
mod view;

//! Verifying: recorded engines, known messages, what must not be in an image.

mod absent;
mod command;
mod message;
mod process;
mod recording;
mod replay;
mod scene;
mod start;

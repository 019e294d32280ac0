//! Packing layers: by the person's own gzip, each content once.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::process::{Command, Stdio};

use msgen::error::Result;
use msgen::evidence::Role;
use msgen::image::{Gzip, Image, Pack};
use serde_json::json;

use super::made::{Saved, Tar, gzip};

/// Packs nothing, and counts.
#[derive(Default)]
struct Count {
    calls: Cell<usize>,
}

impl Pack for Count {
    fn method(&self) -> String {
        "not packed".to_owned()
    }

    fn pack(&self, tar: &mut dyn Read) -> Result<u64> {
        self.calls.set(self.calls.get() + 1);
        Ok(io::copy(tar, &mut io::sink()).unwrap())
    }
}

fn layers() -> [Vec<u8>; 3] {
    let (one, two) = (Tar::new().file("a", 0o644, [1; 5000]).done(), Tar::new().file("b", 0o644, [1; 10]).done());
    [one.clone(), two, one]
}

#[test]
fn every_content_is_packed_once() {
    let (layers, pack) = (layers(), Count::default());
    let lengths: Vec<_> = layers.iter().map(|layer| Some(layer.len() as u64)).collect();
    let image = Image::read(&Saved::docker(&json!({}), &layers).path, Some(&pack), &BTreeMap::new()).unwrap();
    assert_eq!(image.layers.iter().map(|layer| layer.packed).collect::<Vec<_>>(), lengths);
    assert_eq!((image.packed(), pack.calls.get()), (lengths.into_iter().sum(), 2));
}

#[test]
fn a_layer_that_is_known_is_not_packed_again() {
    let (layers, pack) = (layers(), Count::default());
    let saved = Saved::docker(&json!({}), &layers);
    let known = BTreeMap::from([(saved.read().unwrap().layers[0].diff_id.clone(), 7)]);
    let image = Image::read(&saved.path, Some(&pack), &known).unwrap();
    let packed = image.facts(Role::Final, "", "").packed.unwrap();
    assert_eq!((packed.bytes, pack.calls.get()), (14 + layers[1].len() as u64, 1));
    assert_eq!(packed.method, "not packed");
}

#[test]
fn without_a_packer_there_is_no_figure() {
    let image = Image::read(&Saved::docker(&json!({}), &layers()).path, None, &BTreeMap::new()).unwrap();
    assert_eq!((image.packed(), image.layers[0].packed), (None, None));
}

#[test]
fn a_layer_is_packed_anew_where_its_store_packed_it() {
    let layer = layers()[0].clone();
    let pack = Count::default();
    let packed = |layer: Vec<u8>| {
        Image::read(&Saved::docker(&json!({}), &[layer]).path, Some(&pack), &BTreeMap::new()).unwrap().packed()
    };
    assert_eq!(packed(gzip(&layer)), packed(layer));
}

/// What the command itself makes of these bytes.
fn by_hand(arguments: &[&str], bytes: &[u8]) -> Vec<u8> {
    let mut command = Command::new("gzip");
    let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    output.stdout
}

#[cfg(unix)]
#[test]
fn gzip_counts_what_the_command_writes() {
    let gzip = Gzip::find().unwrap();
    // More than fits in a pipe, in both directions.
    let noise: Vec<u8> = (0..400_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    let wanted = by_hand(&["-n", "-6"], &noise).len() as u64;
    assert_eq!(gzip.pack(&mut noise.as_slice()).unwrap(), wanted);
    let said = String::from_utf8(by_hand(&["--version"], &[])).unwrap();
    let version = said.lines().next().unwrap().split(" (").next().unwrap();
    assert!(gzip.method().contains("`gzip -n -6`") && gzip.method().contains(version), "{}", gzip.method());
}

#[cfg(unix)]
#[test]
fn a_layer_that_cannot_be_read_is_an_error_and_no_figure() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let error = Gzip::find().unwrap().pack(&mut Broken).unwrap_err();
    assert!(error.what.contains("the disk is gone"), "{error}");
}

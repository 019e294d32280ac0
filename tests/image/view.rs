//! What a container sees of layers that lie one over the other.

use msgen::image::{EntryKind, Image};
use serde_json::json;

use super::made::{Saved, Tar, image};

/// The paths that a container sees.
fn paths(image: &Image) -> Vec<&str> {
    image.files().into_keys().collect()
}

#[test]
fn an_upper_file_hides_a_lower_one_and_both_are_stored() {
    let lower = Tar::new().file("app", 0o755, [1; 100]).file("other", 0o644, [1; 10]).done();
    let image = image(&[lower, Tar::new().file("app", 0o700, [2; 30]).done()]);
    assert_eq!((image.unpacked(), image.contents.files), (140, 2));
    assert_eq!((image.files()["app"].size, image.files()["app"].mode), (30, 0o700));
}

#[test]
fn a_whiteout_takes_away_a_file_or_a_folder_of_the_layers_below() {
    let lower = Tar::new().folder("a").file("a/b", 0o644, "1").file("a/b.c", 0o644, "1").file("a/b0", 0o644, "1");
    let lower = lower.folder("d").file("d/e", 0o644, "1").file("d.f", 0o644, "1").file("d0", 0o644, "1").done();
    let image = image(&[lower, Tar::new().file("a/.wh.b", 0, "").file(".wh.d", 0, "").done()]);
    assert_eq!(paths(&image), ["a", "a/b.c", "a/b0", "d.f", "d0"]);
    assert_eq!((image.contents.files, image.unpacked()), (4, 6));
    assert_eq!((image.layers[1].entries.len(), image.layers[1].files()), (2, 0));
}

#[test]
fn a_whiteout_spares_its_own_layer_wherever_it_stands() {
    let lower = Tar::new().file("app", 0o644, "old").folder("d").file("d/old", 0o644, "").done();
    let upper = Tar::new().file("app", 0o644, "newer").file(".wh.app", 0, "").file("d/new", 0o644, "");
    let image = image(&[lower, upper.file("d/.wh..wh..opq", 0, "").done()]);
    assert_eq!(paths(&image), ["app", "d", "d/new"]);
    assert_eq!(image.files()["app"].size, 5);
}

#[test]
fn an_opaque_folder_hides_what_lay_in_it() {
    let lower = Tar::new().folder("d").file("d/a", 0o644, "").file("d/e/f", 0o644, "").file("da", 0o644, "").done();
    let upper = Tar::new().folder("d").file("d/.wh..wh..opq", 0, "").file("d/e/g", 0o644, "").done();
    assert_eq!(paths(&image(&[lower, upper])), ["d", "d/e/g", "da"]);
    let lower = Tar::new().file("a", 0o644, "").done();
    let root = Tar::new().file(".wh..wh..opq", 0, "").file("b", 0o644, "").done();
    assert_eq!(paths(&image(&[lower, root])), ["b"]);
}

#[test]
fn what_a_store_keeps_for_itself_is_not_seen() {
    let layer =
        Tar::new().folder(".wh..wh.plnk").file(".wh..wh.plnk/1", 0o755, "#!/bin/sh").file(".wh..wh.aufs", 0, "");
    let layer = layer.hardlink("app", 0o755, ".wh..wh.plnk/1").done();
    let config = json!({"config": {"Cmd": ["/app"]}});
    let image = Saved::docker(&config, &[Tar::new().file("aufs", 0o644, "").done(), layer]).read().unwrap();
    assert_eq!(paths(&image), ["app", "aufs"]);
    assert_eq!(image.contents.program.unwrap().bytes, 9);
}

#[test]
fn a_file_in_the_place_of_a_folder_takes_away_what_lay_in_it() {
    let lower = Tar::new().folder("d").file("d/a", 0o644, "").done();
    let image = image(&[lower, Tar::new().symlink("d", "elsewhere").done()]);
    assert_eq!(paths(&image), ["d"]);
    assert_eq!(image.files()["d"].kind, EntryKind::Symlink("elsewhere".to_owned()));
}

#[test]
fn a_folder_again_leaves_what_lies_in_it() {
    let lower = Tar::new().folder("d").file("d/a", 0o644, "").done();
    assert_eq!(paths(&image(&[lower, Tar::new().folder("d/").file("d/b", 0o644, "").done()])), ["d", "d/a", "d/b"]);
}

#[test]
fn a_hard_link_is_a_file_whose_bytes_count_once() {
    let layer =
        Tar::new().file("bin/a", 0o755, [1; 50]).hardlink("bin/b", 0o755, "bin/a").hardlink("c", 0o755, "./bin/b");
    let image = image(&[layer.done()]);
    assert_eq!((image.unpacked(), image.contents.files, image.contents.executables), (50, 3, 3));
    assert_eq!(image.layers[0].files(), 3);
    assert_eq!(image.files()["c"].kind, EntryKind::Hardlink("bin/b".to_owned()));
}

#[test]
fn the_root_itself_is_no_entry() {
    let layer = Tar::new().folder("./").file("./a", 0o644, "").done();
    assert_eq!(paths(&image(&[layer])), ["a"]);
}

#[test]
fn long_names_are_whole() {
    let long = |end: &str| format!("{}/{end}", ["a-folder-with-a-long-name"; 9].join("/"));
    let (gnu, posix, link) = (long("gnu"), long("posix"), long("link"));
    let layer = Tar::new().file(&gnu, 0o644, "12").posix(&posix, b"345").symlink(&link, &gnu).done();
    let image = image(&[layer]);
    assert_eq!(paths(&image), [gnu.as_str(), link.as_str(), posix.as_str()]);
    assert_eq!((image.files()[gnu.as_str()].size, image.files()[posix.as_str()].size), (2, 3));
    assert_eq!(image.files()[link.as_str()].kind, EntryKind::Symlink(gnu.clone()));
}

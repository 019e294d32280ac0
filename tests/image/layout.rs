//! Every store's layout gives the same image, and what is none says so.

use msgen::error::ErrorKind;
use msgen::evidence::Role;
use msgen::image::{Entry, EntryKind, Image, Layer};
use serde_json::{Value, json};

use super::made::{Saved, Tar, blob, configuration, gzip};

/// A base of two files, an empty layer, and a program: the empty one twice, as images have it.
fn layers() -> Vec<Vec<u8>> {
    let base = Tar::new().folder("etc/").file("etc/passwd", 0o644, "root").file("./bin/tool", 0o4755, "tool!").done();
    let nothing = Tar::new().done();
    vec![base, nothing.clone(), nothing, Tar::new().file("app", 0o755, [7; 1000]).done()]
}

fn config() -> Value {
    json!({
        "architecture": "arm", "variant": "v7",
        "config": {
            "User": "65532:65532", "Entrypoint": ["/app"], "Cmd": null, "ExposedPorts": {"8080/tcp": {}, "53/udp": {}},
            "Env": ["PATH=/bin"], "WorkingDir": "/srv", "Labels": {"b": "2", "a": "1"}, "StopSignal": "SIGINT",
            "Healthcheck": {"Test": ["CMD", "/app", "--health"]},
        },
        "history": [
            {"created_by": "ADD rootfs / # buildkit"},
            {"created_by": "ENV PATH=/bin", "empty_layer": true},
            {"created_by": "WORKDIR /srv"},
            {"created_by": "WORKDIR /srv"},
            {"created_by": "COPY /out/app /app # buildkit"},
        ],
    })
}

/// The layouts, each with the same image.
fn everywhere() -> Vec<(&'static str, Saved)> {
    let (layers, config) = (layers(), configuration(&config(), &layers()));
    vec![
        ("docker save", Saved::docker(&self::config(), &layers)),
        ("docker save before 25", before_25(&config, &layers)),
        ("podman save", podman(&config, &layers)),
        ("a containerd store", containerd(&config, &layers, true)),
        ("an OCI layout", containerd(&config, &layers, false)),
    ]
}

/// A folder for each layer; a second one of the same content is a link to the first.
fn before_25(config: &[u8], layers: &[Vec<u8>]) -> Saved {
    let mut archive = Tar::new().file("config.json", 0o644, config);
    for (number, layer) in layers.iter().enumerate() {
        let name = format!("{number}/layer.tar");
        archive = match layers[..number].iter().position(|before| before == layer) {
            Some(first) => archive.symlink(&name, &format!("../{first}/layer.tar")),
            None => archive.file(&name, 0o644, layer),
        };
    }
    let names: Vec<String> = (0..layers.len()).map(|number| format!("{number}/layer.tar")).collect();
    let manifest = json!([{"Config": "config.json", "RepoTags": ["app:1"], "Layers": names}]);
    Saved::raw(archive.file("manifest.json", 0o644, manifest.to_string()))
}

/// A file for each content, and links to them that the manifest does not name.
fn podman(config: &[u8], layers: &[Vec<u8>]) -> Saved {
    let mut archive = Tar::new();
    for (number, layer) in layers.iter().enumerate() {
        if !layers[..number].contains(layer) {
            archive = archive.file(&name(layer), 0o444, layer);
        }
        archive = archive.symlink(&format!("{number}/layer.tar"), &format!("../{}", name(layer)));
    }
    let names: Vec<String> = layers.iter().map(|layer| name(layer)).collect();
    let manifest = json!([{"Config": "config.json", "RepoTags": ["localhost/app:1"], "Layers": names}]);
    Saved::raw(archive.file("config.json", 0o444, config).file("manifest.json", 0o444, manifest.to_string()))
}

fn name(layer: &[u8]) -> String {
    format!("{}.tar", blob(layer).replace("blobs/sha256/", ""))
}

/// Packed layers; an index in an index, which also names an attestation and a platform that was not saved.
fn containerd(config: &[u8], layers: &[Vec<u8>], has_manifest: bool) -> Saved {
    // A layer in two packed parts, one after the other, as some builders write them, is one layer.
    let pack = |layer: &Vec<u8>| [gzip(&layer[..512]), gzip(&layer[512..])].concat();
    let packed: Vec<Vec<u8>> = layers.iter().map(pack).collect();
    let digest = |bytes: &[u8]| blob(bytes).replace("blobs/sha256/", "sha256:");
    let descriptors: Vec<Value> = packed.iter().map(|layer| json!({"digest": digest(layer)})).collect();
    let manifest = json!({"config": {"digest": digest(config)}, "layers": descriptors}).to_string();
    let about = json!({"config": {"digest": digest(b"about")}, "layers": []}).to_string();
    let one = "application/vnd.oci.image.manifest.v1+json";
    let platforms = json!({"manifests": [
        {"digest": digest(b"not saved"), "mediaType": one, "platform": {"os": "linux", "architecture": "s390x"}},
        {"digest": digest(manifest.as_bytes()), "mediaType": one, "platform": {"os": "linux", "architecture": "arm"}},
        {"digest": digest(about.as_bytes()), "mediaType": one, "platform": {"os": "unknown", "architecture": "unknown"}},
    ]})
    .to_string();
    let many = "application/vnd.oci.image.index.v1+json";
    let index = json!({"manifests": [{"digest": digest(platforms.as_bytes()), "mediaType": many}]}).to_string();
    let mut archive = Tar::new().folder("blobs/sha256/").file("index.json", 0o644, index);
    for bytes in [config, b"about", manifest.as_bytes(), about.as_bytes(), platforms.as_bytes()] {
        archive = archive.file(&blob(bytes), 0o444, bytes);
    }
    for layer in &packed {
        archive = archive.file(&blob(layer), 0o444, layer);
    }
    if has_manifest {
        let names: Vec<String> = packed.iter().map(|layer| blob(layer)).collect();
        let manifest = json!([{"Config": blob(config), "RepoTags": ["app:1"], "Layers": names}]);
        archive = archive.file("manifest.json", 0o644, manifest.to_string());
    }
    Saved::raw(archive)
}

#[test]
fn a_saved_image_is_read() {
    let image = Saved::docker(&config(), &layers()).read().unwrap();
    let facts = image.facts(Role::Final, "final", "scratch");
    assert_eq!(facts.id, blob(&configuration(&config(), &layers())).replace("blobs/sha256/", "sha256:"));
    assert_eq!(
        (facts.platform.as_str(), facts.stage.as_str(), facts.base.as_str()),
        ("linux/arm/v7", "final", "scratch")
    );
    let config = &facts.config;
    assert_eq!(
        (config.user.as_str(), config.workdir.as_str(), config.stop_signal.as_str()),
        ("65532:65532", "/srv", "SIGINT")
    );
    assert_eq!((config.entrypoint.as_slice(), config.cmd.len()), (["/app".to_owned()].as_slice(), 0));
    assert_eq!((config.ports.join(" "), config.labels.join(" ")), ("53/udp 8080/tcp".to_owned(), "a=1 b=2".to_owned()));
    assert_eq!(config.health, ["/app", "--health"]);
    assert_eq!((facts.unpacked.bytes, facts.packed), (1009, None));
    let layers: Vec<_> =
        facts.layers.iter().map(|layer| (layer.made_by.as_str(), layer.unpacked, layer.files)).collect();
    let copy = "COPY /out/app /app # buildkit";
    assert_eq!(
        layers,
        [("ADD rootfs / # buildkit", 9, 2), ("WORKDIR /srv", 0, 0), ("WORKDIR /srv", 0, 0), (copy, 1000, 1)]
    );
}

#[test]
fn entries_are_in_the_order_of_the_archive_and_have_no_slash_in_front() {
    let image = Saved::docker(&config(), &layers()).read().unwrap();
    let entry = |path: &str, mode, size, kind| Entry { path: path.to_owned(), mode, uid: 1000, gid: 2000, size, kind };
    let base = [
        entry("etc", 0o755, 0, EntryKind::Folder),
        entry("etc/passwd", 0o644, 4, EntryKind::File),
        entry("bin/tool", 0o4755, 5, EntryKind::File),
    ];
    assert_eq!(image.layers[0].entries, base);
}

#[test]
fn the_same_image_is_the_same_in_every_layout() {
    let wanted = Saved::docker(&config(), &layers()).read().unwrap();
    for (layout, saved) in everywhere() {
        assert_eq!(saved.read().unwrap(), wanted, "{layout}");
    }
}

#[test]
fn a_history_of_another_length_says_nothing() {
    let squashed = json!({"history": [{"created_by": "RUN everything"}]});
    let image = Saved::docker(&squashed, &layers()).read().unwrap();
    assert!(image.layers.iter().all(|layer: &Layer| layer.made_by.is_empty()));
}

#[test]
fn every_64_bit_arm_is_the_same_platform() {
    let platform = |variant: &str| {
        let config = json!({"architecture": "arm64", "variant": variant});
        Saved::docker(&config, &layers()).read().unwrap().platform
    };
    assert_eq!((platform("v8").as_str(), platform("v9").as_str()), ("linux/arm64", "linux/arm64/v9"));
}

#[test]
fn a_health_check_is_an_argument_vector() {
    let health = |test: Value| {
        let config = json!({"config": {"Healthcheck": {"Test": test}}});
        Saved::docker(&config, &layers()).read().unwrap().config.health
    };
    assert_eq!(health(json!(["CMD-SHELL", "wget -q localhost"])), ["/bin/sh", "-c", "wget -q localhost"]);
    assert_eq!(health(json!(["NONE"])), [""; 0]);
    assert_eq!(health(json!(null)), [""; 0]);
}

/// What is said of an archive that cannot be read: where, after the archive's own path, and what.
fn refused(saved: &Saved) -> (String, String) {
    let error = saved.read().map(|image: Image| image.id).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Failed);
    assert!(error.help.is_some(), "{error}");
    let place = error.place.unwrap_or_default();
    let member = place.strip_prefix(&saved.path.display().to_string()).map(|rest| rest.trim_start_matches(": "));
    (member.unwrap_or("another archive").to_owned(), error.what)
}

#[test]
fn a_layer_in_zstd_is_refused_by_name() {
    let layer = [0x28, 0xb5, 0x2f, 0xfd, 0].to_vec();
    let (member, what) = refused(&Saved::docker(&json!({}), std::slice::from_ref(&layer)));
    assert_eq!(member, blob(&layer));
    assert!(what.contains("zstd"), "{what}");
}

#[test]
fn a_broken_layer_is_refused_by_name() {
    let mut broken = layers()[3].clone();
    broken.truncate(700);
    let mut garbled = gzip(&layers()[0]);
    garbled.truncate(60);
    for layer in [broken, garbled] {
        let (member, _) = refused(&Saved::docker(&json!({}), std::slice::from_ref(&layer)));
        assert_eq!(member, blob(&layer));
    }
}

#[test]
fn an_archive_that_is_cut_off_is_refused() {
    for length in [1500, 5000] {
        let saved = Saved::docker(&config(), &layers());
        std::fs::File::options().write(true).open(&saved.path).unwrap().set_len(length).unwrap();
        refused(&saved);
    }
}

#[test]
fn an_archive_that_is_no_image_is_refused() {
    let (member, what) = refused(&Saved::raw(Tar::new().file("app", 0o755, "app")));
    assert_eq!((member.as_str(), what.contains("neither")), ("manifest.json", true), "{what}");
    let missing = Saved::raw(Tar::new());
    std::fs::remove_file(&missing.path).unwrap();
    let missing = refused(&missing);
    assert!(missing.1.contains("cannot be read"), "{}", missing.1);
}

#[test]
fn an_archive_of_several_images_is_refused() {
    let images = json!([{"Config": "a", "Layers": []}, {"Config": "b", "Layers": []}]).to_string();
    let (member, what) = refused(&Saved::raw(Tar::new().file("manifest.json", 0o644, images)));
    assert_eq!((member.as_str(), what.contains("2 images")), ("manifest.json", true), "{what}");
    let none = refused(&Saved::raw(Tar::new().file("manifest.json", 0o644, "[]")));
    assert!(none.1.contains("no image"), "{}", none.1);
    let other = refused(&Saved::raw(Tar::new().file("manifest.json", 0o644, "{}")));
    assert!(other.1.contains("no list"), "{}", other.1);
}

#[test]
fn an_index_that_names_itself_ends() {
    let digest = "sha256:aa";
    let many = "application/vnd.oci.image.index.v1+json";
    let index = json!({"manifests": [{"digest": digest, "mediaType": many}]}).to_string();
    let circle = Tar::new().file("index.json", 0o644, &index).file("blobs/sha256/aa", 0o644, &index);
    assert_eq!(refused(&Saved::raw(circle)).0, "index.json");
}

#[test]
fn a_layer_that_is_missing_is_named() {
    let config = configuration(&json!({}), &layers()[..1]);
    let manifest = json!([{"Config": "config", "Layers": ["away.tar"]}]).to_string();
    let archive = Tar::new().file("config", 0o644, config).file("manifest.json", 0o644, manifest);
    let (member, what) = refused(&Saved::raw(archive));
    assert_eq!((member.as_str(), what.contains("not in the archive")), ("away.tar", true), "{what}");
}

#[test]
fn a_configuration_of_other_layers_is_refused() {
    let config = json!({"rootfs": {"diff_ids": ["sha256:aa"]}});
    let (member, what) = refused(&Saved::docker(&config, &layers()));
    assert!(member.starts_with("blobs/"), "{member}");
    assert!(what.contains("1 layers, and the archive 4"), "{what}");
}

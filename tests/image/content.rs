//! What is counted and listed of an image.

use msgen::evidence::Packages;

use super::made::{Tar, image};

#[test]
fn executables_and_set_uid_files_are_regular_files() {
    let layer =
        Tar::new().file("a", 0o644, "").file("b", 0o645, "").file("bin/su", 0o4755, "").file("bin/wall", 0o2755, "");
    let layer = layer.hardlink("bin/sudo", 0o4755, "bin/su").symlink("bin/s", "su").folder("d");
    let contents = image(&[layer.done()]).contents;
    assert_eq!((contents.files, contents.executables), (5, 4));
    assert_eq!(contents.set_uid, ["/bin/su", "/bin/sudo", "/bin/wall"]);
}

#[test]
fn shells_and_package_managers_are_listed_with_the_links_to_them() {
    let layer =
        Tar::new().symlink("bin", "usr/bin").file("usr/bin/busybox", 0o755, "").symlink("usr/bin/sh", "/bin/busybox");
    let layer = layer.symlink("usr/bin/ash", "busybox").file("sbin/apk", 0o755, "").hardlink(
        "opt/dash",
        0o755,
        "usr/bin/busybox",
    );
    let contents = image(&[layer.done()]).contents;
    assert_eq!(contents.shells, ["/opt/dash", "/usr/bin/ash", "/usr/bin/busybox", "/usr/bin/sh"]);
    assert_eq!(contents.package_managers, ["/sbin/apk"]);
}

#[test]
fn what_is_only_called_like_a_shell_is_none() {
    let layer =
        Tar::new().file("usr/share/bash-completion/apt", 0o644, "").folder("usr/lib/apt").symlink("bin/sh", "busybox");
    let layer = layer.file("etc/cron.daily/dpkg", 0o755, "").file("bin/bash.txt", 0o755, "").symlink("bin/zsh", "zsh");
    let contents = image(&[layer.done()]).contents;
    assert_eq!((contents.shells, contents.package_managers), (Vec::new(), Vec::new()));
}

#[test]
fn a_shell_that_a_later_layer_takes_away_is_not_there() {
    let contents =
        image(&[Tar::new().file("bin/sh", 0o755, "").done(), Tar::new().file("bin/.wh.sh", 0, "").done()]).contents;
    assert_eq!((contents.shells.len(), contents.executables), (0, 0));
}

/// The packages of an image with one layer: the database and how many.
fn packages(layer: Tar) -> Vec<(String, u64)> {
    let packages = image(&[layer.done()]).contents.packages;
    packages.into_iter().map(|Packages { database, count }| (database, count)).collect()
}

const INSTALLED: &str = "C:Q1abc=\nP:musl\nV:1.2.5\n\nC:Q1def=\nP:busybox\nV:1.37\nF:bin\nR:busybox\n\n";

#[test]
fn the_packages_of_apk_are_counted() {
    assert_eq!(packages(Tar::new().file("lib/apk/db/installed", 0o644, INSTALLED)), [("apk".to_owned(), 2)]);
    let merged = Tar::new().symlink("lib", "usr/lib").file("usr/lib/apk/db/installed", 0o644, INSTALLED);
    assert_eq!(packages(merged), [("apk".to_owned(), 2)]);
}

#[test]
fn the_packages_of_dpkg_are_counted_that_are_installed() {
    let status = "Package: libc6\nStatus: install ok installed\nDescription: text\n Status: install ok installed\n\n\
        Package: old\nStatus: deinstall ok config-files\n\nPackage: held\nStatus: hold ok installed\n";
    assert_eq!(packages(Tar::new().file("var/lib/dpkg/status", 0o644, status)), [("dpkg".to_owned(), 2)]);
}

#[test]
fn the_packages_of_distroless_images_are_counted() {
    let layer =
        Tar::new().folder("var/lib/dpkg/status.d/").file("var/lib/dpkg/status.d/base", 0o644, "Package: base-files\n");
    let layer = layer.file("var/lib/dpkg/status.d/base.md5sums", 0o644, "0123  etc/x\nPackage: no\n");
    let layer = layer.file("var/lib/dpkg/status.d/tzdata", 0o644, "Package: tzdata\nVersion: 1\n");
    assert_eq!(packages(layer), [("dpkg".to_owned(), 2)]);
}

#[test]
fn an_image_without_a_database_has_no_count() {
    assert_eq!(packages(Tar::new().folder("lib/apk/db").file("etc/apk/world", 0o644, "musl\n")), []);
}

#[test]
fn the_database_of_the_highest_layer_counts() {
    let lower = Tar::new().file("lib/apk/db/installed", 0o644, INSTALLED).done();
    let upper = Tar::new().file("lib/apk/db/installed", 0o644, "P:musl\n").done();
    assert_eq!(image(&[lower, upper]).contents.packages[0].count, 1);
}

#[test]
fn bundles_of_certificates_are_listed_once_and_not_where_they_are_empty() {
    let bundle = "etc/ssl/certs/ca-certificates.crt";
    let layer = Tar::new().file(bundle, 0o644, "PEM").symlink("etc/ssl/cert.pem", "certs/ca-certificates.crt");
    let layer = layer.file("etc/pki/tls/certs/ca-bundle.crt", 0o644, "").symlink("etc/ssl/ca-bundle.pem", "away");
    let layer = layer.file("opt/java/lib/security/cacerts", 0o644, "JKS");
    let contents = image(&[layer.done()]).contents;
    assert_eq!(contents.certificates, ["/etc/ssl/certs/ca-certificates.crt", "/opt/java/lib/security/cacerts"]);
}

#[test]
fn a_bundle_under_another_name_alone_is_listed() {
    let layer = Tar::new().file("etc/ssl/cert.pem", 0o644, "PEM").done();
    assert_eq!(image(&[layer]).contents.certificates, ["/etc/ssl/cert.pem"]);
}

#[test]
fn files_of_time_zones_are_told_by_their_beginning() {
    let zone = "usr/share/zoneinfo/Europe/Berlin";
    let layer = Tar::new().file(zone, 0o644, "TZif2\0\0").hardlink("usr/share/zoneinfo/Europe/Bonn", 0o644, zone);
    let layer =
        layer.symlink("usr/share/zoneinfo/here", "Europe/Berlin").file("usr/share/zoneinfo/zone.tab", 0o644, "DE\t");
    let layer = layer.file("usr/share/zoneinfo/short", 0o644, "TZ").file("usr/share/zoneinfos", 0o644, "TZif2");
    assert_eq!(image(&[layer.done()]).contents.time_zones, 2);
}

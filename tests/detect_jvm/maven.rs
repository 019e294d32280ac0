//! POMs: inheritance, placeholders, the jar, the version of Java, and what is refused.

use super::*;

const MAIN: &str = "src/main/java/com/example/Main.java";

fn with_pom(body: &str) -> Findings {
    detect(&[("pom.xml", &pom(body)), (MAIN, &class(""))]).unwrap()
}

#[test]
fn placeholders_are_filled_from_properties_and_from_the_parent() {
    let found = detect(&[
        ("pom.xml", "<project><artifactId>all</artifactId><version>${revision}</version><packaging>pom</packaging><modules><module>app</module></modules><properties><revision>3</revision><java.version>17</java.version><maven.compiler.release>${java.version}</maven.compiler.release></properties></project>"),
        ("app/pom.xml", "<project><parent><groupId>g</groupId><artifactId>all</artifactId><version>${revision}</version></parent><artifactId>app</artifactId></project>"),
        ("app/src/main/java/com/example/Main.java", &class("")),
    ])
    .unwrap();
    assert_answers(
        &found,
        &[("jar", "app-3.jar"), ("language-version", "17"), ("main", "./app"), ("main-class", "com.example.Main")],
    );
}

#[test]
fn a_version_without_long_support_is_built_with_the_next_that_has_it() {
    for (asked, taken) in [("1.8", "17"), ("11", "17"), ("17", "17"), ("19", "21"), ("24", "25"), ("26", "26")] {
        let found = with_pom(&format!("<properties><java.version>{asked}</java.version></properties>"));
        assert_answers(&found, &[("language-version", taken)]);
    }
}

#[test]
fn the_jar_has_the_name_that_the_build_gives_it() {
    let plugin = |name: &str, configuration: &str| {
        with_pom(&format!(
            "<build><plugins><plugin><artifactId>{name}</artifactId><configuration>{configuration}</configuration></plugin></plugins></build>"
        ))
    };
    let manifest = "<archive><manifest><mainClass>a.B</mainClass></manifest></archive>";
    let assembled =
        format!("{manifest}<descriptorRefs><descriptorRef>jar-with-dependencies</descriptorRef></descriptorRefs>");
    let transformed = "<transformers><transformer implementation=\"org.apache.maven.plugins.shade.resource.ManifestResourceTransformer\"><mainClass>a.B</mainClass></transformer></transformers>";
    assert_answers(
        &plugin("maven-assembly-plugin", &assembled),
        &[("packaging", "jar"), ("jar", "app-2-jar-with-dependencies.jar")],
    );
    assert_answers(
        &plugin("maven-shade-plugin", transformed),
        &[("packaging", "jar"), ("jar", "app-2.jar"), ("main-class", "")],
    );
    assert_answers(&plugin("maven-jar-plugin", manifest), &[("packaging", "jar"), ("jar", "app-2.jar")]);
    assert_answers(
        &with_pom("<build><finalName>named</finalName></build>"),
        &[("jar", "named.jar"), ("packaging", "classpath")],
    );
}

#[test]
fn a_jar_that_needs_libraries_is_started_by_its_class() {
    let found = with_pom(
        "<dependencies><dependency><groupId>io.javalin</groupId><artifactId>javalin</artifactId></dependency></dependencies>\
         <build><plugins><plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive><manifest><mainClass>a.B</mainClass></manifest></archive></configuration></plugin></plugins></build>",
    );
    assert_answers(&found, &[("packaging", "classpath"), ("main-class", "a.B")]);
}

#[test]
fn spring_boot_is_layered_from_the_version_on_that_has_the_tool() {
    let spring = |version: &str| {
        with_pom(&format!(
            "<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>{version}</version><relativePath/></parent>\
             <build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>"
        ))
    };
    assert_answers(&spring("4.0.1"), &[("packaging", "layered"), ("port", "8080"), ("port-variable", "SERVER_PORT")]);
    assert_answers(&spring("3.3.0"), &[("packaging", "layered")]);
    assert_answers(&spring("3.2.9"), &[("packaging", "jar")]);
}

#[test]
fn a_profile_that_a_file_switches_on_counts() {
    let profile = |activation: &str| {
        with_pom(&format!(
            "<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>4.0.1</version></parent>\
             <profiles><profile><activation>{activation}</activation><build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></profile></profiles>"
        ))
    };
    assert_answers(&profile("<file><exists>src/main/java</exists></file>"), &[("packaging", "layered")]);
    assert_answers(&profile("<activeByDefault>true</activeByDefault>"), &[("packaging", "layered")]);
    assert_answers(&profile("<property><name>x</name></property>"), &[("packaging", "classpath")]);
}

#[test]
fn several_classes_or_modules_that_start_are_a_doubt() {
    let found = detect(&[
        ("pom.xml", &pom("")),
        (MAIN, &class("")),
        ("src/main/java/com/example/Tool.java", &class("").replace("class Main", "class Tool")),
    ])
    .unwrap();
    assert_eq!(found.doubt("main-class"), ["com.example.Main", "com.example.Tool"]);
    let module = |name: &str| format!("<project><artifactId>{name}</artifactId><version>1</version></project>");
    let found = detect(&[
        ("pom.xml", &pom("<packaging>pom</packaging><modules><module>a</module><module>b</module></modules>")),
        ("a/pom.xml", &module("a")),
        ("b/pom.xml", &module("b")),
        ("a/src/main/java/Main.java", &class("new ServerSocket(8080);")),
        ("b/src/main/java/Main.java", &class("new ServerSocket(8080);")),
    ])
    .unwrap();
    assert_eq!(found.doubt("main"), ["./a", "./b"]);
    assert_answers(&found, &[("port", "8080"), ("main-class", "com.example.Main")]);
}

#[test]
fn what_no_image_can_be_made_of_is_refused_with_its_place() {
    let main = (MAIN, &*class(""));
    assert_refused(&[("pom.xml", "<project>\n<a></b>"), main], ErrorKind::BadInput, "pom.xml:2");
    assert_refused(
        &[("pom.xml", &pom("\n<packaging>war</packaging>")), main],
        ErrorKind::Refused,
        "pom.xml:2 (packaging war)",
    );
    assert_refused(
        &[("pom.xml", &pom("\n<modules><module>no</module></modules>")), main],
        ErrorKind::BadInput,
        "pom.xml:2",
    );
    assert_refused(&[("pom.xml", &pom(""))], ErrorKind::BadInput, "pom.xml");
}

#[test]
fn a_port_that_one_of_several_modules_says_is_asked_for() {
    let module = |name: &str| format!("<project><artifactId>{name}</artifactId><version>1</version></project>");
    let found = detect(&[
        ("pom.xml", &pom("<packaging>pom</packaging><modules><module>a</module><module>b</module></modules>")),
        ("a/pom.xml", &module("a")),
        ("b/pom.xml", &module("b")),
        ("a/src/main/java/Main.java", &class("new ServerSocket(8080);")),
        ("b/src/main/java/Main.java", &class("")),
    ])
    .unwrap();
    assert_eq!(found.doubt("port"), ["8080"]);
    assert_answers(&found, &[("jar", ""), ("binary", ""), ("packaging", "classpath")]);
}

//! As much of an ELF file as tells what it needs to run: the machine, the loader, the libraries.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom};

/// How an ELF file begins.
const MAGIC: &[u8] = b"\x7fELF";

/// The kinds of program headers that matter.
const LOAD: u64 = 1;
const DYNAMIC: u64 = 2;
const INTERPRETER: u64 = 3;

/// The kinds of entries of the dynamic section that matter.
const END: u64 = 0;
const NEEDED: u64 = 1;
const NAMES: u64 = 5;

/// Nothing that is read here is longer in a file that can run; a broken one must not fill the memory.
const LONGEST: u64 = 1 << 16;

/// What an ELF file says about itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Elf {
    /// The machine as Docker calls it; its number where Docker has no word for it.
    pub machine: String,
    /// The loader that it names.
    pub interpreter: Option<String>,
    /// The libraries that it names.
    pub libraries: Vec<String>,
}

/// Reads a file; none where it is no ELF file, or a broken one.
pub(super) fn read(file: &mut (impl Read + Seek)) -> io::Result<Option<Elf>> {
    match parse(file) {
        Ok(elf) => Ok(elf),
        Err(error) if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidInput) => Ok(None),
        Err(error) => Err(error),
    }
}

/// How numbers are written, and how long an address is.
#[derive(Clone, Copy)]
struct Form {
    is_wide: bool,
    is_little: bool,
}

impl Form {
    /// The number of `length` bytes at an offset; what lies outside of `bytes` is a broken file.
    fn number(self, bytes: &[u8], offset: usize, length: usize) -> io::Result<u64> {
        let bytes =
            offset.checked_add(length).and_then(|end| bytes.get(offset..end)).ok_or(ErrorKind::UnexpectedEof)?;
        let add = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        Ok(if self.is_little { bytes.iter().rev().fold(0, add) } else { bytes.iter().fold(0, add) })
    }

    /// The same at one of two offsets, that of a 64-bit file or that of a 32-bit one, as long as an address.
    fn address(self, bytes: &[u8], wide: usize, narrow: usize) -> io::Result<u64> {
        if self.is_wide { self.number(bytes, wide, 8) } else { self.number(bytes, narrow, 4) }
    }
}

/// A program header.
struct Segment {
    kind: u64,
    offset: u64,
    address: u64,
    length: u64,
}

fn parse(file: &mut (impl Read + Seek)) -> io::Result<Option<Elf>> {
    let head = bytes(file, 0, 64)?;
    if !head.starts_with(MAGIC) {
        return Ok(None);
    }
    let form = Form { is_wide: head.get(4) == Some(&2), is_little: head.get(5) == Some(&1) };
    let segments = segments(file, form, &head)?;
    let found = |kind| segments.iter().find(|segment| segment.kind == kind);
    let interpreter = match found(INTERPRETER) {
        Some(segment) => Some(text(&bytes(file, segment.offset, segment.length)?)),
        None => None,
    };
    let libraries = match found(DYNAMIC) {
        Some(segment) => libraries(file, form, segment, &segments)?,
        None => Vec::new(),
    };
    Ok(Some(Elf { machine: machine(form.number(&head, 18, 2)?, form), interpreter, libraries }))
}

fn segments(file: &mut (impl Read + Seek), form: Form, head: &[u8]) -> io::Result<Vec<Segment>> {
    let offset = form.address(head, 32, 28)?;
    let (length, count) = if form.is_wide { (54, 56) } else { (42, 44) };
    let (length, count) = (form.number(head, length, 2)?, form.number(head, count, 2)?);
    let table = bytes(file, offset, length * count)?;
    let mut segments = Vec::new();
    for header in table.chunks_exact(usize::try_from(length).unwrap_or_default().max(1)) {
        segments.push(Segment {
            kind: form.number(header, 0, 4)?,
            offset: form.address(header, 8, 4)?,
            address: form.address(header, 16, 8)?,
            length: form.address(header, 32, 16)?,
        });
    }
    Ok(segments)
}

/// The names that the dynamic section lists as needed. They lie in a table that is given by its address in memory.
fn libraries(
    file: &mut (impl Read + Seek),
    form: Form,
    dynamic: &Segment,
    segments: &[Segment],
) -> io::Result<Vec<String>> {
    let word = if form.is_wide { 8 } else { 4 };
    let section = bytes(file, dynamic.offset, dynamic.length)?;
    let (mut needed, mut names) = (Vec::new(), None);
    for entry in section.chunks_exact(2 * word) {
        let value = form.number(entry, word, word)?;
        match form.number(entry, 0, word)? {
            END => break,
            NEEDED => needed.push(value),
            NAMES => names = Some(value),
            _ => {}
        }
    }
    let Some(names) = names else { return Ok(Vec::new()) };
    let holds = |segment: &&Segment| {
        segment.kind == LOAD && names.checked_sub(segment.address).is_some_and(|inside| inside < segment.length)
    };
    let Some(segment) = segments.iter().find(holds) else { return Ok(Vec::new()) };
    let start = segment.offset.saturating_add(names - segment.address);
    needed.into_iter().map(|name| Ok(text(&bytes(file, start.saturating_add(name), LONGEST)?))).collect()
}

/// The bytes from an offset, as far as there are any.
fn bytes(file: &mut (impl Read + Seek), offset: u64, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(offset))?;
    file.take(length.min(LONGEST)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text up to its closing zero.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.split(|byte| *byte == 0).next().unwrap_or_default()).into_owned()
}

fn machine(number: u64, form: Form) -> String {
    let name = match (number, form.is_wide, form.is_little) {
        (3, ..) => "386",
        (8, true, true) => "mips64le",
        (21, _, true) => "ppc64le",
        (21, _, false) => "ppc64",
        (22, true, _) => "s390x",
        (40, ..) => "arm",
        (62, ..) => "amd64",
        (183, ..) => "arm64",
        (243, true, _) => "riscv64",
        (258, true, _) => "loong64",
        _ => return number.to_string(),
    };
    name.to_owned()
}

//! ELF files that are made here, byte by byte.

/// An ELF file: how its numbers are written, for which machine, and what it names.
pub struct Elf<'a> {
    pub is_wide: bool,
    pub is_little: bool,
    pub machine: u16,
    pub interpreter: Option<&'a str>,
    pub libraries: &'a [&'a str],
}

/// Where things lie in the file, and in memory.
const TABLE: usize = 64;
const NAMES: usize = 512;
const MEMORY: usize = 0x40_0000;
/// Behind the first megabyte, as in every big program.
const DYNAMIC: usize = (1 << 20) + 4096;

impl Elf<'_> {
    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; DYNAMIC + 4096];
        bytes[..6].copy_from_slice(&[0x7f, b'E', b'L', b'F', 1 + u8::from(self.is_wide), 2 - u8::from(self.is_little)]);
        self.put(&mut bytes, 18, 2, self.machine.into());
        let (table, length, count) = if self.is_wide { (32, 54, 56) } else { (28, 42, 44) };
        let mut names = vec![0];
        let mut section = Vec::new();
        for library in self.libraries {
            section.push((1, names.len()));
            names.extend(library.bytes().chain([0]));
        }
        section.extend([(5, MEMORY + NAMES), (0, 0), (1, 1)]);
        bytes[NAMES..][..names.len()].copy_from_slice(&names);
        let word = if self.is_wide { 8 } else { 4 };
        for (number, (kind, value)) in section.iter().enumerate() {
            let at = DYNAMIC + number * 2 * word;
            self.put(&mut bytes, at, word, *kind);
            self.put(&mut bytes, at + word, word, *value);
        }
        // A loaded part that does not hold the names comes first.
        let mut segments = vec![(1, 0, 0x1000, 16), (1, 0, MEMORY, 4096)];
        if let Some(interpreter) = self.interpreter {
            let at = 2048;
            bytes[at..][..interpreter.len()].copy_from_slice(interpreter.as_bytes());
            segments.push((3, at, MEMORY + at, interpreter.len() + 1));
        }
        if !self.libraries.is_empty() {
            segments.push((2, DYNAMIC, MEMORY + DYNAMIC, section.len() * 2 * word));
        }
        let size = if self.is_wide { 56 } else { 32 };
        for (number, segment) in segments.iter().enumerate() {
            self.segment(&mut bytes, TABLE + number * size, *segment);
        }
        self.put(&mut bytes, table, word, TABLE);
        self.put(&mut bytes, length, 2, size);
        self.put(&mut bytes, count, 2, segments.len());
        bytes
    }

    fn segment(&self, bytes: &mut [u8], at: usize, (kind, offset, memory, length): (usize, usize, usize, usize)) {
        self.put(bytes, at, 4, kind);
        let (places, word) = if self.is_wide { ([8, 16, 32], 8) } else { ([4, 8, 16], 4) };
        for (place, value) in places.into_iter().zip([offset, memory, length]) {
            self.put(bytes, at + place, word, value);
        }
    }

    fn put(&self, bytes: &mut [u8], at: usize, length: usize, number: usize) {
        let number = (number as u64).to_le_bytes();
        bytes[at..][..length].copy_from_slice(&number[..length]);
        if !self.is_little {
            bytes[at..][..length].reverse();
        }
    }
}

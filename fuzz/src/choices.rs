//! Decisions out of bytes: the same bytes decide the same, fewer bytes decide less.

/// Bytes that are used up by decisions; when there are none left every decision is the first choice.
pub struct Choices<'b>(&'b [u8]);

impl<'b> Choices<'b> {
    /// Decisions out of these bytes.
    pub fn new(bytes: &'b [u8]) -> Choices<'b> {
        Choices(bytes)
    }

    /// Whether there is nothing left to decide by.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A number below a bound; 0 for a bound of 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let mut number = 0_usize;
        let bytes = if bound <= 256 { 1 } else { 3 };
        for _ in 0..bytes {
            let (byte, rest) = self.0.split_first().map_or((0, self.0), |(byte, rest)| (*byte, rest));
            self.0 = rest;
            number = number << 8 | usize::from(byte);
        }
        if bound == 0 { 0 } else { number % bound }
    }

    /// One of several.
    pub fn one_of<'t, T>(&mut self, among: &'t [T]) -> &'t T {
        &among[self.below(among.len())]
    }

    /// One of several words.
    pub fn word(&mut self, among: &'static [&'static str]) -> &'static str {
        among[self.below(among.len())]
    }

    /// A few bytes as they are.
    pub fn bytes(&mut self) -> &'b [u8] {
        let length = self.below(24).min(self.0.len());
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }
}

//! How the groups of a block answer a person's words, from the mentions of their terms.

use crate::case::Reading;
use crate::facts::Span;
use crate::index::{Index, Sealed};
use crate::segment::{BLOCK, Segment, Tile};

/// The mentions of every term of every interest.
pub(crate) struct Texts<'s> {
    reading: &'s Reading<'s>,
    /// For each segment and each term, its stretches.
    spans: Vec<Vec<Span>>,
    /// Where each interest's terms begin among them, and the end.
    starts: Vec<usize>,
    /// For each term, how often each group of the open block uses it.
    counts: Vec<[u8; BLOCK]>,
    /// The most of them.
    most: Vec<u8>,
    /// For each term, which groups of the open block use it.
    hits: Vec<u64>,
}

impl<'s> Texts<'s> {
    pub(crate) fn new(index: &Index, reading: &'s Reading<'s>) -> Texts<'s> {
        let mut starts = vec![0];
        for interest in &reading.interests {
            starts.push(starts[starts.len() - 1] + interest.query.terms.len());
        }
        let terms = || reading.interests.iter().flat_map(|one| &one.query.terms);
        let spans = |one: &Sealed| terms().map(|term| one.segment.stretches(term.term)).collect();
        let spans = index.sealed.iter().map(spans).collect();
        let count = starts[starts.len() - 1];
        let (counts, most, hits) = (vec![[0; BLOCK]; count], vec![0; count], vec![0; count]);
        Texts { reading, spans, starts, counts, most, hits }
    }

    /// The stretches that lie in a range of blocks, term by term.
    pub(crate) fn cursors(
        &self,
        (number, segment): (usize, &Segment),
        blocks: &std::ops::Range<u32>,
    ) -> Cursors {
        let spans = self.spans[number].iter();
        let spans: Vec<Span> = spans.map(|span| segment.stretches_in(*span, blocks)).collect();
        Cursors { most: vec![0; spans.len()], spans }
    }

    /// The best answers that a block could hold; the cursors go from block to block.
    pub(crate) fn best_answers(
        &self,
        segment: &Segment,
        block: u32,
        cursors: &mut Cursors,
        answers: &mut [f32],
    ) {
        cursors.go_to(segment, block);
        let length = segment.blocks[block as usize].length;
        for (at, interest) in self.reading.interests.iter().enumerate() {
            let most = &cursors.most[self.starts[at]..self.starts[at + 1]];
            answers[at] = if most.iter().all(|one| *one == 0) {
                0.0
            } else {
                let answer = interest.query.answer(most.iter().map(|one| u32::from(*one)), length);
                // A hair more, for what rounding takes.
                (answer * 1.000_001).min(1.0)
            };
        }
    }

    /// The best answers that a tile could hold.
    pub(crate) fn best_in_tile(
        &self,
        (number, segment): (usize, &Segment),
        tile: &Tile,
        answers: &mut [f32],
    ) {
        for (at, interest) in self.reading.interests.iter().enumerate() {
            let spans = &self.spans[number][self.starts[at]..self.starts[at + 1]];
            let most = spans.iter().map(|span| segment.most_in(*span, &tile.blocks));
            let answer = interest.query.answer(most, tile.summary.length);
            answers[at] = (answer * 1.000_001).min(1.0);
        }
    }

    /// Reads the mentions of a block.
    pub(crate) fn open(&mut self, (number, segment): (usize, &Segment), block: u32) {
        for (at, span) in self.spans[number].iter().enumerate() {
            if self.hits[at] != 0 {
                self.counts[at] = [0; BLOCK];
                self.hits[at] = 0;
                self.most[at] = 0;
            }
            let Some(stretch) = segment.stretch_in(*span, block as u16) else {
                continue;
            };
            self.most[at] = segment.stretch(stretch).most;
            for mention in segment.mentions(stretch) {
                self.counts[at][usize::from(mention.at)] = mention.count;
                self.hits[at] |= 1 << mention.at;
            }
        }
    }

    /// Which groups of the open block use any of the terms.
    pub(crate) fn hits(&self) -> u64 {
        self.hits.iter().fold(0, |all, hits| all | hits)
    }

    /// The best answers of the open block, whose shortest text is so long.
    pub(crate) fn best_open(&self, length: u32, answers: &mut [f32]) {
        for (at, interest) in self.reading.interests.iter().enumerate() {
            let most = self.most[self.starts[at]..self.starts[at + 1]].iter();
            let answer = interest.query.answer(most.map(|one| u32::from(*one)), length);
            answers[at] = (answer * 1.000_001).min(1.0);
        }
    }

    /// How a group of the open block answers each interest.
    pub(crate) fn answers(&self, at: usize, length: u32, answers: &mut [f32]) {
        for (number, interest) in self.reading.interests.iter().enumerate() {
            let terms = self.starts[number]..self.starts[number + 1];
            let is_hit = self.hits[terms.clone()].iter().any(|hits| hits >> at & 1 == 1);
            answers[number] = if is_hit {
                let counts = self.counts[terms].iter().map(|counts| u32::from(counts[at]));
                interest.query.answer(counts, length)
            } else {
                0.0
            };
        }
    }
}

/// Where each term's stretches go on, while the blocks of a tile are gone through in order.
pub(crate) struct Cursors {
    spans: Vec<Span>,
    /// The most mentions of each term in one group of the block.
    most: Vec<u8>,
}

impl Cursors {
    fn go_to(&mut self, segment: &Segment, block: u32) {
        for (span, most) in self.spans.iter_mut().zip(&mut self.most) {
            *most = 0;
            while span.len > 0 {
                let stretch = segment.stretch(span.start as usize);
                if u32::from(stretch.block) > block {
                    break;
                }
                if u32::from(stretch.block) == block {
                    *most = stretch.most;
                }
                *span = Span { start: span.start + 1, len: span.len - 1 };
            }
        }
    }
}

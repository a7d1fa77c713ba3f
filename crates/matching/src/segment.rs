//! A sealed stretch of the index: groups in the order of place, kind and promise, in blocks.
//!
//! Neighbours in space and kind lie in one block, so that a summary of a block is tight and a
//! term's mentions lie together. A sealed segment never changes; what is taken out is marked.

use domain::ids::GroupId;
use domain::kinds::Activity;

use crate::bm25::{Corpus, weigh};
use crate::facts::{Facts, Running, Sides, Span, View, Where};
use crate::glance::Glance;
use crate::language::Known;
use crate::summary::Summary;
use crate::text::Term;

/// Groups in one block, as many as a word has bits.
pub(crate) const BLOCK: usize = 64;
/// Blocks in one tile, the stretch that shares a place.
pub(crate) const TILE: usize = 64;
/// The most groups in one segment, so that a block's number has sixteen bits.
pub(crate) const MOST: usize = BLOCK * 65_536;
/// Every so many stretches of mentions remember where they begin.
const SAMPLE: usize = 16;

/// The mentions of one term in one block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    /// Which block.
    pub(crate) block: u16,
    /// How many groups, less one.
    more: u8,
    /// The most mentions in one group.
    pub(crate) most: u8,
}

/// One group's mentions of a term.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mention {
    /// Where the group is in its block.
    pub(crate) at: u8,
    /// How often, in weighted words.
    pub(crate) count: u8,
}

/// Which groups use which terms.
#[derive(Debug, Default)]
struct Postings {
    /// Every term used, by number, and where its stretches begin.
    terms: Vec<(Term, u32)>,
    stretches: Vec<Stretch>,
    samples: Vec<u32>,
    mentions: Vec<Mention>,
}

/// Sealed groups.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) facts: Vec<Facts>,
    pub(crate) sides: Sides,
    pub(crate) glances: Vec<Glance>,
    /// Slots in the order of their ids.
    by_id: Vec<u32>,
    pub(crate) blocks: Vec<Summary>,
    pub(crate) tiles: Vec<Tile>,
    postings: Postings,
}

/// Blocks that share a place.
#[derive(Debug)]
pub(crate) struct Tile {
    pub(crate) blocks: std::ops::Range<u32>,
    pub(crate) summary: Summary,
}

impl Segment {
    /// Seals groups. There are `MOST` at most.
    pub(crate) fn seal(rows: &[View<'_>], known: &Known, corpus: &Corpus) -> Segment {
        let (order, tile_ends) = order(rows);
        let (mut facts, mut sides) = (Vec::with_capacity(rows.len()), Sides::default());
        for at in &order {
            facts.push(copy(rows[*at as usize], &mut sides));
        }
        sides.shrink();
        let mut by_id: Vec<u32> = (0..facts.len() as u32).collect();
        by_id.sort_unstable_by_key(|slot| facts[*slot as usize].id);
        let view = |slot: usize| View { facts: &facts[slot], sides: &sides };
        let glances = (0..facts.len()).map(|slot| Glance::of(view(slot))).collect();
        let blocks: Vec<Summary> = (0..facts.len())
            .step_by(BLOCK)
            .filter_map(|from| Summary::of_all((from..facts.len().min(from + BLOCK)).map(view)))
            .collect();
        let postings = Postings::of((0..facts.len()).map(view), known, corpus);
        let tiles = tiles(&blocks, &tile_ends);
        Segment { facts, sides, glances, by_id, blocks, tiles, postings }
    }

    /// The group at this place.
    pub(crate) fn view(&self, slot: usize) -> View<'_> {
        View { facts: &self.facts[slot], sides: &self.sides }
    }

    /// Where a group is.
    pub(crate) fn find(&self, id: GroupId) -> Option<usize> {
        let at = self.by_id.binary_search_by_key(&id, |slot| self.facts[*slot as usize].id).ok()?;
        Some(self.by_id[at] as usize)
    }

    /// The stretches of a term's mentions.
    pub(crate) fn stretches(&self, term: Term) -> Span {
        let postings = &self.postings;
        let Ok(at) = postings.terms.binary_search_by_key(&term, |(term, _)| *term) else {
            return Span::default();
        };
        let start = postings.terms[at].1;
        let end = postings.terms.get(at + 1).map_or(postings.stretches.len() as u32, |next| next.1);
        Span { start, len: end - start }
    }

    /// The stretch of a term in a block, looked for in some of its stretches: its number.
    pub(crate) fn stretch_in(&self, among: Span, block: u16) -> Option<usize> {
        let some = among.of(&self.postings.stretches);
        let at = some.binary_search_by_key(&block, |stretch| stretch.block).ok()?;
        Some(among.start as usize + at)
    }

    /// Those of some stretches that lie in a range of blocks.
    pub(crate) fn stretches_in(&self, among: Span, blocks: &std::ops::Range<u32>) -> Span {
        let some = among.of(&self.postings.stretches);
        let from = some.partition_point(|one| u32::from(one.block) < blocks.start);
        let len = some[from..].partition_point(|one| u32::from(one.block) < blocks.end);
        Span { start: among.start + from as u32, len: len as u32 }
    }

    /// The most mentions in one group, of those stretches that lie in a range of blocks.
    pub(crate) fn most_in(&self, among: Span, blocks: &std::ops::Range<u32>) -> u32 {
        let inside = self.stretches_in(among, blocks);
        let most = inside.of(&self.postings.stretches).iter().map(|one| one.most).max();
        u32::from(most.unwrap_or(0))
    }

    /// One stretch by its number.
    pub(crate) fn stretch(&self, number: usize) -> Stretch {
        self.postings.stretches[number]
    }

    /// Its mentions.
    pub(crate) fn mentions(&self, number: usize) -> &[Mention] {
        let postings = &self.postings;
        let sampled = number / SAMPLE * SAMPLE;
        let between = &postings.stretches[sampled..number];
        let before: usize = between.iter().map(|one| usize::from(one.more) + 1).sum();
        let start = postings.samples[number / SAMPLE] as usize + before;
        &postings.mentions[start..=start + usize::from(postings.stretches[number].more)]
    }

    /// About how many bytes it takes.
    pub(crate) fn size_bytes(&self) -> usize {
        let postings = &self.postings;
        size_of_val(self.facts.as_slice())
            + self.sides.size_bytes()
            + size_of_val(self.glances.as_slice())
            + size_of_val(self.by_id.as_slice())
            + size_of_val(self.blocks.as_slice())
            + size_of_val(self.tiles.as_slice())
            + size_of_val(postings.terms.as_slice())
            + size_of_val(postings.stretches.as_slice())
            + size_of_val(postings.samples.as_slice())
            + size_of_val(postings.mentions.as_slice())
    }
}

impl Postings {
    fn of<'a>(
        views: impl ExactSizeIterator<Item = View<'a>> + Clone,
        known: &Known,
        corpus: &Corpus,
    ) -> Postings {
        // Counted first, then laid where they belong: no list grows and nothing is sorted.
        let counts = match corpus.counts_of_all(views.len()) {
            Some(counts) => counts.to_vec(),
            None => count(views.clone(), known),
        };
        let mut next: Vec<u32> = Vec::with_capacity(counts.len());
        let mut all = 0;
        for count in &counts {
            next.push(all);
            all += count;
        }
        let mut laid: Vec<(u16, Mention)> = vec![(0, Mention { at: 0, count: 0 }); all as usize];
        for (slot, view) in views.enumerate() {
            let (block, at) = ((slot / BLOCK) as u16, (slot % BLOCK) as u8);
            for (term, count) in weigh(view, known) {
                let place = &mut next[term as usize];
                laid[*place as usize] = (block, Mention { at, count: count as u8 });
                *place += 1;
            }
        }
        let mut postings =
            Postings { mentions: Vec::with_capacity(laid.len()), ..Postings::default() };
        let mut from = 0;
        for (term, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            postings.terms.push((term as Term, postings.stretches.len() as u32));
            let mine = &laid[from..from + *count as usize];
            mine.chunk_by(|a, b| a.0 == b.0).for_each(|stretch| postings.push(stretch));
            from += *count as usize;
        }
        postings.terms.shrink_to_fit();
        postings.stretches.shrink_to_fit();
        postings
    }

    fn push(&mut self, stretch: &[(u16, Mention)]) {
        if self.stretches.len().is_multiple_of(SAMPLE) {
            self.samples.push(self.mentions.len() as u32);
        }
        let most = stretch.iter().map(|(_, mention)| mention.count).max().unwrap_or(0);
        let more = (stretch.len() - 1) as u8;
        self.stretches.push(Stretch { block: stretch[0].0, more, most });
        self.mentions.extend(stretch.iter().map(|(_, mention)| *mention));
    }
}

/// How many groups use each term.
fn count<'a>(views: impl Iterator<Item = View<'a>>, known: &Known) -> Vec<u32> {
    let mut counts: Vec<u32> = Vec::new();
    for view in views {
        for (term, _) in weigh(view, known) {
            let at = term as usize;
            if counts.len() <= at {
                counts.resize(at + 1, 0);
            }
            counts[at] += 1;
        }
    }
    counts
}

/// The facts with their tables copied behind others.
fn copy(view: View<'_>, sides: &mut Sides) -> Facts {
    let (facts, from) = (view.facts, view.sides);
    let mut copied = *facts;
    copied.move_sides(from, sides);
    copied
}

fn tiles(blocks: &[Summary], ends: &[usize]) -> Vec<Tile> {
    let mut tiles = Vec::with_capacity(ends.len());
    let mut from = 0;
    for end in ends {
        let end = end.div_ceil(BLOCK);
        let summary = blocks[from..end].iter().copied().reduce(Summary::and);
        tiles.extend(summary.map(|summary| Tile { blocks: from as u32..end as u32, summary }));
        from = end;
    }
    tiles
}

/// The order in which groups are laid, and where each tile ends.
fn order(rows: &[View<'_>]) -> (Vec<u32>, Vec<usize>) {
    let latest = rows.iter().filter_map(|view| view.facts.checked_on).max().map_or(0, |day| day.0);
    // Those one can join from home are of interest everywhere, so they have tiles of their own.
    let class = |view: &View<'_>| match (view.facts.place, view.facts.point) {
        (Where::Venue, Some(_)) => 0,
        (Where::Both, Some(_)) => 1,
        (Where::Both | Where::Online, None) => 2,
        _ => 3,
    };
    let mut all: Vec<u32> = (0..rows.len() as u32).collect();
    all.sort_by_key(|at| class(&rows[*at as usize]));
    let mut ends = Vec::new();
    let mut from = 0;
    for part in all.chunk_by_mut(|a, b| class(&rows[*a as usize]) == class(&rows[*b as usize])) {
        split(part, rows, from, &mut ends);
        from += part.len();
    }
    let mut from = 0;
    for end in &ends {
        all[from..*end].sort_by_cached_key(|at| place_in_tile(rows[*at as usize].facts, latest));
        from = *end;
    }
    (all, ends)
}

/// Halves the groups by the longer side of their area until each part is one tile.
fn split(part: &mut [u32], rows: &[View<'_>], from: usize, ends: &mut Vec<usize>) {
    if part.len() <= BLOCK * TILE {
        ends.push(from + part.len());
        return;
    }
    let point =
        |at: u32| rows[at as usize].facts.point.map_or((0.0, 0.0), |p| (p.latitude, p.longitude));
    let width = |pick: fn((f64, f64)) -> f64| {
        let values = part.iter().map(|at| pick(point(*at)));
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
        high - low
    };
    let by_latitude = width(|p| p.0) >= 0.6 * width(|p| p.1);
    let key = |at: &u32| if by_latitude { point(*at).0 } else { point(*at).1 };
    // Whole blocks on the left, so that no block belongs to two tiles.
    let middle = (part.len() / 2).next_multiple_of(BLOCK);
    part.select_nth_unstable_by(middle, |a, b| key(a).total_cmp(&key(b)));
    let (left, right) = part.split_at_mut(middle);
    split(left, rows, from, ends);
    split(right, rows, from + middle, ends);
}

/// What can be suggested first; then by kind; then what promises most; then by id.
fn place_in_tile(facts: &Facts, latest: i32) -> (bool, usize, std::cmp::Reverse<u32>, GroupId) {
    let is_shut =
        facts.running != Running::Yes || matches!(facts.capacity, domain::group::Capacity::Full);
    let best = facts.activities.iter().max().copied().unwrap_or(0);
    let kind = match best {
        0 => Activity::ALL.len(),
        best => facts.activities.iter().position(|one| *one == best).unwrap_or(0),
    };
    (is_shut, kind, std::cmp::Reverse(promise(facts, latest)), facts.id)
}

/// How much a group promises to anybody. Only a guess: it orders, and decides nothing.
fn promise(facts: &Facts, latest: i32) -> u32 {
    use domain::group::Capacity;
    let mut sum = match facts.capacity {
        Capacity::HasRoom => 60,
        Capacity::AskFirst => 36,
        Capacity::WaitingList => 15,
        Capacity::Full => 0,
    };
    sum += if facts.rules.len == 0 { 150 } else { 75 };
    sum += match facts.weekly.map(|parts| parts != 0) {
        [true, _, _] => 100,
        [false, true, _] => 90,
        _ => 40,
    };
    let age_days = facts.checked_on.map_or(i32::MAX, |day| latest - day.0);
    sum + match age_days {
        ..=90 => 40,
        91..=365 => 25,
        _ => 8,
    }
}

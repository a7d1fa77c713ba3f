//! What a person could have, were a barrier or two removed: the groups about them that would mean
//! something to them. What lies at the other end of the country is no door that anybody can open.

use crate::case::{Case, Reading};
use crate::index::{Index, Sealed};
use crate::rank::{Part, bounds, parts};
use crate::search::bits;
use crate::segment::BLOCK;
use crate::suggest::{MEANS_SOMETHING, means_something};
use crate::summary::Summary;
use crate::texts::Texts;

/// As many times as far as somebody travels.
const FURTHER: f64 = 4.0;
/// Or so far, kilometres, if that is more.
const ABOUT_KM: f64 = 40.0;

impl Index {
    /// Holds every group in the outlook that would mean something against a reading, in no
    /// particular order.
    pub(crate) fn each_meaningful(&self, reading: &Reading<'_>, mut look: impl FnMut(&Case<'_>)) {
        let mut judge = |case: &Case<'_>| {
            if is_about(case.km, reading, case.view.is_online()) && means_something(case) {
                look(case);
            }
        };
        for view in self.live() {
            judge(&Case::new(view, reading, &self.answers(view, reading)));
        }
        let mut texts = Texts::new(self, reading);
        let mut answers = vec![0.0; reading.interests.len()];
        for (number, sealed) in self.sealed.iter().enumerate() {
            for block in promising(number, sealed, reading, &texts) {
                texts.open((number, &sealed.segment), block);
                for at in bits(sealed.there[block as usize]) {
                    let view = sealed.segment.view(block as usize * BLOCK + at);
                    texts.answers(at, view.facts.length, &mut answers);
                    judge(&Case::new(view, reading, &answers));
                }
            }
        }
    }
}

/// The blocks in which anything in the outlook may mean something.
fn promising(number: usize, sealed: &Sealed, reading: &Reading<'_>, texts: &Texts<'_>) -> Vec<u32> {
    let segment = &sealed.segment;
    let mut answers = vec![0.0; reading.interests.len()];
    let says_interest = parts::interest_of(reading, &answers, |_| 0.0).is_some();
    let says_need = parts::need_of(reading, &answers, |_| 0.0, |_| 0.0).is_some();
    let mut found = Vec::new();
    for tile in segment.tiles.iter().filter(|tile| is_near(&tile.summary, reading)) {
        let mut cursors = texts.cursors((number, segment), &tile.blocks);
        for block in tile.blocks.clone() {
            let summary = &segment.blocks[block as usize];
            texts.best_answers(segment, block, &mut cursors, &mut answers);
            let reaches = |part| bounds::most(part, summary, reading, &answers) >= MEANS_SOMETHING;
            let may_mean = !reading.says_what_matters()
                || (reaches(Part::Interest) && says_interest)
                || (reaches(Part::Need) && says_need);
            if may_mean && is_near(summary, reading) {
                found.push(block);
            }
        }
    }
    found
}

fn outlook_km(reading: &Reading<'_>) -> f64 {
    (FURTHER * reading.reach_km()).max(ABOUT_KM)
}

fn is_about(km: Option<f64>, reading: &Reading<'_>, is_online: bool) -> bool {
    is_online || km.is_none_or(|km| km <= outlook_km(reading))
}

fn is_near(block: &Summary, reading: &Reading<'_>) -> bool {
    let km = reading.home.zip(block.area).map(|(home, area)| area.km_at_least(home));
    !block.is_placed || is_about(km, reading, block.is_online())
}

//! The nearest place that is still free on either side, in almost constant time.
//!
//! Two disjoint-set forests with path halving (Tarjan and van Leeuwen, 1984): a place that is taken
//! points to its neighbour, and each look shortens the way for the next.

/// Places in a row, some of them free.
pub(super) struct Chain {
    /// For each place plus one, a place at or below it that may be free; nought is the end.
    down: Vec<u32>,
    /// For each place, a place at or above it that may be free; the last is the end.
    up: Vec<u32>,
}

impl Chain {
    /// A chain of places, each free or not.
    pub(super) fn of(is_free: impl ExactSizeIterator<Item = bool>) -> Chain {
        let places = is_free.len() as u32;
        let (mut down, mut up) = (vec![0], Vec::with_capacity(is_free.len() + 1));
        for (at, is_free) in (0..places).zip(is_free) {
            down.push(if is_free { at + 1 } else { at });
            up.push(if is_free { at } else { at + 1 });
        }
        up.push(places);
        Chain { down, up }
    }

    /// The nearest free place below.
    pub(super) fn below(&mut self, at: usize) -> Option<usize> {
        (root(&mut self.down, at + 1) as usize).checked_sub(1)
    }

    /// The nearest free place above.
    pub(super) fn above(&mut self, at: usize) -> Option<usize> {
        let found = root(&mut self.up, at) as usize;
        (found + 1 < self.up.len()).then_some(found)
    }

    /// Takes a free place.
    pub(super) fn take(&mut self, at: usize) {
        self.down[at + 1] = at as u32;
        self.up[at] = at as u32 + 1;
    }
}

fn root(parents: &mut [u32], mut at: usize) -> u32 {
    while parents[at] as usize != at {
        let next = parents[at] as usize;
        parents[at] = parents[next];
        at = parents[at] as usize;
    }
    at as u32
}

//! Lines of people, one for each class, that anybody may leave from the middle.
//!
//! Memory follows how many wait: a place that is left is used again.

/// Marks the end of a chain.
const NONE: u32 = u32::MAX;

/// The lines, the first of which is taken from first.
pub(super) struct Lines<T> {
    places: Vec<Place<T>>,
    ends: Vec<Ends>,
    free: u32,
}

#[derive(Clone, Copy)]
struct Ends {
    first: u32,
    last: u32,
}

struct Place<T> {
    who: Option<T>,
    class: u32,
    before: u32,
    after: u32,
}

impl<T> Lines<T> {
    pub(super) fn new(classes: usize) -> Lines<T> {
        let ends = vec![Ends { first: NONE, last: NONE }; classes];
        Lines { places: Vec::new(), ends, free: NONE }
    }

    /// Joins the end of the line of a class (of the last line where there is none for it), and
    /// says at which place.
    pub(super) fn join(&mut self, class: usize, who: T) -> u32 {
        let class = class.min(self.ends.len() - 1);
        let before = self.ends[class].last;
        let place = Place { who: Some(who), class: class as u32, before, after: NONE };
        let here = if self.free == NONE {
            self.places.push(place);
            (self.places.len() - 1) as u32
        } else {
            let here = self.free;
            self.free = self.places[here as usize].after;
            self.places[here as usize] = place;
            here
        };
        match before {
            NONE => self.ends[class].first = here,
            before => self.places[before as usize].after = here,
        }
        self.ends[class].last = here;
        here
    }

    /// Who is at a place; nothing where nobody is.
    pub(super) fn at_mut(&mut self, place: u32) -> Option<&mut T> {
        self.places[place as usize].who.as_mut()
    }

    /// Takes the first of the first line that is not empty, with their class.
    pub(super) fn take_first(&mut self) -> Option<(usize, T)> {
        let first = self.ends.iter().map(|ends| ends.first).find(|first| *first != NONE)?;
        self.leave(first)
    }

    /// Somebody leaves their place; nothing where nobody holds it.
    pub(super) fn leave(&mut self, here: u32) -> Option<(usize, T)> {
        let place = &mut self.places[here as usize];
        let who = place.who.take()?;
        let (class, before, after) = (place.class as usize, place.before, place.after);
        place.after = self.free;
        self.free = here;
        match before {
            NONE => self.ends[class].first = after,
            before => self.places[before as usize].after = after,
        }
        match after {
            NONE => self.ends[class].last = before,
            after => self.places[after as usize].before = before,
        }
        Some((class, who))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_class_is_taken_first_and_anybody_may_leave() {
        let mut lines = Lines::new(2);
        let slow: Vec<u32> = (0..4).map(|who| lines.join(1, who)).collect();
        lines.join(0, 10);
        assert_eq!(lines.leave(slow[1]), Some((1, 1)));
        assert_eq!(lines.leave(slow[1]), None);
        assert_eq!(lines.leave(slow[3]), Some((1, 3)));
        lines.join(1, 4);
        lines.join(0, 11);
        let taken: Vec<_> = std::iter::from_fn(|| lines.take_first()).collect();
        assert_eq!(taken, [(0, 10), (0, 11), (1, 0), (1, 2), (1, 4)]);
        assert!(lines.places.len() <= 5);
    }

    #[test]
    fn an_empty_line_can_be_joined_again() {
        let mut lines = Lines::new(1);
        for who in 0..100 {
            lines.join(0, who);
            assert_eq!(lines.take_first(), Some((0, who)));
            assert_eq!(lines.take_first(), None);
        }
        assert_eq!(lines.places.len(), 1);
    }
}

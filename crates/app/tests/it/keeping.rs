//! Keeping the directory: duplicates made one and two again, claims, and corrections by anybody.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod claims;
mod corrections;
mod merging;

use app::directory::{self, Told};
use app::testing::World;
use domain::group::Group;
use domain::ids::GroupId;

/// What these tests ask of a world.
trait Kept {
    fn shown(&self, id: GroupId) -> Group;
    fn told(&self, id: GroupId) -> Told;
    fn names(&self) -> Vec<String>;
    fn imports(&self, group: &Group);
}

impl Kept for World {
    fn shown(&self, id: GroupId) -> Group {
        self.app.read_now(&self.system(), move |act| directory::find(act, id)).unwrap().0
    }

    fn told(&self, id: GroupId) -> Told {
        self.app.read_now(&self.system(), move |act| directory::told(act, id)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let listed = self.app.read_now(&self.system(), |act| directory::list(act, "", (50, 0)));
        listed.unwrap().0.into_iter().map(|group| group.name).collect()
    }

    fn imports(&self, group: &Group) {
        let groups = [group.clone()];
        self.app.write_now(&self.system(), move |act| app::imports::put(act, &groups)).unwrap();
    }
}

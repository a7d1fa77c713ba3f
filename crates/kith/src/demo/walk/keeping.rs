//! What waits for those who keep the directory: a group that two listings have, something that a
//! visitor says is wrong, and an organisation that wants to keep its entry.

use app::directory::{self, claims, corrections};
use app::{Actor, imports};
use domain::group::claim::Asked;
use domain::group::correction::{Field, Typed};
use domain::group::{Group, Source};
use domain::ids::GroupId;

use super::Walk;

/// The other listing that has the repair café.
const OTHER_LISTING: &str = "voluntary-action";

/// Plans what waits.
pub(super) fn plan(walk: &mut Walk<'_>) {
    walk.at(41.0, "the repair café in another listing", |walk| {
        let (id, system) = (walk.group("repair-cafe")?, walk.stage.actor.clone());
        let new: GroupId = walk.app.new_id();
        walk.act(&system, move |act| {
            let (group, _) = directory::find(act, id)?;
            let source = Source { name: OTHER_LISTING.to_owned(), id: "114".to_owned() };
            let name = format!("The {} (Saltreach)", group.name);
            let checked = None;
            imports::put(act, &[Group { id: new, name, source, checked, ..group }]).map(drop)
        })
    });
    walk.at(2.2, "something wrong about the chess", |walk| {
        let id = walk.group("library-chess")?;
        let anybody = Actor::Public { service: walk.stage.actor.service() };
        let typed = Typed {
            words: "They have moved to Thursdays since the library changed its hours.".to_owned(),
            fields: vec![(Field::Phone, "01632 960399".to_owned())],
            status: None,
        };
        walk.act(&anybody, move |act| corrections::suggest(act, id, &typed, "").map(drop))
    });
    walk.at(1.4, "the choir wants to keep its entry", |walk| {
        let id = walk.group("quay-voices")?;
        let anybody = Actor::Public { service: walk.stage.actor.service() };
        let asked = Asked {
            organisation: "Quay Voices".to_owned(),
            role: "secretary".to_owned(),
            email: "secretary@quayvoices.demo.kith".to_owned(),
            words: "Our number is in the entry. Ring on a Tuesday.".to_owned(),
        };
        let claim = walk.act(&anybody, move |act| claims::ask(act, id, &asked, ""))?;
        let owner = walk.act(&anybody, move |act| claims::holder_in_demonstration(act, claim))?;
        walk.act(&owner, claims::prove)
    });
}

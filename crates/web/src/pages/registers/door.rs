//! The two doors to a register: the group's signed link, and signing in.

use app::links::{Purpose, Standing};
use app::{Actor, App, registers};
use domain::group::Group;
use domain::ids::GroupId;

use crate::error::Error;
use crate::urls;

/// How somebody came to a register.
#[derive(Debug, Clone)]
pub(crate) struct Door {
    /// Who they are.
    pub(crate) actor: Actor,
    /// Whose register.
    pub(crate) group: GroupId,
    /// Where its pages begin.
    pub(crate) base: String,
    /// Whether they hold a link and have no account.
    pub(crate) is_link: bool,
}

/// What is behind a link to a register.
pub(crate) enum Opened {
    /// The register.
    Door(Door),
    /// A link that no longer works, for this group.
    Closed(Actor, Box<Group>),
}

/// The door of a link, or the group whose link no longer works.
pub(crate) async fn by_link(app: &App, token: &str) -> Result<Opened, Error> {
    let (actor, _) = app.open_link(Purpose::Register, token).await?;
    let (group, standing) = app.read(&actor, registers::of_link).await?;
    if standing != Standing::Open {
        return Ok(Opened::Closed(actor, Box::new(group)));
    }
    let base = urls::register_by_link(token);
    Ok(Opened::Door(Door { actor, group: group.id, base, is_link: true }))
}

/// The door of somebody signed in.
pub(crate) fn signed_in(actor: Actor, group: GroupId) -> Door {
    Door { actor, group, base: urls::register(group), is_link: false }
}

//! Who acts: somebody signed in, an agency's link, a signed link, the public, or Kith itself.

use domain::access::{Relation, Role, Verb, may};
use domain::ids::{AgencyId, LinkId, ServiceId, UserId};

/// Who acts, and in which service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody with a sign-in.
    User(SignedIn),
    /// An agency, through its own link.
    Agency {
        /// Which service the link belongs to.
        service: ServiceId,
        /// Which agency.
        agency: AgencyId,
        /// Its name.
        name: String,
    },
    /// Whoever holds a signed link: a group, a person answering questions.
    Link {
        /// Which service the link belongs to.
        service: ServiceId,
        /// Which link.
        link: LinkId,
    },
    /// Anybody, on a public page of a service.
    Public {
        /// Which service.
        service: ServiceId,
    },
    /// Kith itself: jobs, imports and commands on the machine.
    System {
        /// Which service.
        service: ServiceId,
    },
}

/// Somebody with a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub user: UserId,
    /// In which service.
    pub service: ServiceId,
    /// Their name.
    pub name: String,
    /// Their practice or organisation, where they have one.
    pub organisation: Option<String>,
    /// What they are there.
    pub roles: Vec<Role>,
}

impl Actor {
    /// The service in which they act.
    #[must_use]
    pub fn service(&self) -> ServiceId {
        match self {
            Actor::User(user) => user.service,
            Actor::Agency { service, .. }
            | Actor::Link { service, .. }
            | Actor::Public { service }
            | Actor::System { service } => *service,
        }
    }

    /// The user, where there is one.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match self {
            Actor::User(user) => Some(user.user),
            _ => None,
        }
    }

    /// The name under which the audit trail keeps them: a kind and an id, never a person's name.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Actor::User(user) => format!("user:{}", user.user),
            Actor::Agency { agency, .. } => format!("agency:{agency}"),
            Actor::Link { link, .. } => format!("link:{link}"),
            Actor::Public { .. } => "public".to_owned(),
            Actor::System { .. } => "kith".to_owned(),
        }
    }

    /// What they are, in words, for entries that say who made sure of something: never a name.
    #[must_use]
    pub fn role_word(&self) -> &'static str {
        match self {
            Actor::User(user) => user.roles.first().map_or("somebody", |role| role.label()),
            Actor::Agency { .. } => "agency",
            Actor::Link { .. } => "the group",
            Actor::Public { .. } => "the public",
            Actor::System { .. } => "Kith",
        }
    }

    /// Whether the table of permissions lets them do this.
    ///
    /// Links, agencies and the public hold no roles: their use cases check the link itself.
    #[must_use]
    pub fn may(&self, verb: Verb, relation: Relation) -> bool {
        match self {
            Actor::User(user) => may(&user.roles, verb, relation),
            Actor::System { .. } => true,
            Actor::Agency { .. } | Actor::Link { .. } | Actor::Public { .. } => false,
        }
    }
}

//! Through which door somebody refers: who acts, where each screen is, and how one is spoken to.

use app::{Actor, SignedIn};
use domain::ids::{AgencyId, ReferralId};
use domain::referral::Referrer;
use domain::referral::telling;

use crate::forms::Form;
use crate::urls;

/// The value of `for` when somebody writes for a person they know.
pub(super) const OTHER: &str = "other";

/// One of the three doors.
#[derive(Debug, Clone)]
pub(crate) enum Door {
    /// Somebody with a sign-in.
    SignedIn(SignedIn),
    /// An agency, by its link.
    Agency {
        /// Who acts.
        actor: Actor,
        /// Which agency.
        agency: AgencyId,
        /// Its name.
        name: String,
        /// The link's token.
        token: String,
    },
    /// The person, or somebody on their behalf.
    Oneself {
        /// Who acts.
        actor: Actor,
        /// The service's name in URLs.
        slug: String,
        /// Whether somebody writes on behalf of the person.
        on_behalf: bool,
    },
}

impl Door {
    /// Who acts.
    pub(crate) fn actor(&self) -> Actor {
        match self {
            Door::SignedIn(who) => Actor::User(who.clone()),
            Door::Agency { actor, .. } | Door::Oneself { actor, .. } => actor.clone(),
        }
    }

    /// Whether this is the door of people with a sign-in.
    pub(crate) fn is_signed_in(&self) -> bool {
        matches!(self, Door::SignedIn(_))
    }

    /// Whether this is an agency's door.
    pub(crate) fn is_agency(&self) -> bool {
        matches!(self, Door::Agency { .. })
    }

    /// Whether this is the public door.
    pub(crate) fn is_public(&self) -> bool {
        matches!(self, Door::Oneself { .. })
    }

    /// Whether the person themself is spoken to.
    pub(crate) fn is_oneself(&self) -> bool {
        matches!(self, Door::Oneself { on_behalf: false, .. })
    }

    /// Whether somebody writes for a person they know.
    pub(crate) fn is_on_behalf(&self) -> bool {
        matches!(self, Door::Oneself { on_behalf: true, .. })
    }

    /// The same door once a form has said for whom it is; the other doors are as they were.
    pub(crate) fn answered(self, form: &Form) -> Door {
        match self {
            Door::Oneself { actor, slug, .. } => {
                Door::Oneself { actor, slug, on_behalf: form.value("for") == OTHER }
            }
            door => door,
        }
    }

    /// Words about somebody else, or to the person themself.
    pub(crate) fn say(&self, about: &'static str, to: &'static str) -> &'static str {
        if self.is_oneself() { to } else { about }
    }

    /// The name of the agency; empty at the other doors.
    pub(crate) fn agency_name(&self) -> &str {
        match self {
            Door::Agency { name, .. } => name,
            _ => "",
        }
    }

    /// Who referred, as the referral keeps it. `relation` is how a carer or friend stands to the
    /// person; their name is sealed with the words.
    pub(crate) fn referrer(&self, worker: &str, relation: &str) -> Referrer {
        match self {
            Door::SignedIn(who) => Referrer::User {
                user: who.user,
                organisation: who.organisation.clone().unwrap_or_default(),
            },
            Door::Agency { agency, .. } => {
                Referrer::Agency { agency: *agency, worker: worker.to_owned() }
            }
            Door::Oneself { on_behalf, .. } => {
                Referrer::Oneself { on_behalf: on_behalf.then(|| relation.to_owned()) }
            }
        }
    }

    /// Screen 1.
    pub(crate) fn right_url(&self) -> String {
        match self {
            Door::SignedIn(_) => urls::refer(),
            Door::Agency { token, .. } => urls::agency_refer(token),
            Door::Oneself { slug, .. } => urls::refer_yourself(slug),
        }
    }

    /// Screen 2.
    pub(crate) fn person_url(&self) -> String {
        match self {
            Door::SignedIn(_) => urls::refer_person(),
            _ => format!("{}/person", self.right_url()),
        }
    }

    /// Screen 2, coming from screen 1.
    pub(crate) fn person_url_checked(&self) -> String {
        let for_whom = if self.is_on_behalf() { "&for=other" } else { "" };
        format!("{}?checked=yes{for_whom}", self.person_url())
    }

    /// Where to go instead.
    pub(crate) fn elsewhere_url(&self, kind: &str) -> String {
        match self {
            Door::SignedIn(_) => urls::refer_elsewhere(kind),
            _ => format!("{}/elsewhere/{kind}", self.right_url()),
        }
    }

    /// Screen 3. Without a sign-in, only the reference is known there.
    pub(crate) fn sent_url(&self, referral: ReferralId) -> String {
        match self {
            Door::SignedIn(_) => urls::refer_sent(referral),
            _ => format!("{}/sent/{}", self.right_url(), telling::reference(referral)),
        }
    }
}

/// The three doors, for samples of pages.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SampleDoor {
    SignedIn,
    Agency,
    Oneself,
    OnBehalf,
}

impl Door {
    /// A door for samples of pages.
    pub(crate) fn sample(which: SampleDoor) -> Door {
        let nothing = uuid::Uuid::nil();
        let actor = Actor::Public { service: nothing.into() };
        match which {
            SampleDoor::SignedIn => Door::SignedIn(SignedIn {
                user: nothing.into(),
                service: nothing.into(),
                name: "Dr Hannah Lewis".into(),
                organisation: Some("Harbour Practice".into()),
                roles: vec![],
            }),
            SampleDoor::Agency => Door::Agency {
                actor,
                agency: nothing.into(),
                name: "Quay Food Bank".into(),
                token: "sample".into(),
            },
            SampleDoor::Oneself => {
                Door::Oneself { actor, slug: "saltreach".into(), on_behalf: false }
            }
            SampleDoor::OnBehalf => {
                Door::Oneself { actor, slug: "saltreach".into(), on_behalf: true }
            }
        }
    }
}

//! Who may do what: one table of roles and verbs, with the relation that each needs.
//!
//! What somebody may not see does not exist for them: the web answers *not found*.

use serde::{Deserialize, Serialize};

/// What somebody is in a service. One person may be several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Refers people and hears back.
    Referrer,
    /// Screens, triages, allocates.
    Coordinator,
    /// Works with people.
    LinkWorker,
    /// Runs a group.
    Facilitator,
    /// Runs the service.
    Manager,
    /// Pays for it; sees counts only.
    Commissioner,
    /// Studies it; sees counts only.
    Evaluator,
    /// Looks after the installation; sees no person.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 8] = [
        Role::Referrer,
        Role::Coordinator,
        Role::LinkWorker,
        Role::Facilitator,
        Role::Manager,
        Role::Commissioner,
        Role::Evaluator,
        Role::Administrator,
    ];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Role::Referrer => "referrer",
            Role::Coordinator => "coordinator",
            Role::LinkWorker => "link_worker",
            Role::Facilitator => "facilitator",
            Role::Manager => "manager",
            Role::Commissioner => "commissioner",
            Role::Evaluator => "evaluator",
            Role::Administrator => "administrator",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Role::Referrer => "referrer",
            Role::Coordinator => "coordinator",
            Role::LinkWorker => "link worker",
            Role::Facilitator => "facilitator",
            Role::Manager => "manager",
            Role::Commissioner => "commissioner",
            Role::Evaluator => "evaluator",
            Role::Administrator => "administrator",
        }
    }

    /// The role with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// Something that can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each says itself; the table below says who may")]
pub enum Verb {
    Refer,
    ImportReferrals,
    KeepAgencies,
    SeeReferral,
    AnswerQuestion,
    SeeInbox,
    Screen,
    Triage,
    WriteRules,
    SeeWaitingList,
    Allocate,
    SeeToday,
    SeePerson,
    RecordContact,
    WritePlan,
    Hold,
    Finish,
    RaiseConcern,
    SeeConcerns,
    LeadConcern,
    SeeDirectory,
    ConfirmGroup,
    KeepDirectory,
    Suggest,
    RecordUnmetNeed,
    Prescribe,
    RecordMeasure,
    GivePermission,
    SeeRegister,
    MarkRegister,
    SeeFunnel,
    SeeOutcomes,
    SeeUnmetNeeds,
    SeeOutbox,
    SeeAudit,
    Administer,
}

impl Verb {
    /// Every verb, for the tables of the documents and the tests.
    pub const ALL: [Verb; 36] = [
        Verb::Refer,
        Verb::ImportReferrals,
        Verb::KeepAgencies,
        Verb::SeeReferral,
        Verb::AnswerQuestion,
        Verb::SeeInbox,
        Verb::Screen,
        Verb::Triage,
        Verb::WriteRules,
        Verb::SeeWaitingList,
        Verb::Allocate,
        Verb::SeeToday,
        Verb::SeePerson,
        Verb::RecordContact,
        Verb::WritePlan,
        Verb::Hold,
        Verb::Finish,
        Verb::RaiseConcern,
        Verb::SeeConcerns,
        Verb::LeadConcern,
        Verb::SeeDirectory,
        Verb::ConfirmGroup,
        Verb::KeepDirectory,
        Verb::Suggest,
        Verb::RecordUnmetNeed,
        Verb::Prescribe,
        Verb::RecordMeasure,
        Verb::GivePermission,
        Verb::SeeRegister,
        Verb::MarkRegister,
        Verb::SeeFunnel,
        Verb::SeeOutcomes,
        Verb::SeeUnmetNeeds,
        Verb::SeeOutbox,
        Verb::SeeAudit,
        Verb::Administer,
    ];
}

/// How an actor stands to the thing in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// In the same service, and nothing more.
    Service,
    /// Their own: a referral they sent, a person on their caseload, a group they run.
    Own,
}

/// How far a role's permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Not at all.
    Never,
    /// Only what is their own.
    Own,
    /// All of the service.
    Service,
}

/// The table.
#[must_use]
pub fn reach(role: Role, verb: Verb) -> Reach {
    use Reach::{Never, Own, Service};
    use Role as R;
    use Verb as V;
    match (role, verb) {
        (R::Referrer, V::Refer | V::ImportReferrals | V::SeeDirectory) => Service,
        (R::Referrer, V::SeeReferral | V::AnswerQuestion) => Own,

        (
            R::Coordinator | R::Manager,
            V::Refer
            | V::ImportReferrals
            | V::KeepAgencies
            | V::SeeReferral
            | V::AnswerQuestion
            | V::SeeInbox
            | V::Screen
            | V::Triage
            | V::SeeWaitingList
            | V::Allocate
            | V::SeePerson
            | V::RaiseConcern
            | V::SeeDirectory
            | V::ConfirmGroup
            | V::KeepDirectory
            | V::Suggest
            | V::RecordUnmetNeed
            | V::GivePermission
            | V::SeeRegister
            | V::SeeUnmetNeeds
            | V::SeeFunnel,
        ) => Service,
        (
            R::Manager,
            V::WriteRules | V::SeeConcerns | V::LeadConcern | V::SeeOutcomes | V::SeeOutbox,
        ) => Service,

        (
            R::LinkWorker,
            V::Refer
            | V::SeeToday
            | V::SeeDirectory
            | V::ConfirmGroup
            | V::SeeWaitingList
            | V::SeeRegister,
        ) => Service,
        (
            R::LinkWorker,
            V::SeeReferral
            | V::SeePerson
            | V::RecordContact
            | V::WritePlan
            | V::Hold
            | V::Finish
            | V::RaiseConcern
            | V::SeeConcerns
            | V::LeadConcern
            | V::Suggest
            | V::RecordUnmetNeed
            | V::Prescribe
            | V::RecordMeasure
            | V::GivePermission,
        ) => Own,

        (R::Facilitator, V::SeeDirectory) => Service,
        (R::Facilitator, V::SeeRegister | V::MarkRegister | V::ConfirmGroup) => Own,

        (R::Commissioner, V::SeeFunnel | V::SeeOutcomes | V::SeeUnmetNeeds | V::SeeDirectory) => {
            Service
        }
        (R::Evaluator, V::SeeFunnel | V::SeeOutcomes | V::SeeUnmetNeeds) => Service,

        (R::Administrator, V::Administer | V::SeeOutbox | V::SeeAudit | V::SeeDirectory) => Service,

        _ => Never,
    }
}

/// Whether somebody with these roles may do this to a thing that stands so to them.
#[must_use]
pub fn may(roles: &[Role], verb: Verb, relation: Relation) -> bool {
    roles.iter().any(|role| match reach(*role, verb) {
        Reach::Never => false,
        Reach::Own => relation == Relation::Own,
        Reach::Service => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_only_count_never_see_a_person() {
        for role in [Role::Commissioner, Role::Evaluator, Role::Administrator, Role::Facilitator] {
            for verb in [Verb::SeePerson, Verb::SeeReferral, Verb::SeeConcerns, Verb::SeeInbox] {
                assert!(!may(&[role], verb, Relation::Own), "{role:?} {verb:?}");
            }
        }
    }

    #[test]
    fn a_link_worker_sees_their_own_people_only() {
        assert!(may(&[Role::LinkWorker], Verb::SeePerson, Relation::Own));
        assert!(!may(&[Role::LinkWorker], Verb::SeePerson, Relation::Service));
    }

    #[test]
    fn every_verb_is_somebodys() {
        for verb in Verb::ALL {
            let somebody = Role::ALL.iter().any(|role| reach(*role, verb) != Reach::Never);
            assert!(somebody, "{verb:?}");
        }
    }
}

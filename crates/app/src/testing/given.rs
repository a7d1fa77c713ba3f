//! Situations that many tests begin with, in the words of the service.

use domain::access::{Role, Verb};
use domain::group::{
    AccessFact, AccessNeed, Capacity, Contact, Cost, Freshness, Group, Life, Meeting, Place,
    Source, Status, Venue, Weekday,
};
use domain::ids::{GroupId, PersonId, PrescriptionId, ReferralId};
use domain::kinds::{Activity, Need};
use domain::permission::{Detail, How};
use domain::person::{Details, Home};
use domain::place::Point;
use domain::prescription::FirstVisit;
use domain::referral::draft::Draft;
use domain::referral::{Action, Referrer, Route};
use jiff::civil::Time;
use uuid::Uuid;

use super::World;
use crate::error::AppResult;
use crate::geography;
use crate::ports::{Mail, MailError, Mailer};
use crate::prescriptions::{self, Asking};
use crate::referrals::{self, refer};

/// A mailer that keeps what it is given.
#[derive(Debug, Default)]
pub struct Postbox(std::sync::Mutex<Vec<Mail>>);

impl Postbox {
    /// Everything sent so far, in order.
    ///
    /// # Panics
    /// When a test panicked while it was sending.
    #[must_use]
    pub fn letters(&self) -> Vec<Mail> {
        self.0.lock().expect("a whole postbox").clone()
    }
}

impl Mailer for Postbox {
    fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.0.lock().map_err(|_| MailError("the postbox is broken".into()))?.push(mail.clone());
        Ok(())
    }
}

/// A choir with room, an e-mail address and a Tuesday morning.
#[must_use]
pub fn choir(name: &str) -> Group {
    Group {
        id: GroupId(Uuid::nil()),
        name: name.to_owned(),
        organisation: Some("Harbour Trust".into()),
        description: "A friendly choir for everybody. We sing, then we have tea.".into(),
        activities: vec![Activity::Singing],
        needs: vec![Need::Loneliness],
        place: Place::Venue(Venue {
            name: Some("The Old Sail Loft".into()),
            address: Some("1 Quay Street".into()),
            town: Some("Saltreach".into()),
            postcode: Some("NR30 1AA".into()),
            point: Point::new(52.608, 1.728),
            also_online: false,
        }),
        meetings: vec![Meeting::Weekly {
            weekday: Weekday::Tuesday,
            from: Time::constant(10, 30, 0, 0),
            to: Some(Time::constant(12, 0, 0, 0)),
            every_weeks: 1,
        }],
        cost: Cost::Free,
        eligibility: Vec::new(),
        access: vec![AccessFact { need: AccessNeed::StepFree, there: true }],
        languages: Vec::new(),
        capacity: Capacity::HasRoom,
        places_per_month: None,
        status: Status::Running,
        life: Life::default(),
        freshness: Freshness::default(),
        last_known_on: None,
        contact: Contact {
            email: Some("choir@groups.test".into()),
            phone: Some("01632 960555".into()),
            url: None,
        },
        checked: None,
        source: Source { name: "test".into(), id: name.to_owned() },
    }
}

impl World {
    /// A group in the directory.
    ///
    /// # Panics
    /// Where the database refuses it.
    #[must_use]
    pub fn group(&self, group: &Group) -> GroupId {
        let group = group.clone();
        let id = self.app.write_now(&self.system(), move |act| {
            let group = Group { id: act.new_id(), ..group.clone() };
            crate::directory::add(act, group.id, &group)?;
            Ok(group.id)
        });
        id.expect("a group")
    }

    /// A file of reference geography, loaded.
    ///
    /// # Panics
    /// Where a row of it is refused.
    pub fn geography(&self, name: &str, text: &str) -> geography::Tally {
        let reader = interop::geography::open(text.as_bytes(), None).expect("geography");
        let kind = reader.kind;
        let rows: Vec<_> = reader.flat_map(|said| said.expect("a row")).collect();
        let load = geography::Load { kind, name: name.to_owned(), file: "file".to_owned() };
        let tally = self.app.write_now(&self.system(), move |act| {
            let (id, before) = geography::begin(act, &load)?;
            let put = geography::take(act, id, &rows)?;
            geography::end(act, (id, kind), geography::Tally::default(), (before, put))
        });
        tally.expect("a load")
    }

    /// Somebody referred by a GP and given to the link worker, who has not spoken to them.
    ///
    /// # Panics
    /// Where a step of the pathway is refused.
    #[must_use]
    pub fn allocated(&self, given_name: &str) -> (PersonId, ReferralId) {
        let user = self.user(Role::Referrer);
        let referrer = Referrer::User { user, organisation: "Harbour Practice".into() };
        let draft = draft(given_name);
        let gp = self.actor(Role::Referrer);
        let sent = self
            .app
            .write_now(&gp, move |act| refer::send(act, &draft, &referrer, None, ""))
            .expect("a referral");
        let link_worker = self.user(Role::LinkWorker);
        self.step(sent.referral, Action::FindEligible);
        self.step(sent.referral, Action::Queue { route: Route::LinkWorker });
        self.step(sent.referral, Action::Allocate { link_worker });
        (sent.person, sent.referral)
    }

    /// Somebody referred by a GP and working with the link worker.
    ///
    /// # Panics
    /// Where a step of the pathway is refused.
    #[must_use]
    pub fn person(&self, given_name: &str) -> (PersonId, ReferralId) {
        let (person, referral) = self.allocated(given_name);
        self.step(referral, Action::RecordFirstContact);
        (person, referral)
    }

    fn step(&self, referral: ReferralId, action: Action) {
        self.app
            .write_now(&self.system(), move |act| {
                let referral = referrals::load(act, referral, Verb::Triage)?;
                referrals::advance(act, &referral, action.clone())
            })
            .expect("a step");
    }

    /// A group that this person has chosen, not yet asked.
    ///
    /// # Errors
    /// What the use cases say.
    pub fn chosen(&self, referral: ReferralId, group: GroupId) -> AppResult<PrescriptionId> {
        self.app.write_now(&self.actor(Role::LinkWorker), move |act| {
            let id = prescriptions::offer(act, referral, group, "")?;
            prescriptions::choose(act, id)?;
            Ok(id)
        })
    }

    /// A group that was asked about this person.
    ///
    /// # Errors
    /// What the use cases say.
    pub fn asked(&self, referral: ReferralId, group: GroupId) -> AppResult<PrescriptionId> {
        let id = self.chosen(referral, group)?;
        let actor = self.actor(Role::LinkWorker);
        self.app.write_now(&actor, move |act| prescriptions::send(act, id, &asking(), ""))?;
        Ok(id)
    }

    /// The listings that have a group leave it out.
    ///
    /// # Panics
    /// Where the database refuses it.
    pub fn delists(&self, group: GroupId) {
        let delisted = self.app.write_now(&self.system(), move |act| {
            let service = act.service();
            let records = store::group_records::list_of_groups(act.conn, service, &[group])?;
            let ids: Vec<_> = records.iter().map(|record| record.id).collect();
            store::group_records::withdraw(act.conn, &ids, act.now)?;
            crate::directory::settle(act, &[group])
        });
        delisted.expect("no longer listed");
    }

    /// Says that the facilitator runs a group.
    ///
    /// # Panics
    /// Where the database refuses it.
    pub fn runs(&self, group: GroupId) {
        let user = self.user(Role::Facilitator);
        self.app
            .write_now(&self.system(), move |act| {
                Ok(store::groups::add_facilitator(act.conn, group, user)?)
            })
            .expect("a facilitator");
    }
}

/// What somebody agrees to: a first name, what helps, and what they hope for.
#[must_use]
pub fn asking() -> Asking {
    Asking {
        details: vec![Detail::FirstName, Detail::AccessNeeds, Detail::Hopes],
        until: None,
        how: Some(How::Spoken),
        hopes: "To sing with others again.".into(),
        first_visit: Some(FirstVisit::MetAtTheDoor),
    }
}

fn draft(given_name: &str) -> Draft {
    Draft {
        details: Details {
            given_name: given_name.to_owned(),
            family_name: "Marsh".into(),
            born_on: "1950-01-01".parse().ok(),
            phone: Some("01632 960001".into()),
            home: Home::Address {
                lines: "2 Mill Lane, Saltreach".into(),
                postcode: Some("NR30 2BB".into()),
            },
            access_needs: vec![AccessNeed::StepFree],
            ..Details::default()
        },
        needs: vec![Need::Loneliness],
        referrer_words: "Widowed last year.".into(),
        person_words: "I miss singing.".into(),
        agreed: Some(How::Spoken),
        share_with_referrer: vec![Detail::Outcome],
        ..Draft::default()
    }
}

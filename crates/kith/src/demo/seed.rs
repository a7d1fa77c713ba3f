//! Filling an empty database with the demonstration: first what stands still (the service, its
//! staff and its groups), then the people, who are walked along the pathway by the use cases.

use std::collections::HashMap;

use anyhow::{Context, Result};
use app::accounts::NewAccount;
use app::sign_in::DEMONSTRATION_PASSWORD;
use app::{Actor, App, SignedIn, agencies, directory, imports, services};
use domain::access::Role;
use domain::group::Group;
use domain::ids::{AgencyId, GroupId, ServiceId};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use store::services::Found;
use web::{Demo, DemoSignIn};

use super::geography;
use super::groups;
use super::places::Places;
use super::service::{Service, Staff};
use super::walk::{self, PastClock};
use crate::progress::Progress;

/// The demonstration's name in web addresses.
const SLUG: &str = "saltreach";
/// Its name until it is complete: a start that finds this one begins afresh.
pub(crate) const BEING_MADE: &str = "being-made";

/// What stands still, for whoever walks the people along.
pub(crate) struct Stage {
    pub(crate) actor: Actor,
    /// Staff by their handle in the files.
    pub(crate) staff: HashMap<String, SignedIn>,
    /// Agencies by their id in the files, with their names.
    pub(crate) agencies: HashMap<String, (AgencyId, String)>,
    /// Groups by their id in the files.
    pub(crate) groups: HashMap<String, GroupId>,
    /// Where the town lies.
    pub(crate) zone: TimeZone,
}

/// How long before today the service began.
const BEGAN_DAYS_AGO: i64 = 400;

/// Makes the whole demonstration, dated from `now`; `clock` is the one that `app` reads.
pub(crate) fn everything(app: &App, clock: &PastClock, now: Timestamp) -> Result<()> {
    let service = Service::read()?;
    let total = service.staff.len() + 2;
    let mut progress = Progress::begin("Making the demonstration", u64::try_from(total).ok());
    clock.set(now - SignedDuration::from_hours(24 * BEGAN_DAYS_AGO));
    let stage = set_the_stage(app, (&service, now), &mut progress)?;
    progress.end();
    walk::everybody(app, clock, &stage, now)?;
    Ok(app.write_now(&stage.actor, |act| services::rename(act, SLUG))?)
}

fn set_the_stage(
    app: &App,
    (service, now): (&Service, Timestamp),
    progress: &mut Progress,
) -> Result<Stage> {
    let settings = service.settings()?;
    let zone = TimeZone::get(&settings.time_zone).context("the demonstration's time zone")?;
    let id = app.new_id::<ServiceId>();
    let found = Found { id, slug: BEING_MADE.to_owned(), is_demonstration: true };
    app.create_service(&found, &settings)?;
    let actor = Actor::System { service: id };
    progress.reached(1);
    let groups = put_groups(app, &actor, &now.to_zoned(zone.clone()))?;
    geography::load(app, &actor)?;
    progress.reached(2);
    let hash = app.hash_password(DEMONSTRATION_PASSWORD)?;
    let (staff, agencies) = (HashMap::new(), HashMap::new());
    let mut stage = Stage { actor, staff, agencies, groups, zone };
    for (done, staff) in service.staff.iter().enumerate() {
        add_staff(app, &mut stage, staff, &hash)?;
        progress.reached(u64::try_from(done + 3)?);
    }
    for agency in &service.agencies {
        let (name, kind) = (agency.name.clone(), agency.kind.clone());
        let added = app.write_now(&stage.actor, move |act| agencies::add(act, &name, &kind, ""))?;
        stage.agencies.insert(agency.id.clone(), (added, agency.name.clone()));
    }
    Ok(stage)
}

fn put_groups(app: &App, actor: &Actor, now: &Zoned) -> Result<HashMap<String, GroupId>> {
    let list: Vec<Group> = groups::list(&Places::read()?, now, |_| app.new_id())?;
    let ids = list.iter().map(|group| (group.source.id.clone(), group.id)).collect();
    app.write_now(actor, move |act| imports::put(act, &list))?;
    Ok(ids)
}

fn add_staff(app: &App, stage: &mut Stage, staff: &Staff, hash: &str) -> Result<()> {
    let new = NewAccount {
        email: staff.email.clone(),
        name: staff.name.clone(),
        organisation: staff.organisation.clone(),
        roles: staff.roles.clone(),
        languages: staff.languages.clone(),
        room: staff.room.unwrap_or(0),
    };
    let named = |id: &String| {
        let found = stage.groups.get(id).copied();
        found.with_context(|| format!("{} runs {id:?}, which is no group", staff.handle))
    };
    let runs: Vec<GroupId> = staff.facilitates.iter().map(named).collect::<Result<_>>()?;
    let hash = hash.to_owned();
    let (name, roles) = (new.name.clone(), new.roles.clone());
    let organisation = new.organisation.clone();
    let user = app.write_now(&stage.actor, move |act| {
        let user = app::accounts::add(act, &new, &hash)?;
        for group in &runs {
            directory::add_facilitator(act, *group, user)?;
        }
        Ok(user)
    })?;
    let service = stage.actor.service();
    let signed_in = SignedIn { user, service, name, organisation, roles };
    stage.staff.insert(staff.handle.clone(), signed_in);
    Ok(())
}

/// Whom a visitor can sign in as: the first of each role in the files.
pub(crate) fn sign_ins() -> Result<Demo> {
    let staff = Service::read()?.staff;
    let of_role = |role: Role| staff.iter().find(|one| one.roles.contains(&role));
    let sign_ins = Role::ALL
        .into_iter()
        .filter_map(|role| {
            let one = of_role(role)?;
            Some(DemoSignIn {
                email: one.email.clone(),
                name: one.name.clone(),
                role: capitalised(role.label()),
                try_this: what_to_try(role).to_owned(),
            })
        })
        .collect();
    Ok(Demo { password: DEMONSTRATION_PASSWORD.to_owned(), sign_ins })
}

fn what_to_try(role: Role) -> &'static str {
    match role {
        Role::Referrer => "Refer somebody in under a minute, then see what happened to the others.",
        Role::Coordinator => "Sort new referrals, and see who has waited longest and why.",
        Role::LinkWorker => {
            "Open today’s list, make a plan with somebody, and find a group that fits."
        }
        Role::Facilitator => "Answer a request for a place, then mark who came to the session.",
        Role::Manager => "See where people are lost on the way, and why.",
        Role::Commissioner => "See which needs nobody meets, and what came of the referrals.",
        Role::Evaluator => "See how people’s answers changed, and who is missing from them.",
        Role::Administrator => "See who did what, and what waits to be sent.",
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

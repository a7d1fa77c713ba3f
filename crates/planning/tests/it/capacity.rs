//! Capacity arithmetic from published parameters against the reference, to 1e-9.

use planning::demand::Rates;
use planning::parameters::Parameters;
use planning::staffing::{CaseloadRule, Hours, SideBySide};

use crate::reference::{expected, number, numbers, same};

const FILE: &str = "51_service_planning";

#[test]
fn the_parameters_are_those_of_the_reference() {
    let Some(file) = expected("parameters", FILE) else { return };
    let given = &file["parameters"];
    let ours = Parameters::published().unwrap();
    for (id, name) in [
        ("referred_in_year", "referred_2023"),
        ("link_workers", "link_workers"),
        ("consultations_with_social_prescribing", "consultations_2019_23"),
        ("consultations_with_referral", "referral_consultations"),
        ("decline_share", "refusal_2023"),
        ("deprived_share", "deprived_share_2023"),
        ("contact_share", "contact_made"),
        ("intervention_share", "intervention_received"),
        ("salary_reimbursed", "arrs_2022_23"),
        ("registered_population", "registered_population_england_B"),
    ] {
        assert_eq!(ours.find(id).unwrap().middle(), number(given, name), "{id}");
    }
    for (id, year, name) in
        [("decline_share", 2019, "refusal_2019"), ("deprived_share", 2018, "deprived_share_pre")]
    {
        assert_eq!(ours.find_for(id, year).unwrap().middle(), number(given, name), "{id}");
    }
    for (id, name) in [
        ("people_per_link_worker_year", "caseload_per_fte_year"),
        ("contacts_per_person", "contacts_per_client"),
    ] {
        let (low, high) = ours.find(id).unwrap().range();
        assert_eq!(vec![low, high], numbers(given, name), "{id}");
    }
}

#[test]
fn link_workers_see_up_to_twice_what_the_rule_allows() {
    let Some(file) = expected("strain", FILE) else { return };
    let row = &file["expected"];
    let ours = Parameters::published().unwrap();
    let middle = |id| ours.find(id).unwrap().middle();
    let rule = CaseloadRule::published(&ours).unwrap();
    let strain = rule.strain(middle("referred_in_year"), middle("link_workers")).unwrap();
    same(strain.each, number(row, "referred_per_link_worker"), "each");
    let times = numbers(row, "ratio_to_guidance");
    same(strain.times_high, times[0], "times the most");
    same(strain.times_low, times[1], "times the least");
    let (from, to) = rule.cost_each(middle("salary_reimbursed")).unwrap();
    let costs = numbers(row, "direct_cost_per_client");
    same(from, costs[0], "cost from");
    same(to, costs[1], "cost to");
}

#[test]
fn demand_of_a_network_of_practices_is_that_of_the_reference() {
    let Some(file) = expected("demand", FILE) else { return };
    let row = &file["expected"];
    let ours = Parameters::published().unwrap();
    let rates = Rates::published(&ours).unwrap();
    same(rates.referral * 1_000.0, number(row, "referrals_per_1000"), "referrals");
    let demand = rates.among(40_000.0).unwrap();
    let network = &row["pcn_40000"];
    same(demand.offered, number(network, "referrals"), "referrals");
    same(demand.accepted, number(network, "accepted"), "accepted");
    same(demand.contacted, number(network, "contacted"), "contacted");
    let rule = CaseloadRule::published(&ours).unwrap();
    same(rule.workers_for(demand.contacted).unwrap(), number(network, "fte_at_225"), "workers");
    let funnel = &row["funnel"];
    let of = rates.of_offered(number(funnel, "offered")).unwrap();
    assert_eq!(of.accepted.round(), number(funnel, "accepted"));
    assert_eq!(of.contacted.round(), number(funnel, "contacted"));
    assert_eq!(of.taking_part.round(), number(funnel, "intervention"));
}

#[test]
fn link_workers_by_hours_are_those_of_the_reference() {
    let Some(file) = expected("hours", FILE) else { return };
    let row = &file["expected"]["hours"];
    let example = &row["example"];
    let hours = Hours {
        assessment: number(example, "assess_h"),
        contacts: number(example, "contacts"),
        contact: number(example, "contact_h"),
        admin: number(example, "admin_h"),
        weeks: number(example, "weeks"),
        hours_a_week: number(example, "hours"),
        direct_share: number(example, "direct_share"),
    };
    let rule = CaseloadRule { low: 200.0, high: 250.0 };
    let both = SideBySide::reckon(number(example, "N"), rule, hours).unwrap();
    same(both.by_hours, number(row, "fte"), "by hours");
}

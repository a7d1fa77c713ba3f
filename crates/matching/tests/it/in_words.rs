//! Matching in words: what a person hears about each group. Read this file to know the manner.

use domain::group::{AccessNeed, Capacity, Confidence, Cost, Gender, Rule, Status, Weekday};
use domain::kinds::{Activity, Need};
use domain::profile::{Company, DayPart, FreeTime, Online, Profile, Travel};
use jiff::civil::date;
use matching::{Ask, WhyNot};

use crate::support::*;

#[test]
fn a_singer_hears_why_a_choir_fits() {
    let choir = group(1, "Wherstead Road Choir").does(Activity::Singing).at_km(2.0);
    assert_eq!(
        reasons(choir, &who_loves("Singing")),
        [
            "You said you love singing: this is a choir.",
            "About 2 km away.",
            "It meets on Tuesday mornings at 10am.",
            "It is free.",
            "It has room for new people.",
        ]
    );
}

#[test]
fn words_in_the_description_are_enough() {
    let club = group(1, "Tuesday Club").says("We mend old radios and drink tea.");
    assert_eq!(
        reasons(club, &who_loves("old radios"))[0],
        "You said you love old radios: the group writes about it."
    );
    let half = group(1, "Hospital Radio");
    assert_eq!(
        reasons(half, &who_loves("old radios"))[0],
        "You said you love old radios: the group writes about something like it."
    );
    let once = group(1, "Radio talk").meets(vec![once(date(2026, 12, 3), 14)]);
    assert_eq!(reasons(once, &somebody())[1], "It meets on Thursday 3 December 2026 at 2pm.");
}

#[test]
fn knitting_crochet_and_natter_meet() {
    let natter = group(1, "Knit and Natter");
    assert_eq!(
        reasons(natter, &who_loves("crochet"))[0],
        "You said you love crochet: this is arts and crafts."
    );
}

#[test]
fn what_hurts_is_answered_by_what_a_group_says_or_is() {
    let lonely = Profile { needs: vec![Need::Loneliness], ..somebody() };
    let told = group(1, "Open Door").helps(Need::Loneliness);
    assert_eq!(reasons(told, &lonely)[0], "It helps people with this: loneliness.");
    let written = group(1, "Open Door").says("For anybody who feels isolated.");
    assert_eq!(reasons(written, &lonely)[0], "It writes about this: loneliness.");
    let by_kind = group(1, "Lunch Club").does(Activity::Food);
    assert_eq!(reasons(by_kind, &lonely)[0], "Groups like this can ease this: loneliness.");
}

#[test]
fn the_practical_side_is_told_too() {
    let profile = Profile {
        age: Some(70),
        times: vec![FreeTime { weekday: Weekday::Tuesday, part: DayPart::Morning }],
        cost_at_most_pence: Some(300),
        access_needs: vec![AccessNeed::StepFree],
        languages: vec!["pl".into(), "en".into()],
        company: vec![Company::OwnAge],
        ..somebody()
    };
    let group = group(1, "Tea at Ten")
        .at_km(0.4)
        .aged_over(55, Confidence::Certain)
        .costing(250)
        .access(AccessNeed::StepFree, true)
        .group(|g| g.languages = vec!["en".into(), "pl-PL".into()]);
    assert_eq!(
        reasons(group, &profile),
        [
            "People of about your age go there, as you wished.",
            "It is for people aged 55 and over, so for you too.",
            "Less than 1 km away.",
            "It meets on Tuesday mornings at 10am, when you are free.",
            "It costs £2.50 a time, which you can pay.",
            "There is a step-free way in.",
            "Polish is spoken there.",
            "It has room for new people.",
        ]
    );
}

#[test]
fn what_is_unknown_is_a_check_and_never_a_yes() {
    let profile = Profile {
        travel: Travel { km_at_most: Some(5.0), ..Travel::default() },
        access_needs: vec![AccessNeed::StepFree],
        cost_at_most_pence: Some(200),
        languages: vec!["ur".into()],
        ..somebody()
    };
    let unknown = group(1, "Somewhere")
        .somewhere()
        .aged_over(50, Confidence::Certain)
        .for_women()
        .meets(vec![])
        .with(Capacity::AskFirst)
        .group(|g| {
            g.cost = Cost::Unknown;
            g.checked = None;
        });
    assert_eq!(
        checks(unknown, &profile),
        [
            "It seems to be for people aged 50 and over. The group says: “For people aged 50+.” \
             We do not know whether that is so for you. Ask the person.",
            "It seems to be only for women. The group says: “A group for women.” \
             We do not know whether that is so for you. Ask the person.",
            "We do not know where it meets. Ask the group.",
            "We do not know whether there is a step-free way in. Ask the group.",
            "We do not know when it meets. Ask the group.",
            "We do not know whether there is room. Ask the group.",
            "We do not know what it costs. Ask the group.",
            "We do not know whether anybody there speaks Urdu. Ask the group.",
            "Nobody has checked yet that this entry is true. Ask the group.",
        ]
    );
}

#[test]
fn a_check_says_whom_to_ask() {
    let found = suggest(&[group(1, "A").for_women().with(Capacity::AskFirst)], &somebody());
    let asked: Vec<Ask> = found[0].checks.iter().map(matching::Check::ask).collect();
    assert_eq!(asked, [Ask::Person, Ask::Group]);
}

#[test]
fn an_unsure_limit_is_asked_and_never_excludes() {
    let young = Profile { age: Some(30), ..somebody() };
    let likely = group(1, "Lunch").aged_over(55, Confidence::Likely);
    assert_eq!(
        checks(likely, &young),
        ["It seems to be for people aged 55 and over. The group says: “For people aged 55+.” \
          That may not be you. Ask the group."]
    );
    let unsure = group(1, "Club").only(Rule::MembersOnly, Confidence::Unsure, "Members £2.");
    assert_eq!(
        checks(unsure, &young),
        ["It may be only for its members. The group says: “Members £2.” \
          That may not be you. Ask the group."]
    );
    let carers = Rule::Circumstance { words: "carers".into() };
    let certain = group(1, "Carers").only(carers, Confidence::Certain, "");
    assert_eq!(
        checks(certain, &young),
        ["It is for some people only: carers. Ask the group whether you can come."]
    );
}

#[test]
fn what_could_get_in_the_way_is_said() {
    let profile = Profile { cost_at_most_pence: Some(200), ..somebody() };
    assert_eq!(
        checks(group(1, "Gym").costing(450), &profile),
        ["It costs £4.50 a time, more than the £2 you can pay. \
          Ask the group about help with the cost."]
    );
    assert_eq!(
        checks(group(1, "Talk").meets(vec![once(date(2026, 12, 3), 14)]), &profile),
        ["We know of one meeting only, on Thursday 3 December 2026. \
          Ask the group what comes after."]
    );
    assert_eq!(
        checks(group(1, "Shed").with(Capacity::WaitingList), &profile),
        ["There is a waiting list. Ask the group how long the wait is."]
    );
    let far =
        Profile { travel: Travel { km_at_most: Some(3.0), ..Travel::default() }, ..somebody() };
    let hybrid = group(1, "Book club").at_km(30.0).group(|g| {
        if let domain::group::Place::Venue(venue) = &mut g.place {
            venue.also_online = true;
        }
    });
    assert_eq!(
        checks(hybrid, &far),
        ["It is about 30 km away, but one can take part online. Ask the group how."]
    );
}

#[test]
fn what_a_building_lacks_does_not_keep_away_who_can_take_part_from_home() {
    let wheels = Profile { access_needs: vec![AccessNeed::StepFree], ..somebody() };
    let steps = |also_online| {
        group(1, "Book club").access(AccessNeed::StepFree, false).group(|g| {
            if let domain::group::Place::Venue(venue) = &mut g.place {
                venue.also_online = also_online;
            }
        })
    };
    let missing = "There is no step-free way in, but one can take part online. Ask the group how.";
    assert_eq!(checks(steps(true), &wheels), [missing]);
    assert_eq!(
        exclusions(steps(false), &wheels),
        ["You need this, and there is no step-free way in."]
    );
    let goes_out = Travel { online: Online::No, ..Travel::default() };
    let out = Profile { travel: goes_out, ..wheels.clone() };
    assert_eq!(exclusions(steps(true), &out).len(), 1, "who wants to go out meets the steps");
    let signs = Profile { access_needs: vec![AccessNeed::SignLanguage], ..somebody() };
    let unsigned = steps(true).access(AccessNeed::SignLanguage, false);
    assert_eq!(exclusions(unsigned, &signs).len(), 1, "signing is not about the building");
    let ramp = |n| group(n, &format!("Club {n}")).access(AccessNeed::StepFree, true);
    let five = (2..7).map(ramp);
    let all: Vec<_> = five.chain([steps(true)]).collect();
    let why = why_not(&all, &wheels, 1).sentences();
    assert!(why.contains(&missing.to_owned()), "{why:?}");
}

#[test]
fn something_never_mentioned_is_offered_as_such() {
    assert_eq!(
        checks(group(1, "Chess"), &who_loves("swimming")),
        ["You did not mention anything like this. It is open to you; would it interest you?"]
    );
}

#[test]
fn every_hard_limit_is_said_in_words() {
    let profile = Profile {
        age: Some(40),
        gender: Some(Gender::Man),
        outcode: Some("IP1".into()),
        travel: Travel { km_at_most: Some(5.0), ..Travel::default() },
        times: vec![FreeTime { weekday: Weekday::Friday, part: DayPart::Evening }],
        access_needs: vec![AccessNeed::HearingLoop],
        avoid: vec!["church".into()],
        tried: vec![id(1)],
        ..somebody()
    };
    let area = Rule::Area { outcodes: vec!["NR32".into(), "NR33".into()] };
    let group = group(1, "Church Lunch")
        .at_km(12.0)
        .aged_over(55, Confidence::Certain)
        .for_women()
        .only(Rule::MembersOnly, Confidence::Certain, "")
        .only(Rule::ReferralOnly, Confidence::Certain, "")
        .only(area, Confidence::Certain, "")
        .access(AccessNeed::HearingLoop, false)
        .with(Capacity::Full)
        .group(|g| g.status = Status::Paused);
    assert_eq!(
        exclusions(group, &profile),
        [
            "It is not meeting for now.",
            "It is full.",
            "You go there already, or have tried it.",
            "It is about 12 km away. You said 5 km at most.",
            "It is for people aged 55 and over. You are 40. The group says: “For people aged 55+.”",
            "It is only for women. The group says: “A group for women.”",
            "It is only for its members.",
            "It only takes people whom a professional refers, and nobody is referring you.",
            "It is only for people in NR32 and NR33.",
            "You need this, and there is no hearing loop.",
            "It meets on Tuesday mornings, and you are not free then.",
            "You would rather avoid “church”, and it is in the group's name.",
        ]
    );
}

#[test]
fn a_group_that_is_over_is_kept_out() {
    let over = group(1, "Summer").meets(vec![once(date(2026, 8, 1), 10)]);
    assert_eq!(
        exclusions(over, &somebody()),
        ["It has ended. Its last day was Saturday 1 August 2026."]
    );
    let ended = group(1, "Gone").group(|g| g.status = Status::Ended { on: None });
    assert_eq!(exclusions(ended, &somebody()), ["It has ended."]);
    let ends_today = group(1, "Last day").group(|g| g.status = Status::Ended { on: Some(TODAY) });
    assert_eq!(
        checks(ends_today, &somebody()),
        ["It ends on Friday 20 November 2026. Ask the group what comes after."]
    );
}

#[test]
fn online_is_a_limit_in_both_directions() {
    let travel = |online| Travel { online, ..Travel::default() };
    let out = Profile { travel: travel(Online::No), ..somebody() };
    assert_eq!(
        exclusions(group(1, "Zoom").online(), &out),
        ["It is only online, and you want to go out to a place."]
    );
    let home = Profile { travel: travel(Online::Only), ..somebody() };
    assert_eq!(
        exclusions(group(1, "Hall"), &home),
        ["One has to go there, and you can only take part online."]
    );
    assert_eq!(
        checks(group(1, "Somewhere").somewhere(), &home),
        ["We do not know whether one can take part online. Ask the group."]
    );
}

#[test]
fn what_is_denied_is_not_what_is_avoided() {
    let sober = Profile { avoid: vec!["alcohol".into()], ..somebody() };
    for words in ["An alcohol-free evening.", "No alcohol.", "We meet without alcohol."] {
        assert_eq!(names(&[group(1, "Music").says(words)], &sober), ["Music"], "{words}");
    }
    assert_eq!(
        exclusions(group(1, "Music").says("No charge. Alcohol is sold."), &sober),
        ["You would rather avoid “alcohol”, and the group writes about it."]
    );
    let no_sport = Profile { avoid: vec!["singing and music".into()], ..somebody() };
    assert_eq!(
        exclusions(group(1, "Larks").does(Activity::Singing), &no_sport),
        ["You would rather avoid “singing and music”, and that is what the group does."]
    );
}

#[test]
fn why_not_names_what_held_a_group_down() {
    let voices = ["Alto", "Bass", "Descant", "Soprano", "Tenor"];
    let near = (1..).zip(voices).map(|(n, voice)| group(n, &format!("{voice} Choir")));
    let mut all: Vec<_> = near.map(|choir| choir.does(Activity::Singing)).collect();
    all.push(
        group(9, "Ballroom Choir").does(Activity::Singing).at_km(7.0).costing(900).meets(vec![]),
    );
    let profile = Profile { cost_at_most_pence: Some(300), ..who_loves("singing") };
    let WhyNot::Ranked { rank, .. } = why_not(&all, &profile, 9) else { panic!("ranked") };
    assert_eq!(rank, 6);
    assert_eq!(
        why_not(&all, &profile, 9).sentences(),
        [
            "Nothing keeps you from it. It comes 6th of all that could be suggested.",
            "It is much like “Alto Choir”, which is suggested and fits better.",
            "It costs more than you can pay.",
            "You may meet the same people there now and then.",
            "It is far for you, or we do not know where it is.",
        ]
    );
    assert_eq!(why_not(&all, &profile, 1).sentences(), ["It is suggested, as number 1."]);
    assert_eq!(
        why_not(&all, &profile, 77).sentences(),
        ["No group with this id is in the directory."]
    );
}

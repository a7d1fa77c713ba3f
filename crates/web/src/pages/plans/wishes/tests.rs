//! Every wish goes through the form and comes back.

use domain::ids::GroupId;

use super::*;

fn everything() -> Profile {
    let been = |words: &str, went| Experience { group: None, words: Some(words.into()), went };
    Profile {
        interests: vec!["old radios".into(), "singing".into()],
        activities: vec![Activity::Singing, Activity::Walking],
        needs: vec![Need::Loneliness, Need::Grief],
        hopes: vec!["to feel useful, again".into()],
        gaps: vec![Gap::Companion, Gap::BeingNeeded],
        travel: Travel {
            ways: vec![Way::Walk, Way::Bus],
            km_at_most: Some(2.5),
            minutes_at_most: Some(40),
            fare_at_most_pence: Some(420),
            online: Online::No,
        },
        times: vec![FreeTime { weekday: Weekday::Monday, part: DayPart::Evening }],
        cost_at_most_pence: Some(205),
        access_needs: vec![AccessNeed::Quiet],
        company: vec![Company::Small, Company::OwnCulture],
        faith_or_culture: vec!["Polish".into()],
        situation: vec!["widowed, last year".into()],
        avoid: vec!["alcohol".into()],
        experience: vec![
            been("a small choir", Went::Well),
            been("bingo", Went::Mixed),
            been("a gym, alone", Went::Badly),
        ],
        ..Profile::default()
    }
}

#[test]
fn every_wish_comes_back_from_the_form_as_it_was() {
    let mut form = fill(Form::default(), &everything());
    assert_eq!(read(&mut form, Profile::default()), everything());
    assert!(form.is_ok());
}

#[test]
fn what_is_known_of_a_group_of_the_directory_is_kept() {
    let group = Some(GroupId(uuid::Uuid::from_u128(5)));
    let known = Experience { group, words: None, went: Went::Badly };
    let wishes = Profile { experience: vec![known], ..Profile::default() };
    let mut form = fill(Form::default(), &wishes);
    assert_eq!(read(&mut form, wishes.clone()), wishes);
}

#[test]
fn each_wish_is_said_and_each_section_says_what_is_in_it() {
    let said = in_words(&everything());
    assert_eq!(said.len(), 20, "{said:?}");
    let folds = folds(&fill(Form::default(), &everything()));
    assert!(folds.iter().all(|fold| !fold.said.is_empty() && !fold.is_open), "{folds:?}");
    assert!(folds[2].said.contains("40 minutes; 2.5 kilometres; £4.20"), "{}", folds[2].said);
}

#[test]
fn only_the_first_section_is_open_at_first_and_a_wrong_one_opens() {
    let open = |form: &Form| folds(form).map(|fold| fold.is_open);
    assert_eq!(open(&Form::default()), [true, false, false, false, false, false]);
    let mut form = Form::filled([("interests", "chess"), ("minutes", "half an hour")]);
    read(&mut form, Profile::default());
    assert_eq!(open(&form), [false, false, true, false, false, false]);
    assert_eq!(form.value("minutes"), "half an hour");
}

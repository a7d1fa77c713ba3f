//! Every stage of an episode, open and ended, one line each.

use domain::ids::{PrescriptionId, ReferralId};
use jiff::civil::date;
use uuid::Uuid;

use super::*;

fn today() -> Date {
    date(2026, 6, 1)
}

fn episode(state: &str, reached: u8) -> Episode {
    Episode {
        referral: ReferralId(Uuid::nil()),
        route: "self".into(),
        state: state.into(),
        is_open: !["redirected", "declined", "signposted", "finished", "withdrawn", "closed"]
            .contains(&state),
        reason: None,
        outcome: None,
        reached,
        has_plan: false,
    }
}

fn finished(outcome: Outcome) -> Episode {
    Episode { outcome: Some(outcome.key().into()), ..episode("finished", 3) }
}

fn closed(reason: &str, reached: u8) -> Episode {
    Episode { reason: Some(reason.into()), ..episode("closed", reached) }
}

fn offer(state: &str, reason: &str) -> Offer {
    let was_accepted = ["accepted", "started", "attending", "left"].contains(&state);
    Offer {
        prescription: PrescriptionId(Uuid::nil()),
        referral: ReferralId(Uuid::nil()),
        state: state.into(),
        reason: (!reason.is_empty()).then(|| reason.into()),
        was_sent: !["offered", "chosen", "not_wanted"].contains(&state),
        was_accepted,
    }
}

/// Came so often, the first time and the last time so many days ago.
fn visits(times: i64, first: i32, last: i32) -> Visits {
    let ago = |days: i32| today().saturating_sub(days.days());
    Visits {
        prescription: PrescriptionId(Uuid::nil()),
        times,
        first_on: ago(first),
        last_on: ago(last),
    }
}

fn told(episode: &Episode, groups: &[(Offer, Option<Visits>)]) -> (usize, String) {
    let groups: Vec<Group<'_>> =
        groups.iter().map(|(offer, visits)| Group { offer, visits: visits.as_ref() }).collect();
    let path = path(episode, &groups, today());
    let words = match path.standing {
        Standing::NotYet(words) => format!("not yet: {words}"),
        Standing::Helped(words) => format!("helped: {words}"),
        Standing::Lost(words) => format!("lost: {words}"),
    };
    (path.furthest, words)
}

#[test]
fn an_open_episode_is_never_lost() {
    for (state, reached) in [
        ("sent", 0),
        ("returned", 0),
        ("eligible", 1),
        ("waiting", 2),
        ("allocated", 2),
        ("active", 3),
        ("holding", 3),
    ] {
        let (furthest, words) = told(&episode(state, reached), &[]);
        assert_eq!(furthest, usize::from(reached), "{state}");
        assert!(words.starts_with("not yet: "), "{state}: {words}");
        for group in ["offered", "not_wanted", "sent", "declined", "accepted", "left"] {
            let (_, words) = told(&episode(state, reached), &[(offer(group, ""), None)]);
            assert!(words.starts_with("not yet: "), "{state} {group}: {words}");
        }
    }
}

#[test]
fn an_ended_episode_says_why_at_the_step_it_reached() {
    #[rustfmt::skip]
    let table: [(Episode, (usize, &str)); 10] = [
        (episode("redirected", 0), (0, "helped: Shown a better place: Another reason")),
        (episode("declined", 1), (1, "lost: Not taken on: Another reason")),
        (episode("signposted", 1), (1, "helped: Pointed to what they needed")),
        (closed("moved_away", 2), (2, "lost: Ended early: They have moved away")),
        (closed("helped_elsewhere", 1), (1, "helped: Ended early: They are helped elsewhere by now")),
        (closed("died", 3), (3, "lost: Ended early: They have died")),
        (episode("withdrawn", 2), (2, "lost: The person said no: Another reason")),
        (finished(Outcome::LostTouch), (3, "lost: Support ended: We lost touch after trying in several ways")),
        (finished(Outcome::GoalsMet), (3, "helped: Support ended: Reached the goals that mattered to them")),
        (Episode { has_plan: true, ..finished(Outcome::MovedAway) }, (4, "lost: Support ended: Moved away")),
    ];
    for (episode, (furthest, words)) in table {
        assert_eq!(told(&episode, &[]), (furthest, words.to_owned()));
    }
}

#[test]
fn the_furthest_group_decides() {
    let no = (offer("declined", "full"), None);
    let waiting = (offer("sent", ""), None);
    let active = episode("active", 3);
    let both = [no.clone(), waiting.clone()];
    assert_eq!(told(&active, &both), (5, "not yet: The group has not answered".into()));
    assert_eq!(
        told(&active, std::slice::from_ref(&no)),
        (5, "not yet: Choosing another group".into())
    );
    let ended = finished(Outcome::LostTouch);
    let words = "lost: The group said no: We have no room at the moment";
    assert_eq!(told(&ended, &[no]), (5, words.into()));
    assert_eq!(told(&ended, &[waiting]).1, "not yet: The group has not answered");
}

#[test]
fn somebody_is_still_coming_after_two_visits_six_weeks_apart() {
    let coming = |times, first, last| (offer("attending", ""), Some(visits(times, first, last)));
    let joined = finished(Outcome::JoinedGroup);
    assert_eq!(told(&joined, &[coming(2, 43, 1)]).0, STILL);
    assert_eq!(told(&joined, &[coming(5, 42, 0)]).0, STILL);
    assert_eq!(told(&joined, &[coming(1, 42, 42)]).0, ATTENDED);
    let (furthest, words) = told(&joined, &[coming(5, 41, 0)]);
    assert_eq!((furthest, words.starts_with("not yet: Six weeks")), (ATTENDED, true));
}

#[test]
fn a_register_that_stays_silent_is_lost_after_ten_weeks_once_support_has_ended() {
    let silent = (offer("started", ""), Some(visits(1, 71, 71)));
    let waited = (offer("started", ""), Some(visits(1, 70, 70)));
    let ended = finished(Outcome::LostTouch);
    assert_eq!(told(&ended, std::slice::from_ref(&silent)).1, "lost: No more coming was marked");
    assert!(told(&ended, &[waited]).1.starts_with("not yet: "));
    assert!(told(&episode("active", 3), &[silent]).1.starts_with("not yet: "));
}

#[test]
fn leaving_a_group_is_lost_unless_they_got_what_they_came_for() {
    let left = |reason| [(offer("left", reason), Some(visits(3, 30, 10)))];
    let ended = finished(Outcome::LostTouch);
    assert_eq!(told(&ended, &left("cost")).1, "lost: Stopped going: Money");
    let got = "helped: Stopped going: I got what I came for";
    assert_eq!(told(&ended, &left("got_what_i_needed")).1, got);
}

#[test]
fn free_words_are_never_repeated() {
    let said = Episode { reason: Some("Mrs Byron moved".into()), ..episode("withdrawn", 2) };
    assert_eq!(told(&said, &[]).1, "lost: The person said no: Another reason");
}

#[test]
fn somebody_who_withdrew_is_lost_even_where_a_group_still_waits() {
    let withdrawn = episode("withdrawn", 3);
    let (furthest, words) = told(&withdrawn, &[(offer("accepted", ""), None)]);
    assert_eq!((furthest, words.as_str()), (6, "lost: The person said no: Another reason"));
}

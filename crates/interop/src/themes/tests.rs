//! Examples in words.

use super::*;

fn doing(title: &str, tags: &[&str], text: &str) -> Vec<&'static str> {
    activities(Told { title, tags, text, audience: "" }).iter().map(|kind| kind.key()).collect()
}

fn helping(title: &str, tags: &[&str], audience: &str, text: &str) -> Vec<&'static str> {
    needs(Told { title, tags, audience, text }).iter().map(|kind| kind.key()).collect()
}

#[test]
fn a_title_says_what_people_do() {
    for (title, first) in [
        ("Riverside Ukulele Band", "singing"),
        ("Knit and Natter", "crafts"),
        ("Men’s Shed", "repair"),
        ("Wednesday Walking Group", "walking"),
        ("Chair Yoga", "movement"),
        ("Monday Book Club", "stories"),
        ("Tiny Tots Stay and Play", "parents"),
        ("Lunch Club", "food"),
        ("Bereavement Support Group", "peer_support"),
        ("Friends of the Community Garden", "gardening"),
        ("Over 65s Tap Dance", "stage"),
        ("Citizens Advice", "advice"),
    ] {
        assert_eq!(doing(title, &[], "").first(), Some(&first), "{title}");
    }
}

#[test]
fn false_friends_are_not_taken_for_activities() {
    for (text, not) in [
        ("Start now. How to book: please book your place. Book online.", "stories"),
        ("The party starts in the smart department. State of the art.", "crafts"),
        ("A ten minute walk away from the bus station. Walk in.", "walking"),
        ("Of course you can bring a friend.", "learning"),
        ("Classes have been running since May. Running costs are shared.", "sport"),
        ("The benefits of company. Health benefits include better sleep.", "advice"),
        ("For parents and carers. Parents/carers must stay.", "peer_support"),
        ("At the Baptist Church, Church Road. In the church hall.", "faith"),
        ("Our café has pool tables. We use public transport.", "swimming"),
    ] {
        assert!(!doing("Tuesday Group", &[], text).contains(&not), "{text}");
    }
}

#[test]
fn a_category_alone_is_enough_and_a_title_beats_it() {
    assert_eq!(doing("Opaque", &["music"], ""), ["singing"]);
    assert_eq!(
        doing(
            "Village Men's Shed",
            &["community", "nature"],
            "Woodwork and repair. Wood and metal working, and a chat over tea."
        )
        .first(),
        Some(&"repair")
    );
}

#[test]
fn the_text_needs_two_good_words_or_one_in_its_opening_and_a_weak_one() {
    assert_eq!(doing("Opaque", &[], "We sing in a choir and play the ukulele."), ["singing"]);
    assert!(doing("Opaque", &[], "Some of us also like music.").is_empty());
    assert!(doing("Opaque", &[], "").is_empty());
}

#[test]
fn never_more_than_four_activities() {
    let all =
        "choir knitting poetry theatre woodwork gardening wildlife walking yoga football chess";
    assert_eq!(doing(all, &[], "").len(), 4);
}

#[test]
fn needs_come_from_tags_audience_and_words() {
    assert_eq!(helping("Opaque", &["Dementia "], "", ""), ["memory"]);
    assert_eq!(helping("Opaque", &[], "People who have been bereaved", ""), ["grief"]);
    assert!(
        helping("Opaque", &[], "", "You will meet new people and make friends.")
            .contains(&"loneliness")
    );
    assert!(
        helping("Opaque", &[], "", "We work with the council. Sense of purpose and fun.")
            .is_empty()
    );
    assert_eq!(helping("Opaque", &[], "family carers", ""), ["caring"]);
}

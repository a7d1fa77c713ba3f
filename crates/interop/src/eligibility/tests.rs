//! Examples in words.

use super::*;
use domain::group::Gender;

fn brief(limits: &[Limit]) -> Vec<String> {
    let mut said: Vec<String> = limits
        .iter()
        .map(|limit| {
            let rule = match &limit.rule {
                Rule::Age { from, to } => {
                    let end = |age: &Option<u8>| age.map_or(String::new(), |age| age.to_string());
                    format!("{}-{}", end(from), end(to))
                }
                Rule::Gender { gender: Gender::Woman } => "woman".into(),
                Rule::Gender { gender: Gender::Man } => "man".into(),
                Rule::Gender { .. } => "other".into(),
                Rule::MembersOnly => "members".into(),
                Rule::ReferralOnly => "referral".into(),
                Rule::Area { .. } => "area".into(),
                Rule::Circumstance { words } if words.starts_with("comes with") => "child".into(),
                Rule::Circumstance { .. } => "circumstance".into(),
            };
            format!("{rule} {:?}", limit.confidence)
        })
        .collect();
    said.sort();
    said
}

#[test]
fn a_field_about_who_comes_is_read() {
    let table: &[(&str, &[&str])] = &[
        ("age 55+", &["55- Certain"]),
        ("Ages 16 +", &["16- Certain"]),
        ("- Ages 16 +", &["16- Certain"]),
        ("people aged 55+", &["55- Certain"]),
        ("For adults aged 55+", &["55- Certain"]),
        ("men aged over 18", &["18- Likely", "man Certain"]),
        ("women aged 18 +", &["18- Certain", "woman Certain"]),
        ("Over 18s", &["18- Likely"]),
        ("aged 16 to 25", &["16-25 Certain"]),
        ("13 - 18 year old girls and women", &["13-18 Certain", "woman Certain"]),
        ("suitable for ages 55+", &["55- Likely"]),
        ("session for men", &["man Certain"]),
        ("women only", &["woman Certain"]),
        ("ladies", &["woman Certain"]),
        ("adults", &["18- Likely"]),
        ("young people", &["-25 Unsure"]),
        ("For young people in years 7 to 11", &["11-16 Likely"]),
        ("suitable for all ages", &[]),
        ("all welcome", &[]),
        ("Family friendly", &[]),
        ("all ages and abilities", &[]),
        ("- Beginners welcome\n- Older people", &[]),
        ("older people", &["circumstance Likely"]),
        ("under 5s", &["child Likely"]),
        ("toddlers and their grown-ups", &["child Likely"]),
        ("families with children aged 5+", &["child Likely"]),
        ("suitable for babies aged 9 months to 4 years", &["child Likely"]),
        ("carers of 0 - 2 year olds", &["child Likely"]),
        ("Adults and children aged 11+", &["11- Likely"]),
        ("Those aged 12 - 15 need an adult who supervises", &[]),
        ("family carers", &["circumstance Likely"]),
        ("people living with dementia", &["circumstance Likely"]),
        ("people aged 18 plus with a lung condition", &["18- Certain", "circumstance Likely"]),
        ("refugee women", &["circumstance Likely", "woman Certain"]),
        ("family carers\npeople with a long illness", &["circumstance Likely"]),
        ("women who care\nwomen who are ill", &["circumstance Likely", "woman Certain"]),
        ("women who care\nanyone who is ill", &["circumstance Likely"]),
        ("", &[]),
    ];
    for (field, expected) in table {
        assert_eq!(brief(&from_audience(field)), *expected, "{field}");
    }
}

#[test]
fn a_description_binds_only_with_only_or_must_be() {
    let table: &[(&str, &[&str])] = &[
        ("A gardening group for people aged 50+.", &["50- Likely"]),
        ("Participants must be aged 18+.", &["18- Certain"]),
        ("Only open to people aged 60 and over.", &["60- Certain"]),
        ("You must be over 60 to join.", &["60- Likely"]),
        ("We work with young people aged 16 to 25.", &["16-25 Likely"]),
        (
            "A group for people aged 50+. Our lunch is for people aged 65+.",
            &["50- Unsure", "65- Unsure"],
        ),
        ("For all ages. Rides for people over 55s on Friday.", &["55- Unsure"]),
        ("Under 16s must be accompanied by an adult.", &[]),
        ("£4, under 25s half price.", &[]),
        ("Parental consent is needed for people under 18 years of age.", &[]),
        ("We are unable to allow children under 16 years of age.", &["16- Likely"]),
        ("For children aged 6 - 8 and residents aged 50+.", &["6-8 Unsure"]),
        ("Our volunteers stay for 12 months.", &[]),
        ("You don’t need a referral from a doctor.", &[]),
        ("Sessions include girls only nights.", &[]),
        ("We have over 30 years of experience.", &[]),
        ("This meeting is for women only.", &["woman Certain"]),
        ("Bikes to borrow in a women-only space.", &["woman Likely"]),
        ("A support group for men.", &["man Likely"]),
        ("A group for women. Also a group for men.", &[]),
        ("A mixed group for women and men.", &[]),
        ("The pool is members only.", &["members Likely"]),
        ("By professional referral only.", &["referral Certain"]),
        ("Referral only. Self-referral is fine too.", &[]),
        ("You must be referred by a GP.", &["referral Likely"]),
        ("A weekly group for unpaid carers.", &["circumstance Unsure"]),
        ("Not only for people in town. We sing.", &[]),
        ("We sing together and drink tea.", &[]),
    ];
    for (text, expected) in table {
        assert_eq!(brief(&from_description(text)), *expected, "{text}");
    }
}

#[test]
fn a_title_hints() {
    let table: &[(&str, &[&str])] = &[
        ("Harbour Men’s Shed", &["man Likely"]),
        ("Peer Group - Women Only", &["woman Certain"]),
        ("Over 65s Tap Dance", &["65- Likely"]),
        ("45+ Allotment Group", &["45- Likely"]),
        ("Carers’ Coffee Morning", &["circumstance Unsure"]),
        ("Judo - 6 to 9 years", &["6-9 Likely"]),
        ("Community Choir", &[]),
        ("Mental Health Group", &[]),
    ];
    for (title, expected) in table {
        assert_eq!(brief(&from_title(title)), *expected, "{title}");
    }
}

#[test]
fn the_field_beats_the_prose_and_the_sentence_is_kept() {
    let limits = read("people aged 55+", "Over 60s Lunch", "For people aged 65+.");
    assert_eq!(brief(&limits), ["55- Certain"]);
    assert_eq!(limits[0].sentence, "people aged 55+");
}

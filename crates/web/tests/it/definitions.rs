//! Every number of a page of counts has a definition, and every definition is of some number.

use crate::samples::rendered;

/// The definitions that a page points to.
fn keys(html: &str) -> Vec<&str> {
    let links = html.split("href=\"/definitions#").skip(1);
    links.filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_number_points_to_a_definition_and_every_definition_is_pointed_to() {
    let samples = rendered();
    let pointed: Vec<&str> = samples.iter().flat_map(|(_, html)| keys(html)).collect();
    assert!(pointed.len() > 30, "the pages of counts are among the samples");
    for key in &pointed {
        assert!(app::definitions::find(key).is_some(), "#{key} is not on the list");
    }
    for one in app::definitions::ALL {
        assert!(pointed.contains(&one.key), "no number points to #{}", one.key);
    }
}

#[test]
fn every_definition_has_its_place_on_the_page() {
    let samples = rendered();
    let (_, page) = samples.iter().find(|(name, _)| *name == "definitions").unwrap();
    for one in app::definitions::ALL {
        assert!(page.contains(&format!("id=\"{}\"", one.key)), "{}", one.key);
    }
}

//! Real listings, read twice: the second time changes nothing.

use std::path::PathBuf;

use crate::support::{Folder, on_each};

fn shared(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if !path.exists() {
        eprintln!("skipped: {name} needs ../shared");
        return None;
    }
    Some(path)
}

fn count(said: &str, what: &str) -> u64 {
    let line = said.lines().find(|line| line.ends_with(what));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{what} in {said}"))
}

fn twice(file: &str, source: &str) {
    let Some(file) = shared(file) else { return };
    let file = file.to_str().unwrap();
    on_each(source, |folder| {
        let words = ["import", "groups", file, "--source", source, "--report", "report.csv"];
        let mut trial = words.to_vec();
        trial.push("--dry-run");
        let foretold = folder.done(&trial);
        let first = folder.done(&words);
        let added = count(&first, "groups added");
        assert!(added > 50, "{first}");
        assert_eq!(count(&foretold, "groups added"), added);
        let rows = std::fs::read_to_string(folder.path().join("report.csv")).unwrap();
        let refused = count(&first, "rows not taken");
        assert_eq!(u64::try_from(rows.lines().count()).unwrap(), refused + 1);
        let head = folder.done(&["audit", "verify"]);
        let second = folder.done(&words);
        assert_eq!(count(&second, "groups added") + count(&second, "groups changed"), 0);
        assert_eq!(count(&second, "groups unchanged"), added);
        assert_eq!(folder.done(&["audit", "verify"]), head, "nothing was written");
    });
}

#[test]
fn the_suffolk_listing_read_twice_changes_nothing_the_second_time() {
    twice("suffolk_lgc_2025-06/events.derived.csv", "suffolk");
}

#[test]
fn the_bristol_listing_read_twice_changes_nothing_the_second_time() {
    twice("oruk_bristol_2024-12/Bristol Council.json", "bristol");
}

#[test]
fn a_folder_of_tables_is_one_package_and_so_is_its_zip() {
    let Some(package) = shared("oruk_v3_conformance_mocks/V3.0-UK-Default/service_list.json")
    else {
        return;
    };
    let folder = Folder::new();
    folder.set_up("kith.db");
    let page = package.to_str().unwrap();
    let words = ["import", "groups", page, "--report", "report.csv"];
    let said = folder.done(&words);
    assert_eq!(count(&said, "groups added"), 1, "{said}");
    std::fs::create_dir_all(folder.path().join("hsds")).unwrap();
    folder.write("hsds/services.csv", "id,name,organization_id\n1,Harbour Choir,o\n2,Shed,o\n");
    folder.write("hsds/organizations.csv", "id,name\no,Harbour Trust\n");
    folder.write("hsds/datapackage.json", "{\"title\": \"Harbour\"}");
    let said = folder.done(&["import", "groups", "hsds", "--report", "report.csv"]);
    assert_eq!(count(&said, "groups added"), 2, "{said}");
    let zipped = std::fs::File::create(folder.path().join("hsds.zip")).unwrap();
    let mut zip = zip::ZipWriter::new(zipped);
    for name in ["services.csv", "organizations.csv", "datapackage.json"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        let bytes = std::fs::read(folder.path().join("hsds").join(name)).unwrap();
        std::io::Write::write_all(&mut zip, &bytes).unwrap();
    }
    zip.finish().unwrap();
    let said = folder.done(&["import", "groups", "hsds.zip", "--report", "report.csv"]);
    assert_eq!(count(&said, "groups unchanged"), 2, "{said}");
}

#[test]
fn a_csv_is_read_by_a_mapping_and_what_a_complete_listing_lacks_is_withdrawn() {
    let folder = Folder::new();
    folder.set_up("kith.db");
    folder.write("map.toml", "source = \"clubs\"\nid = \"{Ref}\"\nname = \"{Club}\"\n");
    let clubs = |rows: &str| folder.write("clubs.csv", &format!("Ref,Club\n{rows}"));
    let words = ["import", "groups", "clubs.csv", "--mapping", "map.toml"];
    clubs("1,Choir\n2,Shed\n3,Chess\n4,\n");
    let said = folder.done(&words);
    assert_eq!((count(&said, "groups added"), count(&said, "rows not taken")), (3, 1), "{said}");
    clubs("1,Choir\n2,Shed\n");
    let said = folder.done(&words);
    assert!(said.contains("1  from before are not in it and stay"), "{said}");
    let complete = [words.as_slice(), &["--complete"]].concat();
    let said = folder.done(&complete);
    assert_eq!(count(&said, "withdrawn: their source has them no longer"), 1, "{said}");
    clubs("9,Band\n");
    let ended = folder.run(&complete);
    assert_eq!(ended.code, 3, "{}", ended.noted);
    assert!(ended.noted.contains("lacks 2 of the 2 groups"), "{}", ended.noted);
    let said = folder.done(&[complete.as_slice(), &["--confirm-withdrawals"]].concat());
    assert_eq!(count(&said, "withdrawn: their source has them no longer"), 2, "{said}");
    let ended = folder.run(&["import", "groups", "clubs.csv"]);
    assert_eq!(ended.code, 3, "{}", ended.noted);
    assert!(ended.noted.contains("mapping"), "{}", ended.noted);
}

#[test]
fn a_file_that_is_no_listing_is_refused_in_a_sentence() {
    let folder = Folder::new();
    folder.set_up("kith.db");
    folder.write("letter.txt", "Dear Kith,\nplease add us.\n");
    let ended = folder.run(&["import", "groups", "letter.txt"]);
    assert_eq!(ended.code, 3, "{}", ended.noted);
    assert!(ended.noted.contains("letter.txt"), "{}", ended.noted);
    assert_eq!(folder.run(&["import", "groups", "nothing.csv"]).code, 3);
}

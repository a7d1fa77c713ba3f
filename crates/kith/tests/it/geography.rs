//! Files of statistics offices, each read twice: the second time changes nothing.

use std::path::PathBuf;

use crate::support::{Folder, on_each};

fn shared(names: &[&str]) -> Option<Vec<String>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let paths: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        eprintln!("skipped: {} needs ../shared", missing.display());
        return None;
    }
    Some(paths.iter().map(|path| path.display().to_string()).collect())
}

/// The number before `what`, in the part about one file.
fn count(said: &str, file: &str, what: &str) -> i64 {
    let mut part = said.lines().skip_while(|line| !line.contains(file)).skip(1);
    let line = part.find(|line| line.ends_with(what)).unwrap_or_else(|| panic!("{what} in {said}"));
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap()
}

#[test]
fn real_files_of_every_kind_are_read_and_read_again_change_nothing() {
    // Each file, and how many facts of it are taken; the counts are those of its SOURCE.txt.
    let files = [
        ("geo_outcodes/postcodes.csv", 2_856),
        ("geo_nspl_2021-11/NSPL_NOV_2021_UK_SM.csv.gz", 6_690),
        ("geo_lsoa_lookups/lookup_lsoa21_ward24_ltla24.csv.gz", 35_672),
        ("imd/imd2025_england_lsoa21.csv.gz", 33_755),
        ("geo_rural_urban/ruc21_lsoa21.csv.gz", 35_672),
        ("geo_lsoa21_boundaries/E09000029.geojson", 123),
    ];
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let Some(paths) = shared(&names) else { return };
    on_each("geography", |folder| {
        let mut words = vec!["import", "geography"];
        words.extend(paths.iter().map(String::as_str));
        let first = folder.done(&words);
        let second = folder.done(&words);
        for (name, facts) in files {
            let name = name.rsplit('/').next().unwrap();
            let added = count(&first, name, "added");
            assert!((facts - 25..=facts).contains(&added), "{name}: {added} of {facts}\n{first}");
            assert_eq!(
                count(&second, name, "added") + count(&second, name, "changed"),
                0,
                "{name}"
            );
            assert_eq!(count(&second, name, "unchanged"), added, "{name}");
        }
        assert!(first.contains("no grid reference is published for it"), "{first}");
    });
}

#[test]
fn a_file_that_is_no_geography_is_refused_in_a_sentence() {
    let folder = Folder::new();
    folder.set_up("kith.db");
    folder.write("letter.txt", "Dear Kith,\nplease add us.\n");
    let ended = folder.run(&["import", "geography", "letter.txt"]);
    assert_eq!(ended.code, 3, "{}", ended.noted);
    assert!(ended.noted.contains("--kind"), "{}", ended.noted);
    let table = "LADCD,LADNM\nE06000001,Hartlepool\n,Nowhere\n";
    folder.write("names.csv", table);
    let said = folder.done(&["import", "geography", "names.csv", "--dry-run"]);
    assert!(said.contains("a trial: nothing was changed"), "{said}");
    let said = folder.done(&["import", "geography", "names.csv", "--source", "ONS 2024"]);
    assert_eq!(count(&said, "names.csv", "added"), 1);
    assert_eq!(count(&said, "names.csv", "no code of an area"), 1);
}

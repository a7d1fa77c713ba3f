//! Reference geography is put in by the thousand, and loading it again changes nothing.

use domain::outline::{Outline, Reach};
use domain::place::Point;
use store::places::{areas, became, boundaries, deprivation, outcodes, postcodes, rural, sources};
use store::{Conn, Result, StoreError, on_both};
use uuid::Uuid;

use crate::support::minute;

const SOURCE: Uuid = Uuid::from_u128(1);

fn source(c: &mut Conn) -> Result<()> {
    let source = sources::Source {
        id: SOURCE,
        kind: "postcodes".to_owned(),
        name: "NSPL November 2021".to_owned(),
        file: "NSPL.csv".to_owned(),
        began_at: minute(0),
        ended_at: None,
        tally: sources::Tally::default(),
    };
    sources::begin(c, &source)
}

fn postcode(n: usize) -> postcodes::Postcode {
    postcodes::Postcode {
        postcode: format!("IP1{n:04}"),
        point: Point { latitude: 52.0 + n as f64 / 10_000.0, longitude: 1.1 },
        lsoa11: Some("E01029870".to_owned()),
        lsoa21: None,
        is_ended: n.is_multiple_of(7),
    }
}

on_both! {
    fn loading_the_same_again_changes_nothing_and_a_change_is_counted_once(db: &Db) {
        let told = db.write_now(|c| {
            source(c)?;
            let rows: Vec<_> = (0..1_500).map(postcode).collect();
            let first = postcodes::put(c, SOURCE, &rows)?;
            let again = postcodes::put(c, SOURCE, &rows)?;
            let mut moved = postcode(3);
            moved.point.longitude = 1.2;
            let changed = postcodes::put(c, SOURCE, &[postcode(3), moved, postcode(4)])?;
            Ok::<_, StoreError>((first, again, changed, postcodes::count(c)?))
        }).unwrap();
        assert_eq!(told, (1_500, 0, 1, 1_500));
        let found = db.read_now(|c| postcodes::find(c, "IP10003")).unwrap().unwrap();
        assert_eq!(found.point.longitude, 1.2);
        assert_eq!(db.read_now(|c| postcodes::find(c, "XX10003")).unwrap(), None);
    }

    fn what_a_newer_file_leaves_out_is_kept(db: &Db) {
        db.write_now(|c| {
            source(c)?;
            let lsoa21 = Some("E01034567".to_owned());
            let newer = postcodes::Postcode { lsoa21, lsoa11: None, ..postcode(1) };
            postcodes::put(c, SOURCE, &[newer])?;
            postcodes::put(c, SOURCE, &[postcode(1)])?;
            let code = "E07000200".to_owned();
            let name = Some("Babergh".to_owned());
            let named = areas::Area { code: code.clone(), name, ..areas::Area::default() };
            let point = Some(Point { latitude: 52.0, longitude: 0.9 });
            let placed = areas::Area { code, point, ..areas::Area::default() };
            areas::put(c, SOURCE, &[named])?;
            areas::put(c, SOURCE, &[placed])
        }).unwrap();
        let found = db.read_now(|c| postcodes::find(c, "IP10001")).unwrap().unwrap();
        assert_eq!(found.lsoa11.as_deref(), Some("E01029870"));
        assert_eq!(found.lsoa21.as_deref(), Some("E01034567"));
        let area = db.read_now(|c| areas::list_by_codes(c, &["E07000200"])).unwrap().remove(0);
        assert_eq!(area.name.as_deref(), Some("Babergh"));
        assert!(area.point.is_some());
    }

    fn deprivation_of_2019_reaches_an_area_of_2021_through_the_lookup(db: &Db) {
        db.write_now(|c| {
            source(c)?;
            let ring: Vec<&[f64]> = vec![&[1.0, 52.0], &[1.1, 52.0], &[1.1, 52.1]];
            let outline = Outline::of([ring]).unwrap();
            let boundary = |code: &str| boundaries::Boundary {
                code: code.to_owned(),
                name: format!("Babergh {code}"),
                authority: "E07000200".to_owned(),
                outline: outline.clone(),
            };
            boundaries::put(c, SOURCE, &[boundary("E1new"), boundary("E2same")])?;
            let became = |old: &str, new: &str| (old.to_owned(), new.to_owned(), "M".to_owned());
            let pairs = [became("E1a", "E1new"), became("E1b", "E1new"), became("E2same", "E2same")];
            became::put(c, SOURCE, &pairs)?;
            let of = |code: &str, decile, rank| deprivation::Deprivation {
                code: code.to_owned(), year: 2019, decile, rank,
            };
            let rows = [of("E1a", 3, 9_000), of("E1b", 2, 5_000), of("E2same", 9, 29_000)];
            deprivation::put(c, SOURCE, &rows)
        }).unwrap();
        let list = |c: &mut Conn| deprivation::list_by_codes(c, &["E1new", "E2same"]);
        let deciles = |rows: Vec<deprivation::Deprivation>| -> Vec<(String, i64, i64)> {
            rows.into_iter().map(|row| (row.code, row.year, row.decile)).collect()
        };
        let found = deciles(db.read_now(list).unwrap());
        assert_eq!(found, [("E1new".to_owned(), 2019, 2), ("E2same".to_owned(), 2019, 9)]);
        db.write_now(|c| {
            let newer = deprivation::Deprivation {
                code: "E2same".to_owned(), year: 2025, decile: 8, rank: 26_000,
            };
            deprivation::put(c, SOURCE, &[newer])
        }).unwrap();
        let found = deciles(db.read_now(list).unwrap());
        assert_eq!(found, [("E2same".to_owned(), 2025, 8)]);
        let there = db.read_now(boundaries::list_authorities).unwrap();
        assert_eq!((there.len(), there[0].areas, there[0].reach.east), (1, 2, 1.1));
        let drawn = db.read_now(|c| boundaries::list_of_authority(c, "E07000200", 10)).unwrap();
        assert_eq!(drawn[0].outline.rings[0].len(), 3);
        let reach = Reach { south: 52.05, west: 1.05, north: 53.0, east: 2.0 };
        assert_eq!(db.read_now(move |c| boundaries::list_within(c, reach, 10)).unwrap().len(), 2);
        let far = Reach { south: 52.2, ..reach };
        assert_eq!(db.read_now(move |c| boundaries::list_within(c, far, 10)).unwrap().len(), 0);
    }

    fn outcodes_classes_and_loads_come_back(db: &Db) {
        db.write_now(|c| {
            source(c)?;
            let point = Point { latitude: 52.06, longitude: 1.14 };
            let town = Some("Ipswich".to_owned());
            outcodes::put(c, SOURCE, &[outcodes::Outcode { outcode: "IP1".into(), point, town }])?;
            let of = |year, class: &str| rural::Rural {
                code: "E1".into(), year, class: class.into(), words: "Rural".into(), is_rural: true,
            };
            rural::put(c, SOURCE, &[of(2011, "D1"), of(2021, "RSN1")])?;
            let tally = sources::Tally { rows: 4, added: 3, changed: 0, refused: 1 };
            sources::end(c, SOURCE, tally, minute(2))
        }).unwrap();
        let found = db.read_now(|c| outcodes::find(c, "IP1")).unwrap().unwrap();
        assert_eq!(found.town.as_deref(), Some("Ipswich"));
        let class = db.read_now(|c| rural::find(c, "E1")).unwrap().unwrap();
        assert_eq!(class.class, "RSN1");
        let loads = db.read_now(sources::list).unwrap();
        assert_eq!((loads.len(), loads[0].tally.added), (1, 3));
    }
}

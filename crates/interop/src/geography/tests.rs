//! Small files of every kind, and what is refused in them.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

fn all(text: &str) -> (Kind, Vec<Said>) {
    let reader = open(text.as_bytes(), None).unwrap();
    (reader.kind, reader.collect())
}

#[test]
fn a_postcode_of_either_layout_is_read_whichever_way_its_columns_are_called() {
    for (text, lsoa11, lsoa21) in [
        (
            "pcd,pcds,doterm,oseast1m,lsoa11,lat,long,imd\n\"DT1 1AA\",\"DT1 1AA\",\"\",\"368730\",\
             \"E01032643\",50.715280,-2.444281,23347\n",
            Some("E01032643"),
            None,
        ),
        (
            "PCD7,PCDS,DOTERM,LSOA11CD,LSOA21CD,LAT,LONG\nDT1 1AA,DT1 1AA,,E01032643,E01034567,\
             50.71528,-2.444281\n",
            Some("E01032643"),
            Some("E01034567"),
        ),
    ] {
        let (kind, rows) = all(text);
        assert_eq!(kind, Kind::Postcodes);
        let point = Point { latitude: 50.71528, longitude: -2.444281 };
        let (lsoa11, lsoa21) = (lsoa11.map(str::to_owned), lsoa21.map(str::to_owned));
        let postcode = "DT11AA".to_owned();
        let expected = Postcode { postcode, point, lsoa11, lsoa21, is_ended: false };
        assert_eq!(rows, [Ok(vec![Row::Postcode(expected)])]);
    }
}

#[test]
fn a_postcode_without_a_place_or_that_is_none_is_refused_with_its_row() {
    let (_, rows) = all("pcds,doterm,lsoa11,lat,long\nSR1 1AA,199912,E01008703,54.9,-1.37\n\
         SR1 1AB,,E01008703,99.999999,0.000000\nnowhere,,E01008703,54.9,-1.37\n\
         SR1 1AC,,E99999999,54.9,x\n");
    let Ok(first) = &rows[0] else { panic!("{rows:?}") };
    assert!(matches!(&first[0], Row::Postcode(one) if one.is_ended));
    let reasons: Vec<_> = rows[1..].iter().map(|row| row.clone().unwrap_err()).collect();
    assert_eq!(reasons[0], Refused { row: 2, reason: "no grid reference is published for it" });
    assert_eq!(reasons[1], Refused { row: 3, reason: "not a postcode" });
    assert_eq!(reasons[2], Refused { row: 4, reason: "no latitude and longitude" });
}

#[test]
fn each_table_is_recognised_by_its_first_line() {
    for (header, kind) in [
        ("postcode,eastings,northings,latitude,longitude,town,region", Kind::Outcodes),
        ("LSOACD,latitude,longitude,lsoa11cd", Kind::Areas),
        ("wdcd,longitude,latitude", Kind::Areas),
        ("lsoa11_code,IMD_decile,Income_decile,IMD_rank", Kind::Deprivation),
        (
            "LSOA code (2021),LSOA name (2021),Index of Multiple Deprivation (IMD) Rank (where 1 is \
          most deprived),Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% \
          of LSOAs)",
            Kind::Deprivation,
        ),
        ("lsoa21_code,ruc21_code,classification,ruc", Kind::RuralUrban),
        (
            "lsoa11_name,lsoa11_code,change_code,lsoa21_name,lsoa21_code,ltla22_name,ltla22_code",
            Kind::Lookup,
        ),
        ("lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code", Kind::Lookup),
        ("areacode,areaname,areatype,LADCD,LADNM", Kind::Lookup),
        ("LADCD,LADNM,LADCD_ACTIVE", Kind::Lookup),
    ] {
        assert_eq!(open(format!("{header}\n").as_bytes(), None).unwrap().kind, kind, "{header}");
    }
    assert!(open("name,colour\n".as_bytes(), None).is_err());
    assert!(open("Dear Kith,\nplease add us.\n".as_bytes(), None).is_err());
    let asked = open("name,colour\n".as_bytes(), Some(Kind::Postcodes)).err().unwrap();
    assert!(asked.to_string().contains("lat and long"), "{asked}");
}

#[test]
fn a_lookup_gives_a_name_and_what_became_of_an_area() {
    let (_, rows) = all(
        "lsoa11_name,lsoa11_code,change_code,lsoa21_name,lsoa21_code,ltla22_name,ltla22_code\n\
         Babergh 001A,E01029870,S,Babergh 001F,E01034001,Babergh,E07000200\n",
    );
    let Ok(facts) = &rows[0] else { panic!("{rows:?}") };
    let Row::Area(area) = &facts[0] else { panic!("{facts:?}") };
    assert_eq!(area.authority_name.as_deref(), Some("Babergh"));
    let change = "S".to_owned();
    let became = Became { lsoa11: "E01029870".into(), lsoa21: "E01034001".into(), change };
    assert_eq!(facts[1], Row::Became(became));
}

#[test]
fn a_gzipped_file_is_read_like_a_plain_one() {
    let text = "lsoa21_code,IMD_decile,IMD_rank\nE01000001,8,26525\nE01000002,11,5\n";
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(text.as_bytes()).unwrap();
    let bytes = gz.finish().unwrap();
    let rows: Vec<Said> = open(bytes.as_slice(), None).unwrap().collect();
    let code = "E01000001".to_owned();
    let one = Deprivation { code, year: 2025, decile: 8, rank: 26_525 };
    assert_eq!(rows[0], Ok(vec![Row::Deprivation(one)]));
    assert_eq!(rows[1], Err(Refused { row: 2, reason: "no decile" }));
}

#[test]
fn boundaries_are_read_one_by_one_and_end_where_the_file_breaks_off() {
    let feature = r#"{ "type": "Feature", "properties": { "LSOA21CD": "E01013236",
        "LSOA21NM": "North Lincolnshire 017A", "LADCD_ACTIVE": "E06000013" },
        "geometry": { "type": "Polygon", "coordinates":
        [ [ [ -0.64, 53.56 ], [ -0.63, 53.56 ], [ -0.63, 53.57 ], [ -0.64, 53.56 ] ] ] } }"#;
    let point = r#"{"type":"Feature","properties":{"LSOA21CD":"E1"},
        "geometry":{"type":"Point","coordinates":[0.0,1.0]}}"#;
    let text =
        format!(r#"{{"type":"FeatureCollection","features":[{feature},{point},{{"type":"Fea"#);
    let (kind, rows) = all(&text);
    assert_eq!(kind, Kind::Boundaries);
    let Ok(facts) = &rows[0] else { panic!("{rows:?}") };
    let Row::Boundary(one) = &facts[0] else { panic!("{facts:?}") };
    assert_eq!((one.code.as_str(), one.authority.as_str()), ("E01013236", "E06000013"));
    assert_eq!(one.outline.rings[0].len(), 3);
    assert_eq!(rows[1], Err(Refused { row: 2, reason: "no outline" }));
    assert!(rows[2].is_err());
    assert_eq!(rows.len(), 3);
}

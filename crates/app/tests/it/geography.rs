//! A postcode is looked up here, as exactly as this installation knows it.

use app::geography::{self, Exactness};
use app::testing::World;
use store::on_both;

const POSTCODES: &str = "pcds,doterm,lsoa11,lat,long\nIP10 0CV,,E01029870,52.0150,1.2800\n\
     IP3 9AA,200001,E01029871,52.0386,1.2035\n";

on_both! {
    fn a_postcode_is_found_exactly_once_it_was_loaded_and_roughly_before(db: &Db) {
        let world = World::on(db);
        let (app, actor) = (&world.app, world.public());
        let find = |written: &'static str| {
            app.read_now(&actor, move |act| geography::find_postcode(act, written)).unwrap()
        };
        let rough = find("ip10 0cv").unwrap();
        assert_eq!((rough.exactness, rough.outcode.as_deref()), (Exactness::Outcode, Some("IP10")));
        let first = world.geography("A file of 2021", POSTCODES);
        assert_eq!((first.added, first.changed), (2, 0));
        let again = world.geography("A file of 2021", POSTCODES);
        assert_eq!((again.added, again.changed), (0, 0));
        let exact = find("ip10 0cv").unwrap();
        assert_eq!((exact.exactness, exact.point.latitude), (Exactness::Postcode, 52.0150));
        assert_eq!(exact.lsoa21, None);
        world.geography("A file of 2021", "lsoa11cd,lsoa21cd,chgind,lsoa21nm\nE01029870,E01034001,S,Babergh 001F\n");
        assert_eq!(find("IP100CV").unwrap().lsoa21.as_deref(), Some("E01034001"));
        assert_eq!(find("IP10 9ZZ").unwrap().exactness, Exactness::Outcode);
        assert_eq!(find("ZZ99 3WZ"), None);
        assert_eq!(find("no fixed abode"), None);
        let loads = app.read_now(&actor, geography::list_sources).unwrap();
        assert_eq!(loads.len(), 3);
    }
}

//! A draft is its author's, one for each form and person, and has an end.

use store::drafts::{self, Place};
use store::{StoreError, on_both};

use crate::support::{episode, id, minute, user};

fn fields(note: &str) -> drafts::Fields {
    vec![("note".to_owned(), note.to_owned()), ("way".to_owned(), "phone".to_owned())]
}

on_both! {
    fn the_last_draft_is_found_again_by_its_author_alone(db: &Db) {
        let of = episode(db);
        let other = user(db, 2);
        let key = of.key.clone();
        let (mine, subject) = (of.worker, of.person.0);
        let (found, others) = db.write_now(move |c| {
            let place = Place { user: mine, form: "contact", subject };
            drafts::save(c, &key, place, (id(1), &fields("one")), (minute(1), minute(60)))?;
            drafts::save(c, &key, place, (id(2), &fields("two")), (minute(2), minute(60)))?;
            let others = Place { user: other, ..place };
            let others = drafts::find(c, &key, others, minute(3))?;
            Ok::<_, StoreError>((drafts::find(c, &key, place, minute(3))?, others))
        }).unwrap();
        let found = found.unwrap();
        assert_eq!((found.fields, found.saved_at), (fields("two"), minute(2)));
        assert_eq!(others, None);
    }

    fn a_draft_whose_time_is_over_is_gone(db: &Db) {
        let of = episode(db);
        let key = of.key.clone();
        let (mine, subject) = (of.worker, of.person.0);
        let (found, gone) = db.write_now(move |c| {
            let place = Place { user: mine, form: "plan", subject };
            drafts::save(c, &key, place, (id(1), &fields("one")), (minute(1), minute(60)))?;
            let found = drafts::find(c, &key, place, minute(60))?;
            Ok::<_, StoreError>((found, drafts::discard_expired(c, minute(60))?))
        }).unwrap();
        assert_eq!((found, gone), (None, 1));
    }
}

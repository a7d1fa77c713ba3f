//! Signing in holds against guessing, without letting a stranger keep anybody out.

use app::AppError;
use app::accounts;
use app::testing::World;
use store::on_both;

const GP: &str = "referrer@test.kith";
const PASSWORD: &str = "demonstration";

/// Tries to sign in from a network address.
fn try_from(world: &World, from: &str, email: &str, password: &str) -> Result<String, AppError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(world.app.sign_in(email, password, from))
}

fn is_asked_to_wait(answer: &Result<String, AppError>) -> bool {
    matches!(answer, Err(AppError::TooMany { .. }))
}

on_both! {
    fn a_stranger_who_guesses_cannot_keep_somebody_out(db: &Db) {
        let world = World::on(db);
        let guess = |from| try_from(&world, from, GP, "a wrong password");
        let waits = (0..20).map(|_| is_asked_to_wait(&guess("203.0.113.9"))).collect::<Vec<_>>();
        assert!(!waits[9] && waits[10], "ten guesses, then a pause");
        assert!(try_from(&world, "198.51.100.7", GP, PASSWORD).is_ok());
        assert!(is_asked_to_wait(&try_from(&world, "203.0.113.9", GP, PASSWORD)));
    }

    fn a_whole_practice_signs_in_from_one_address(db: &Db) {
        let world = World::on(db);
        for _ in 0..60 {
            assert!(try_from(&world, "203.0.113.9", GP, PASSWORD).is_ok());
        }
    }

    fn guessing_many_accounts_from_one_address_is_slowed_down(db: &Db) {
        let world = World::on(db);
        let waits = (0..60).any(|n| {
            let email = format!("somebody{n}@test.kith");
            is_asked_to_wait(&try_from(&world, "203.0.113.9", &email, "a wrong password"))
        });
        assert!(waits);
    }

    fn guessing_one_account_from_many_addresses_is_slowed_down(db: &Db) {
        let world = World::on(db);
        let waits = (0..110).any(|n| {
            let from = format!("203.0.113.{n}");
            is_asked_to_wait(&try_from(&world, &from, GP, "a wrong password"))
        });
        assert!(waits);
    }

    fn the_published_password_opens_the_demonstration_only(db: &Db) {
        let world = World::on(db);
        assert!(try_from(&world, "203.0.113.9", GP, PASSWORD).is_ok());
        let real = world.as_a_real_service(db);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let answer = runtime.block_on(real.sign_in(GP, PASSWORD, "203.0.113.9"));
        assert!(matches!(answer, Err(AppError::Invalid(_))));
        assert!(matches!(real.hash_password(PASSWORD), Err(AppError::Invalid(_))));
    }

    fn a_new_password_ends_every_session_and_the_old_one_no_longer_works(db: &Db) {
        let world = World::on(db);
        let token = try_from(&world, "203.0.113.9", GP, PASSWORD).unwrap();
        let hash = world.app.hash_password("a longer password").unwrap();
        world.app.write_now(&world.system(), move |act| accounts::save_password(act, GP, &hash)).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert!(runtime.block_on(world.app.find_session(&token)).unwrap().is_none());
        assert!(try_from(&world, "203.0.113.9", GP, PASSWORD).is_err());
        assert!(try_from(&world, "203.0.113.9", GP, "a longer password").is_ok());
    }
}

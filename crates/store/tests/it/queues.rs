//! The inbox is read in its own order from an index, so that one page costs the same however many
//! referrals there are.

use store::registered;
use store::testing::on_sqlite;

#[test]
fn a_page_of_the_inbox_is_read_from_its_index_without_sorting() {
    on_sqlite("inbox_plan", |db| {
        let inbox = |sql: &&str| sql.contains("'returned'") && sql.contains("OFFSET");
        let sql = registered().map(|one| one.sql).find(inbox).unwrap();
        let plan = format!("EXPLAIN QUERY PLAN {sql}");
        let rows = db
            .read_now(move |conn| {
                conn.all(&plan, store::args![uuid::Uuid::from_u128(1), 25_i64, 0_i64])
            })
            .unwrap();
        let details: Vec<String> = rows.iter().map(|row| row.get("detail").unwrap()).collect();
        let details = details.join("; ");
        assert!(details.contains("referral_undecided"), "{details}");
        assert!(!details.contains("TEMP B-TREE"), "{details}");
    });
}

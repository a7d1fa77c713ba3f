//! tantivy, a full-text search engine in Rust, asked for the same limits over the same groups.
//!
//! One segment in memory, one thread. Words are found by its BM25; the box of the reach is a range
//! over fast fields; the other limits and the distance are read from fast fields in its collector.

use std::ops::Bound;

use anyhow::Result;
use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenStream;
use tantivy::{DocId, Index, Score, SegmentReader, TantivyDocument, Term};

use crate::clock::{Times, cpu_s};
use crate::country::{TODAY, group};
use crate::ours::LIMIT;
use crate::plain::{Asked, Row};
use domain::profile::Online;

/// Kilometres in a degree of latitude, in millionths of a degree.
const MILLIONTHS_A_KM: f64 = 1e6 / 111.2;

struct Fields {
    text: Field,
    north: Field,
    east: Field,
    flags: Field,
    ages: Field,
    missing: Field,
    times: Field,
    outcode: Field,
}

/// Mean CPU time of a question.
pub(crate) fn run(size: u64, people: &[Asked]) -> Result<f64> {
    let (index, fields) = build(size)?;
    let searcher = index.reader()?.searcher();
    let mut times = Vec::new();
    for person in people {
        let start = cpu_s();
        let query = query(&index, &fields, person)?;
        let limits = Limits::of(person);
        let collector = TopDocs::with_limit(LIMIT).tweak_score(move |segment: &SegmentReader| {
            let columns = Columns::of(segment);
            let limits = limits.clone();
            move |doc: DocId, score: Score| limits.score(&columns, doc, score)
        });
        searcher.search(&query, &collector)?;
        times.push(cpu_s() - start);
    }
    let times = Times::of(times);
    println!(
        "  tantivy           {:>9.3} CPU ms, median {:.3}, p99 {:.3}",
        times.mean_ms(),
        times.at_ms(0.5),
        times.at_ms(0.99)
    );
    Ok(times.mean_ms())
}

fn build(size: u64) -> Result<(Index, Fields)> {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqs);
    let fields = Fields {
        text: schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing)),
        north: schema.add_i64_field("north", FAST | INDEXED),
        east: schema.add_i64_field("east", FAST | INDEXED),
        flags: schema.add_u64_field("flags", FAST),
        ages: schema.add_u64_field("ages", FAST),
        missing: schema.add_u64_field("missing", FAST),
        times: schema.add_u64_field("times", FAST),
        outcode: schema.add_u64_field("outcode", FAST),
    };
    let index = Index::create_in_ram(schema.build());
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 1_000_000_000)?;
    let start = crate::clock::process_cpu_s();
    let mut making = 0.0;
    for number in 0..size {
        let before = cpu_s();
        let row = Row::of(&group(number), TODAY);
        making += cpu_s() - before;
        writer.add_document(document(&fields, &row))?;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.wait_merging_threads()?;
    let building = crate::clock::process_cpu_s() - start - making;
    println!("  tantivy build     {building:>9.2} CPU s");
    Ok((index, fields))
}

fn document(fields: &Fields, row: &Row) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    let millionths = |degrees: Option<f64>| degrees.map_or(i64::MAX, |it| (it * 1e6) as i64);
    document.add_text(fields.text, &row.text);
    document.add_i64(fields.north, millionths(row.latitude));
    document.add_i64(fields.east, millionths(row.longitude));
    let flags = u64::from(row.is_open)
        | u64::from(row.is_online) << 1
        | u64::from(row.is_only_online) << 2
        | u64::from(row.members) << 3
        | u64::from(row.referral) << 4
        | u64::from(row.gender) << 5;
    document.add_u64(fields.flags, flags);
    document.add_u64(fields.ages, u64::from(row.age_from) | u64::from(row.age_to) << 8);
    document.add_u64(fields.missing, u64::from(row.missing));
    document.add_u64(fields.times, u64::from(row.times));
    document.add_u64(fields.outcode, number_of(row.outcode.as_deref()));
    document
}

fn number_of(outcode: Option<&str>) -> u64 {
    outcode.unwrap_or("").bytes().fold(0, |number, byte| number << 8 | u64::from(byte))
}

fn query(index: &Index, fields: &Fields, person: &Asked) -> Result<Box<dyn Query>> {
    let mut tokenizer = index.tokenizer_for_field(fields.text)?;
    let mut words: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for word in &person.words {
        let mut tokens = tokenizer.token_stream(word);
        while let Some(token) = tokens.next() {
            let term = Term::from_field_text(fields.text, &token.text);
            let one = TermQuery::new(term, IndexRecordOption::WithFreqs);
            words.push((Occur::Should, Box::new(one)));
        }
    }
    let mut all: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    if words.is_empty() {
        all.push((Occur::Must, Box::new(AllQuery)));
    } else {
        all.push((Occur::Must, Box::new(BooleanQuery::new(words))));
    }
    if let Some((north, east, km)) = person.reach {
        let sideways = north.to_radians().cos().max(0.01);
        let mut side = |field: Field, degrees: f64, wide: f64| {
            let term = |at: f64| Bound::Included(Term::from_field_i64(field, at as i64));
            let (from, to) = (degrees * 1e6 - wide, degrees * 1e6 + wide);
            all.push((Occur::Must, Box::new(RangeQuery::new(term(from), term(to)))));
        };
        side(fields.north, north, km * MILLIONTHS_A_KM);
        side(fields.east, east, km * MILLIONTHS_A_KM / sideways);
    }
    Ok(Box::new(BooleanQuery::new(all)))
}

struct Columns {
    north: Column<i64>,
    east: Column<i64>,
    flags: Column<u64>,
    ages: Column<u64>,
    missing: Column<u64>,
    times: Column<u64>,
    outcode: Column<u64>,
}

impl Columns {
    #[expect(clippy::unwrap_used, reason = "the collector has no way to say that it failed")]
    fn of(segment: &SegmentReader) -> Columns {
        let fast = segment.fast_fields();
        let number = |name: &str| fast.u64(name).unwrap();
        Columns {
            north: fast.i64("north").unwrap(),
            east: fast.i64("east").unwrap(),
            flags: number("flags"),
            ages: number("ages"),
            missing: number("missing"),
            times: number("times"),
            outcode: number("outcode"),
        }
    }
}

#[derive(Clone)]
struct Limits {
    home: Option<(f64, f64)>,
    reach: Option<(f64, f64, f64)>,
    online: Online,
    age: Option<u8>,
    gender: Option<u8>,
    referred: bool,
    outcode: u64,
    needs: u64,
    free: u64,
}

impl Limits {
    fn of(person: &Asked) -> Limits {
        Limits {
            home: person.home,
            reach: person.reach,
            online: person.online,
            age: person.age,
            gender: person.gender,
            referred: person.referred,
            outcode: number_of(person.outcode.as_deref()),
            needs: u64::from(person.needs),
            free: u64::from(person.free),
        }
    }

    /// Kept out is below everything.
    fn score(&self, columns: &Columns, doc: DocId, score: Score) -> Score {
        let first = |column: &Column<u64>| column.first(doc).unwrap_or(0);
        let flags = first(&columns.flags);
        let (times, outcode) = (first(&columns.times), first(&columns.outcode));
        let ages = first(&columns.ages);
        let gender = (flags >> 5) as u8;
        let kept_out = flags & 1 == 0
            || flags & 8 != 0
            || (flags & 16 != 0 && !self.referred)
            || match self.online {
                Online::No => flags & 4 != 0,
                Online::Only => flags & 2 == 0,
                Online::Welcome => false,
            }
            || self
                .age
                .is_some_and(|age| u64::from(age) < (ages & 0xff) || u64::from(age) > (ages >> 8))
            || self.gender.is_some_and(|theirs| gender != 0 && theirs != gender)
            || (outcode != 0 && self.outcode != 0 && outcode != self.outcode)
            || first(&columns.missing) & self.needs != 0
            || (times != 0 && times & self.free == 0);
        if kept_out {
            return Score::NEG_INFINITY;
        }
        let there = (columns.north.first(doc), columns.east.first(doc));
        let km = match (self.home, there) {
            (Some(home), (Some(north), Some(east))) if north != i64::MAX => {
                let (n, e) = (north as f64 / 1e6 - home.0, east as f64 / 1e6 - home.1);
                111.2 * n.hypot(e * home.0.to_radians().cos())
            }
            _ => 10.0,
        };
        match self.reach {
            Some((_, _, most)) if km > most => Score::NEG_INFINITY,
            Some((_, _, most)) => score + (1.0 - km / most) as Score,
            None => score - (km / 100.0) as Score,
        }
    }
}

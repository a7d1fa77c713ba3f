//! The borders and the deprivation that the demonstration's map is drawn over: a few real
//! neighbourhoods under the invented town, from `demo/areas.geojson` and `demo/deprivation.csv`.

use anyhow::{Result, anyhow};
use app::geography::{self, Load, Tally};
use app::{Actor, App};
use interop::geography::{Row, open};

const FILES: [(&str, &str, &str); 2] = [
    ("areas.geojson", "ONS, 2021 LSOA boundaries", include_str!("../../demo/areas.geojson")),
    (
        "deprivation.csv",
        "MHCLG, Indices of Deprivation 2025",
        include_str!("../../demo/deprivation.csv"),
    ),
];

/// Loads both, as `kith import geography` would.
pub(crate) fn load(app: &App, actor: &Actor) -> Result<()> {
    for (file, name, text) in FILES {
        let reader = open(text.as_bytes(), None).map_err(|why| anyhow!("demo/{file}: {why}"))?;
        let kind = reader.kind;
        let rows: Vec<Vec<Row>> = reader
            .collect::<Result<_, _>>()
            .map_err(|refused| anyhow!("demo/{file}, row {}: {}", refused.row, refused.reason))?;
        let tally = Tally { rows: i64::try_from(rows.len())?, ..Tally::default() };
        let rows: Vec<Row> = rows.into_iter().flatten().collect();
        let load = Load { kind, name: name.to_owned(), file: file.to_owned() };
        app.write_now(actor, move |act| {
            let (id, before) = geography::begin(act, &load)?;
            let put = geography::take(act, id, &rows)?;
            geography::end(act, (id, kind), tally, (before, put))
        })?;
    }
    Ok(())
}

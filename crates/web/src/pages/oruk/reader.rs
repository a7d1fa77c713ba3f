//! One reader of one list: a page of it, or all of it line by line.

use std::sync::Arc;

use app::App;
use app::feed::oruk::{self, Asked, Depth, Filter, Format, Resource};
use app::feed::{Catalogue, Published};
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::ids::GroupId;
use domain::person::folded;
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer;
use super::lines::{Cut, lines};
use crate::error::{Error, PageResult};

/// How many results are read and written in one go where all are asked for.
const BATCH: usize = 200;

/// What somebody reads.
pub(super) struct Reader {
    app: App,
    catalogue: Arc<Catalogue>,
    resource: Resource,
    asked: Asked,
}

impl Reader {
    /// Begins on the directory as it is now.
    pub(super) async fn open(app: App, resource: Resource, asked: Asked) -> Result<Reader, Error> {
        let catalogue = app.feed().await?;
        Ok(Reader { app, catalogue, resource, asked })
    }

    /// Answers with a page or with every line.
    pub(super) async fn answer(self) -> PageResult {
        match self.asked.format {
            Format::Json => {
                let (total, contents) = self.page().await?;
                Ok(answer::page(total, self.asked.page, contents))
            }
            Format::Ndjson => Ok(self.every_line()),
        }
    }

    async fn page(&self) -> Result<(usize, Vec<Value>), Error> {
        let (filter, page) = (&self.asked.filter, self.asked.page);
        match self.resource {
            Resource::Services => {
                let (total, ids) = self.catalogue.page_of_groups(filter, page);
                Ok((total, self.services(ids).await?))
            }
            Resource::ServiceAtLocations => {
                let (total, spots) = self.catalogue.page_of_spots(filter, page);
                let found = self.published(spots.iter().map(|(id, _)| *id).collect()).await?;
                let said = spots.into_iter().filter_map(|(id, spot)| {
                    let of = found.iter().find(|of| of.group.id == id)?;
                    Some(oruk::service_at_location(of.listed(), spot, self.asked.depth))
                });
                Ok((total, said.collect()))
            }
            Resource::Organizations => {
                let (total, ids) = self.catalogue.page_of_organisations(filter, page);
                Ok((total, self.organisations(ids).await?))
            }
            Resource::Taxonomies | Resource::TaxonomyTerms => {
                let all = self.short_list();
                let from = (page.number as usize - 1).saturating_mul(page.size as usize);
                let total = all.len();
                Ok((total, all.into_iter().skip(from).take(page.size as usize).collect()))
            }
        }
    }

    /// The next results after an id, and the id to go on from.
    async fn batch(&self, after: Option<Uuid>) -> Result<(Vec<Value>, Option<Uuid>), Error> {
        let filter = &self.asked.filter;
        match self.resource {
            Resource::Services | Resource::ServiceAtLocations => {
                let ids = self.catalogue.next_groups(filter, after.map(GroupId), BATCH);
                let last = ids.last().map(|id| id.0);
                let said = match self.resource {
                    Resource::Services => self.services(ids).await?,
                    _ => self.spots_of(&self.published(ids).await?),
                };
                Ok((said, last))
            }
            Resource::Organizations => {
                let ids = self.catalogue.next_organisations(filter, after, BATCH);
                let last = ids.last().copied();
                Ok((self.organisations(ids).await?, last))
            }
            Resource::Taxonomies | Resource::TaxonomyTerms => match after {
                None => Ok((self.short_list(), Some(Uuid::nil()))),
                Some(_) => Ok((Vec::new(), None)),
            },
        }
    }

    fn every_line(self) -> Response {
        let (sender, body) = lines();
        tokio::spawn(async move {
            let mut after = None;
            loop {
                let piece = match self.batch(after).await {
                    Ok((_, None)) => return,
                    Ok((said, last)) => {
                        after = last;
                        Ok(said.iter().map(|value| format!("{value}\n")).collect::<String>().into())
                    }
                    Err(why) => {
                        tracing::error!(%why, "the feed broke off");
                        Err(Cut)
                    }
                };
                let is_cut = piece.is_err();
                // The reader may have gone.
                if sender.send(piece).await.is_err() || is_cut {
                    return;
                }
            }
        });
        ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::new(body)).into_response()
    }

    async fn published(&self, mut ids: Vec<GroupId>) -> Result<Vec<Published>, Error> {
        ids.dedup();
        Ok(self.app.list_published(ids).await?)
    }

    async fn services(&self, ids: Vec<GroupId>) -> Result<Vec<Value>, Error> {
        let found = self.published(ids).await?;
        let depth = self.asked.depth;
        let said = found.iter().map(|of| oruk::service(of.listed(), depth));
        Ok(match self.asked.is_minimal {
            true => said.map(|service| minimal(&service)).collect(),
            false => said.collect(),
        })
    }

    fn spots_of(&self, found: &[Published]) -> Vec<Value> {
        let (filter, depth) = (&self.asked.filter, self.asked.depth);
        let said = found.iter().flat_map(|of| {
            let spots = Catalogue::spots_of(filter, &of.group);
            spots.into_iter().map(|spot| oruk::service_at_location(of.listed(), spot, depth))
        });
        said.collect()
    }

    async fn organisations(&self, ids: Vec<Uuid>) -> Result<Vec<Value>, Error> {
        let mut said = Vec::with_capacity(ids.len());
        for id in ids {
            said.extend(self.organisation(id).await?);
        }
        Ok(said)
    }

    /// One organisation, with its services where they were asked for.
    pub(super) async fn organisation(&self, id: Uuid) -> Result<Option<Value>, Error> {
        let Some(found) = self.catalogue.find_organisation(id) else { return Ok(None) };
        let mut services = Vec::new();
        if self.asked.with_services {
            let filter = Filter { organization_id: Some(id), ..Filter::default() };
            let ids = self.catalogue.next_groups(&filter, None, usize::MAX);
            for some in ids.chunks(BATCH) {
                let found = self.published(some.to_vec()).await?;
                let depth = match self.asked.depth {
                    Depth::Hsds => Depth::Hsds,
                    Depth::Item | Depth::Whole => Depth::Whole,
                };
                services.extend(found.iter().map(|of| oruk::service(of.listed(), depth)));
            }
        }
        Ok(Some(oruk::organisation(id, &found.name, found.is_itself, services)))
    }

    /// The short lists that stand in the program, filtered.
    fn short_list(&self) -> Vec<Value> {
        let filter = &self.asked.filter;
        let words = filter.search.as_deref().map(folded).unwrap_or_default();
        let has = |name: &str| folded(name).contains(&words);
        match self.resource {
            Resource::Taxonomies => {
                let lists = oruk::TAXONOMIES.iter().filter(|list| has(list.name));
                lists.map(oruk::taxonomy).collect()
            }
            _ => {
                let is_asked = |term: &&oruk::Term| {
                    let list = oruk::TAXONOMIES[term.taxonomy].id;
                    filter.parent_id.is_none()
                        && filter.taxonomy_id.is_none_or(|id| id == list)
                        && has(&term.name)
                };
                oruk::TERMS.iter().filter(is_asked).map(oruk::term).collect()
            }
        }
    }
}

/// Only what tells whether a service changed.
fn minimal(service: &Value) -> Value {
    let of = |name: &str| service[name].clone();
    json!({
        "id": of("id"),
        "name": of("name"),
        "status": of("status"),
        "last_modified": of("last_modified"),
    })
}

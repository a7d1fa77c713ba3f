//! A Kith of its own for each test, asked without a port, with somebody signed in or nobody.

use std::sync::Arc;

use app::testing::{World, on_sqlite};
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use domain::access::Role;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    /// What a hidden field of the page holds; empty when there is none.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let text = self.text();
        let start = format!("name=\"{name}\" value=\"");
        let found = text.split_once(&start).and_then(|(_, rest)| rest.split_once('"'));
        found.map(|(value, _)| value.to_owned()).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }
}

pub(crate) struct Kith {
    pub(crate) world: World,
    pub(crate) state: web::State,
    /// What the browser sends back; empty while nobody is signed in.
    pub(crate) cookie: String,
}

/// Runs a test with a Kith of its own: a small service with one user of each role.
pub(crate) fn kith(test: impl AsyncFnOnce(Kith)) {
    kith_with(web::Settings::default(), test);
}

/// The same, set up in another way.
pub(crate) fn kith_with(settings: web::Settings, test: impl AsyncFnOnce(Kith)) {
    on_sqlite("web", |db| block_on(test(Kith::of(World::on(db), settings))));
}

/// Walks one journey; see `journeys!`.
pub(crate) fn journey(world: World, walk: impl AsyncFnOnce(&mut Kith)) {
    let mut kith = Kith::of(world, web::Settings::default());
    block_on(walk(&mut kith));
}

fn block_on(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(test);
}

impl Kith {
    fn of(world: World, settings: web::Settings) -> Kith {
        let state = web::State::new(world.app.clone(), settings, Arc::new(|| Ok(())));
        Kith { world, state, cookie: String::new() }
    }

    /// Sends one file to a page that takes files.
    pub(crate) async fn upload(&self, path: &str, name: &str, text: &str) -> Answer {
        let body = format!(
            "--kith\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/csv\r\n\r\n{text}\r\n--kith--\r\n"
        );
        let request = Request::post(path)
            .header("content-type", "multipart/form-data; boundary=kith")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body));
        self.ask(request.expect("a request")).await
    }

    pub(crate) async fn ask(&self, mut request: Request<Body>) -> Answer {
        if !self.cookie.is_empty() {
            let cookie = self.cookie.parse().expect("a header");
            request.headers_mut().insert("cookie", cookie);
        }
        let router = web::router(self.state.clone());
        let response = router.oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes().to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", coded(name), coded(value)))
            .collect();
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(pairs.join("&")));
        self.ask(request.expect("a request")).await
    }

    /// Signs in through the page, as the user with this role.
    pub(crate) async fn sign_in(&mut self, role: Role) -> Answer {
        let email = format!("{}@test.kith", role.key());
        let answer =
            self.post("/sign-in", &[("email", &email), ("password", "demonstration")]).await;
        let cookie = answer.header("set-cookie");
        self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        answer
    }
}

fn coded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Defines journeys that run on both databases, each with a Kith of its own: `a_name::sqlite` and
/// `a_name::postgres`.
macro_rules! journeys {
    ($(async fn $name:ident($kith:ident: &mut Kith) $body:block)+) => {$(
        async fn $name($kith: &mut $crate::support::Kith) $body

        mod $name {
            #[test]
            fn sqlite() {
                app::testing::on_sqlite("web", |db| {
                    let kith = app::testing::World::on(db);
                    $crate::support::journey(kith, async |kith| super::$name(kith).await);
                });
            }

            #[test]
            fn postgres() {
                app::testing::on_postgres("web", |db| {
                    let kith = app::testing::World::on(db);
                    $crate::support::journey(kith, async |kith| super::$name(kith).await);
                });
            }
        }
    )+};
}
pub(crate) use journeys;

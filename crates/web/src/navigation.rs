//! The main navigation: which pages each role is offered, most used first. The first one that
//! somebody is offered is their home after signing in.

use app::SignedIn;
use domain::access::Role;

use crate::shell::NavigationItem;
use crate::urls;

/// One link, and the roles that are offered it.
struct Item {
    text: &'static str,
    url: fn() -> String,
    roles: &'static [Role],
}

/// Each area adds its line here. Offering is not permission: app decides that, act by act.
static ITEMS: &[Item] = &[
    Item { text: "Inbox", url: urls::inbox, roles: &[Role::Coordinator, Role::Manager] },
    Item { text: "Waiting list", url: urls::waiting, roles: &[Role::Coordinator, Role::Manager] },
    Item {
        text: "Find a person",
        url: urls::people_find,
        roles: &[Role::Coordinator, Role::Manager],
    },
    Item { text: "Today", url: urls::today, roles: &[Role::LinkWorker] },
    Item { text: "My people", url: urls::people, roles: &[Role::LinkWorker] },
    Item { text: "Refer", url: urls::refer, roles: &[Role::Referrer] },
    Item { text: "My referrals", url: urls::my_referrals, roles: &[Role::Referrer] },
    Item {
        text: "Refer",
        url: urls::refer,
        roles: &[Role::Coordinator, Role::LinkWorker, Role::Manager],
    },
    Item { text: "My groups", url: urls::my_groups, roles: &[Role::Facilitator] },
    Item {
        text: "Groups",
        url: urls::groups,
        roles: &[
            Role::LinkWorker,
            Role::Coordinator,
            Role::Manager,
            Role::Referrer,
            Role::Facilitator,
            Role::Commissioner,
            Role::Administrator,
        ],
    },
    Item { text: "Map", url: urls::asset_map, roles: &[Role::Commissioner] },
    Item {
        text: "Unmet needs",
        url: urls::unmet_needs,
        roles: &[Role::Commissioner, Role::Evaluator, Role::Manager],
    },
    Item { text: "Messages", url: urls::outbox, roles: &[Role::Manager, Role::Administrator] },
    Item { text: "Agencies", url: urls::agencies, roles: &[Role::Coordinator, Role::Manager] },
    Item {
        text: "Funnel",
        url: urls::funnel,
        roles: &[Role::Manager, Role::Coordinator, Role::Commissioner, Role::Evaluator],
    },
    Item {
        text: "Outcomes",
        url: urls::outcomes,
        roles: &[Role::Manager, Role::Commissioner, Role::Evaluator],
    },
    Item { text: "Waiting list", url: urls::waiting, roles: &[Role::LinkWorker] },
    Item { text: "Safeguarding", url: urls::concerns, roles: &[Role::Manager, Role::LinkWorker] },
];

/// The links for somebody, with the one they are at marked.
pub(crate) fn list(who: &SignedIn, path: &str) -> Vec<NavigationItem> {
    let offered =
        ITEMS.iter().filter(|item| item.roles.iter().any(|role| who.roles.contains(role)));
    offered
        .map(|item| {
            let href = (item.url)();
            let below = path.strip_prefix(href.as_str());
            let current = below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            NavigationItem { text: item.text.into(), href, current }
        })
        .collect()
}

/// Where somebody begins after signing in.
pub(crate) fn home(who: &SignedIn) -> String {
    list(who, "").into_iter().next().map_or_else(urls::start, |item| item.href)
}

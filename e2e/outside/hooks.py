"""What OpenAPI cannot say about the feed: `proximity` only counts beside `postcode`."""

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    query = case.query
    if query and "proximity" in query and "postcode" not in query:
        query["postcode"] = "IP1 2LQ"

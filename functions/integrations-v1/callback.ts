// One address for all providers, where a response of one could be taken for another's (mix-up, RFC 9700 section 4.4). A stage can
// lend it to one provider, whose own callback then answers here (infra/routes/oauth-v1.ts); this is for all other stages.
import { callbackQuery } from "../../lib/connections/query-schemas.ts";
import { getResultPage } from "../../lib/connections/v1-destination.ts";
import { stateEndpoint } from "../../lib/http/endpoint.ts";
import { redirect } from "../../lib/http/response.ts";
import { addOutcome } from "../../lib/oauth/return-target.ts";

const about =
  "A second callback of the one provider that the stage names, for redirect URIs that are registered already. Where it names none, " +
  "nothing is read and the browser is sent to the error page.";

export const handler = stateEndpoint({ about, query: callbackQuery(), status: 302 }, async () =>
  redirect(addOutcome(getResultPage({ status: "error" }), { error: "not_configured" })),
);

// The text of .env.example, from the manifests. `npm run generate` writes it.
import type { Manifest } from "../../lib/providers/manifest.ts";
import { manifests, withWebhook } from "../../lib/providers/manifests.ts";

const head = `# Provider clients of one stage. Copy to .env, fill in what you have, then: npm run secrets -- --stage dev --from .env
# A provider without a client is shown as "not configured"; everything else works.
# Redirect URIs to register at a provider: <publicBaseUrl>/api/integrations/<provider>/callback
# and, for clients of /api/v1, <publicBaseUrl>/api/v1/oauth/<provider>/callback.
# A line <PREFIX>_REDIRECT_URI is optional: it is only checked against the deployment.`;

const pubsubPath = withWebhook(manifests).find(({ webhook }) => webhook.proofs.every((proof) => proof === "pubsub"))
  ?.webhook.receivers[0].path;

const tail = `# Optional: only checked against pubsub in the stage's file.
# GOOGLE_PUBSUB_TOPIC=projects/my-project/topics/patchbay
# GOOGLE_PUBSUB_AUDIENCE=https://app.example.com${pubsubPath}
# GOOGLE_PUBSUB_SERVICE_ACCOUNT=push@my-project.iam.gserviceaccount.com

# The publicBaseUrl of the stage; only checked.
# WEBHOOK_BASE_URL=https://app.example.com

# Questions to the database of mcp.database in the stage's file: on where the first two are true. The third is the cache of answers.
# MCP_AUTO_CONNECT=false
# MCP_POSTGRES_ENABLED=false
# MCP_ENABLE_CACHING=true

# Only where the users' tokens are signed with HS256: the secret of the only issuer, or of the first in the stage's list.
# JWT_SECRET=
# Of a further issuer, such as the one called "old"; 32 bytes or more.
# JWT_SECRET_OLD=
`;

/** One paragraph for each application; providers that share an application share its lines. */
export function envExample(all: readonly Manifest[] = manifests): string {
  const applications = [...Map.groupBy(all, ({ environmentPrefix }) => environmentPrefix).values()];
  return [head, ...applications.map(paragraph), tail].join("\n\n");
}

function paragraph(providers: readonly Manifest[]): string {
  const [{ environmentPrefix: prefix = "", registerAt = "" } = {}] = providers;
  const [{ id = "" } = {}, ...others] = providers;
  const redirect =
    others.length > 0 ? [] : [`# ${prefix}_REDIRECT_URI=https://app.example.com/api/integrations/${id}/callback`];
  // What a provider signs with the client's secret needs no line of its own.
  const secrets = providers
    .flatMap(({ webhook, apiKeys = [] }) => [...(webhook?.secret ? [webhook.secret] : []), ...apiKeys])
    .filter(({ variable }) => variable !== `${prefix}_CLIENT_SECRET`);
  return [
    `# ${registerAt}`,
    `${prefix}_CLIENT_ID=`,
    `${prefix}_CLIENT_SECRET=`,
    ...redirect,
    ...secrets.flatMap(({ variable, about }) => [`# ${about}`, `# ${variable}=`]),
  ].join("\n");
}

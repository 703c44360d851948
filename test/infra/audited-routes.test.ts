// Every route that changes something says so in the audit, or is listed here with the reason why not.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../infra/routes.ts";
import { type AuditAction, auditActions } from "../../lib/store/audit.ts";
import { type BuiltBundles, useBuiltBundles } from "../support/built.ts";

/** By entry: what its success is called in the audit. */
const audited: Readonly<Record<string, AuditAction>> = {
  "admin/bind-hosts": "hosts_bound",
  "admin/delete-tenant": "deletion_requested",
  "admin/delete-user": "deletion_requested",
  "admin/empty-kept": "kept_emptied",
  "admin/recreate-channel": "channel_recreated",
  "admin/replay-webhook": "webhook_replayed",
  "admin/replay-webhooks": "webhooks_replayed",
  "crm/delete-connector": "connector_removed",
  "crm/save-connector": "connector_saved",
  "ehr/register-server": "ehr_server_registered",
  "ehr/search-patients": "patients_searched",
  "integrations-v1/disconnect": "disconnect",
  "integrations/catch-callback": "connect",
  "integrations/confirm": "connect",
  "integrations/disconnect": "disconnect",
  "integrations/refresh": "refresh",
  "integrations/write-settings": "settings",
  "mcp/clear-cache": "answers_forgotten",
  "mcp/query": "query",
  "oauth-v1/disconnect": "disconnect",
  "oauth/client-credentials": "connect",
  "oauth/revoke": "disconnect",
  "oauth/token": "token_read",
  "slack-v2/post-message": "tenant_bot_spoke",
};

const ownFeed = "changes what its user sees in their own feed, and nothing else";
const atProvider =
  "what is written at a provider is in the provider's log; ours is of who may use an account, and who did for others";
const start = "only begins a flow: what becomes of it is audited where it ends";
const arrival = "the log of deliveries has each arrival, and workers audit what an event ends";
const hook = "a hook at the provider, which its settings there list; our row says since when";

/** By entry: why it has no action of its own. */
const unaudited: Readonly<Record<string, string>> = {
  "activity/delete": ownFeed,
  "activity/mark-done": ownFeed,
  "calendar/create-event": atProvider,
  "calendar/delete-event": atProvider,
  "calendar/update-event": atProvider,
  "clio/webhook": arrival,
  "crm/log-call": atProvider,
  "figma/post-comment": atProvider,
  "figma/webhook": arrival,
  "github/create-issue": atProvider,
  "github/create-issue-comment": atProvider,
  "github/link-repository": hook,
  "github/unlink-repository": hook,
  "github/update-issue": atProvider,
  "github/webhook": arrival,
  "gmail/send-message": atProvider,
  "hubspot/webhook": arrival,
  "integrations-v1/connect": start,
  "integrations-v1/sync": "reads what is cached of the user's own accounts again",
  "mcp/server": "calls our own endpoints, which audit what they do",
  "oauth/authorize": start,
  "oauth/status": "reads, and is a POST for the names in its body",
  "shopify/webhook": arrival,
  "slack/delete-message": atProvider,
  "slack/post-message": atProvider,
  "slack/post-project-update": atProvider,
  "slack/post-task-notification": atProvider,
  "slack/update-message": atProvider,
  "slack/upload-file": atProvider,
  "slack/webhook": arrival,
  "webhooks-v1/calendar-push": arrival,
  "webhooks-v1/gmail-push": arrival,
};

/** A leftover row refuses what it takes. */
const changing = routes.filter(({ on, isLeftover }) => !/^(GET|HEAD) /.test(on) && !isLeftover);
const allowed = routes.filter(({ permissions }) => permissions.includes("audit:write"));
const listEntries = (rows: typeof routes) => [...new Set(rows.map(({ run }) => run))].sort();

let bundles: BuiltBundles;
beforeAll(async () => {
  bundles = await useBuiltBundles();
}, 180_000);
afterAll(() => bundles.dispose());

/** The actions that an entry can write: esbuild leaves out of its bundle what it does not reach. */
async function listActions(run: string): Promise<string[]> {
  const code = await readFile(join(bundles.folder, run, "index.mjs"), "utf8");
  const named = [...code.matchAll(/\baction:"(\w+)"/g)].map(([, name = ""]) => name);
  return named.filter((name) => (auditActions as readonly string[]).includes(name));
}

describe("a route that changes something", () => {
  it("is in one of the lists", () => {
    expect([...Object.keys(audited), ...Object.keys(unaudited)].sort()).toEqual(listEntries(changing));
  });

  it.each(changing.filter(({ run }) => run in audited).map((row) => [row.on, row] as const))(
    "may write its entry: %s",
    (_, { permissions }) => expect(permissions).toContain("audit:write"),
  );

  it.each(Object.entries(audited))("writes it: %s, %s", async (run, action) => {
    expect(await listActions(run)).toContain(action);
  });
});

describe("a Lambda that may write to the audit", () => {
  it.each(listEntries(allowed))("does: %s", async (run) => {
    expect(await listActions(run)).not.toEqual([]);
  });
});

// Tags (headings) of operations. A provider's tags are in its manifest.
import type { Tag } from "../../lib/providers/manifest.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import type { Route } from "../route.ts";

const webhooks: Tag = { name: "Webhooks", about: "Where providers push. No client of yours calls these." };
const service: Tag = { name: "Service", about: "The service itself: health, this document, the settings page." };

/** Tags by the folder of the entries, in the document's order. */
const headingByFolder: Readonly<Record<string, Tag>> = {
  integrations: { name: "Connections", about: "Connecting accounts, the list of them, their settings." },
  ...Object.assign({}, ...manifests.map(({ tags }) => tags)),
  mcp: {
    name: "Database queries",
    about: "Questions in plain language, answered from a database. Off unless configured.",
  },
  "oauth-v1": { name: "OAuth v1", about: "The same connections in the shapes of a business assistant's gateway." },
  oauth: {
    name: "Broker",
    about: "For backend services: flows that they begin, and the tokens that they may read.",
  },
  "integrations-v1": {
    name: "Integrations v1",
    about: "The same connections in the shapes of the gateway's integrations page.",
  },
  activity: { name: "Activity", about: "What happened at the providers, and what is to be done about it." },
  crm: {
    name: "Customers",
    about: "For services that answer a phone: who is calling, by a tenant's own systems, and a note of the call there.",
  },
  "webhooks-v1": webhooks,
  ehr: {
    name: "EHR",
    about: "Launches from electronic health records, patients for services, and the keys that our systems sign with.",
  },
  admin: {
    name: "Administration",
    about: "For administrators: those of a tenant see their tenant, those of the stage see all.",
  },
};

export function getTag({ run, caller }: Pick<Route, "run" | "caller">): string {
  if (caller === "signature" || caller === "pubsub") return webhooks.name;
  const folder = run.split("/")[0] ?? "";
  return (headingByFolder[folder] ?? service).name;
}

/** `tags` of the document; only those that are used. */
export const listTags = (used: ReadonlySet<string>) =>
  [...Object.values(headingByFolder), service]
    .filter(({ name }) => used.has(name))
    .map(({ name, about }) => ({ name, description: about }));

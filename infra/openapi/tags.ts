// Under which heading an operation stands.
import type { Route } from "../route.ts";

const headings = {
  connections: ["Connections", "Connecting accounts, the list of them, their settings."],
  figma: ["Figma", "Files, comments and design tokens of a connected Figma account."],
  slack: ["Slack", "A connected Slack workspace, as the bot."],
  github: ["GitHub", "Repositories, issues and their like of a connected GitHub account."],
  queries: ["Database queries", "Questions in plain language, answered from a database. Off unless configured."],
  oauthV1: ["OAuth v1", "The same connections in the shapes of a business assistant's gateway."],
  slackV2: ["Slack v2", "A connected Slack workspace, as the person who connected it."],
  gmail: ["Gmail", "Mail of a connected Gmail account."],
  calendar: ["Google Calendar", "Calendars and events of a connected Google account."],
  activity: ["Activity", "What happened at the providers, and what is to be done about it."],
  webhooks: ["Webhooks", "Where providers push. No client of yours calls these."],
  admin: ["Administration", "For administrators: those of a tenant see their tenant, those of the stage see all."],
  service: ["Service", "The service itself: health, this document, the settings page."],
} as const satisfies Record<string, readonly [name: string, about: string]>;

type Heading = keyof typeof headings;

const ofFolder: Readonly<Record<string, Heading>> = {
  integrations: "connections",
  figma: "figma",
  slack: "slack",
  github: "github",
  mcp: "queries",
  "oauth-v1": "oauthV1",
  "slack-v2": "slackV2",
  gmail: "gmail",
  calendar: "calendar",
  activity: "activity",
  "webhooks-v1": "webhooks",
  admin: "admin",
};

export function tagOf({ run, caller }: Pick<Route, "run" | "caller">): string {
  const folder = run.split("/")[0] ?? "";
  const heading = caller === "signature" || caller === "pubsub" ? "webhooks" : ofFolder[folder];
  return headings[heading ?? "service"][0];
}

/** `tags` of the document, those that are used. */
export const tagsOf = (used: ReadonlySet<string>) =>
  Object.values(headings)
    .filter(([name]) => used.has(name))
    .map(([name, description]) => ({ name, description }));

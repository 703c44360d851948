// Which lines of an .env file belong to which provider. The names are those of the systems this one replaces.
import type { ProviderId } from "../../lib/providers/ids.ts";

export interface Application {
  /** What its lines begin with: `SLACK` for SLACK_CLIENT_ID. */
  readonly prefix: string;
  /** The line that holds the secret of its webhooks, when it has one. */
  readonly webhookSecret?: string;
}

/** Gmail and Calendar are one application at Google. */
export const applications: Readonly<Record<ProviderId, Application>> = {
  figma: { prefix: "FIGMA", webhookSecret: "FIGMA_WEBHOOK_SECRET" },
  slack: { prefix: "SLACK", webhookSecret: "SLACK_SIGNING_SECRET" },
  github: { prefix: "GITHUB", webhookSecret: "GITHUB_WEBHOOK_SECRET" },
  gmail: { prefix: "GOOGLE" },
  calendar: { prefix: "GOOGLE" },
};

/** Lines that mean something to the other parts, or will. They are not refused. */
export const otherLines: readonly RegExp[] = [
  /^MCP_/,
  /^(SALESFORCE|HUBSPOT|EPIC|CERNER|SHOPIFY|CLIO)_CLIENT_(ID|SECRET)$/,
  /^HUBSPOT_API_KEY$/,
];

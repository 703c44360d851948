// The registry of what providers read from the rows of other systems. One that is not here is asked for the account.
import type { AccountImport } from "../connections/old-connection.ts";
import type { ProviderId } from "../provider-ids.ts";
import { clioImport } from "./clio/import.ts";
import { figmaImport } from "./figma/import.ts";
import { githubImport } from "./github/import.ts";
import { googleImport } from "./google/import.ts";
import { hubspotImport } from "./hubspot/import.ts";
import { salesforceImport } from "./salesforce/import.ts";
import { shopifyImport } from "./shopify/import.ts";
import { slackImport } from "./slack/import.ts";
import { smartImport } from "./smart/import.ts";

const imports: Readonly<Partial<Record<ProviderId, AccountImport>>> = {
  ...{ figma: figmaImport, slack: slackImport, github: githubImport, gmail: googleImport, calendar: googleImport },
  ...{ salesforce: salesforceImport, hubspot: hubspotImport, shopify: shopifyImport, clio: clioImport },
  ...{ epic: smartImport, cerner: smartImport },
};

export const getAccountImport = (provider: ProviderId): AccountImport => imports[provider] ?? {};

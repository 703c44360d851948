// Sandboxes with a folder of their own; all others are built from the manifest (standard/provider.ts).
import { clioArea } from "./clio/push-area.ts";
import { figmaArea } from "./figma/push-area.ts";
import { githubArea } from "./github/push-area.ts";
import { calendarArea, gmailArea } from "./google/push-area.ts";
import { hubspotArea } from "./hubspot/push-area.ts";
import type { Area } from "./push/area.ts";
import { shopifyArea } from "./shopify/push-area.ts";
import { slackArea } from "./slack/push-area.ts";
import type { Provider } from "./state.ts";

interface OwnSandbox {
  /** Imports the sandbox when it is started, so that the command line does not load it. */
  create(origin: string): Promise<Provider>;
  readonly areas: readonly Area[];
}

// biome-ignore format: one line for each
export const ownSandboxes: Readonly<Record<string, OwnSandbox>> = {
  slack: { create: async (origin) => (await import("./slack/provider.ts")).createSlack(origin), areas: [slackArea] },
  github: { create: async (origin) => (await import("./github/provider.ts")).createGithub(origin), areas: [githubArea] },
  google: { create: async (origin) => (await import("./google/provider.ts")).createGoogle(origin), areas: [gmailArea, calendarArea] },
  figma: { create: async (origin) => (await import("./figma/provider.ts")).createFigma(origin), areas: [figmaArea] },
  salesforce: { create: async () => (await import("./salesforce/provider.ts")).createSalesforce(), areas: [] },
  hubspot: { create: async (origin) => (await import("./hubspot/provider.ts")).createHubspot(origin), areas: [hubspotArea] },
  epic: { create: async (origin) => (await import("./smart/provider.ts")).createEhr("epic", origin), areas: [] },
  cerner: { create: async (origin) => (await import("./smart/provider.ts")).createEhr("cerner", origin), areas: [] },
  shopify: { create: async (origin) => (await import("./shopify/provider.ts")).createShopify(origin), areas: [shopifyArea] },
  clio: { create: async (origin) => (await import("./clio/provider.ts")).createClio(origin), areas: [clioArea] },
};

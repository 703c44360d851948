// How the page presents each provider. One that is missing here gets its first letter and one activity setting.
import { calendarLook } from "./calendar/look.ts";
import { cernerLook } from "./cerner/look.ts";
import { clioLook } from "./clio/look.ts";
import { epicLook } from "./epic/look.ts";
import { figmaLook } from "./figma/look.ts";
import { githubLook } from "./github/look.ts";
import { gmailLook } from "./gmail/look.ts";
import { hubspotLook } from "./hubspot/look.ts";
import type { Look } from "./look.ts";
import { salesforceLook } from "./salesforce/look.ts";
import { shopifyLook } from "./shopify/look.ts";
import { slackLook } from "./slack/look.ts";

const looks: Readonly<Record<string, Look>> = {
  figma: figmaLook,
  slack: slackLook,
  github: githubLook,
  gmail: gmailLook,
  calendar: calendarLook,
  salesforce: salesforceLook,
  hubspot: hubspotLook,
  epic: epicLook,
  cerner: cernerLook,
  shopify: shopifyLook,
  clio: clioLook,
};

const defaultLook: Look = { activity: [["message", "activity"]] };

export const getLook = (provider: string): Look =>
  (Object.hasOwn(looks, provider) ? looks[provider] : undefined) ?? defaultLook;

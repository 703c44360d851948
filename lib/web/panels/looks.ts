// One without a look gets its first letter, and one field for its activity.
import { calendarLook } from "./calendar/look.ts";
import { figmaLook } from "./figma/look.ts";
import { githubLook } from "./github/look.ts";
import { gmailLook } from "./gmail/look.ts";
import type { Look } from "./look.ts";
import { slackLook } from "./slack/look.ts";

const looks: Readonly<Record<string, Look>> = {
  figma: figmaLook,
  slack: slackLook,
  github: githubLook,
  gmail: gmailLook,
  calendar: calendarLook,
};

const plain: Look = { activity: [["message", "activity"]] };

export const lookOf = (provider: string): Look =>
  (Object.hasOwn(looks, provider) ? looks[provider] : undefined) ?? plain;

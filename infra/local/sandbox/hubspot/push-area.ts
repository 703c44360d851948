import type { Area } from "../push/area.ts";

export const hubspotArea: Area = {
  name: "hubspot",
  words: {
    contact: { event: "contact.creation" },
    change: { event: "contact.propertyChange" },
    deletion: { event: "contact.deletion" },
    merge: { event: "contact.merge" },
    erasure: { event: "contact.privacyDeletion" },
  },
  text: "text",
  options: ["from", "contact", "property", "count"],
  numbers: ["count"],
  whyUnheard: "nobody has connected that portal. Connect HubSpot on the settings page first.",
  usage: "--contact Turing  --property phone  --count 100 (entries in one batch)  --from ben",
};

import type { Area } from "../push/area.ts";
import { topics } from "./topics.ts";

export const shopifyArea: Area = {
  name: "shopify",
  words: Object.fromEntries(topics.map((topic) => [topic, { event: topic }])),
  text: "text",
  options: ["shop", "customer"],
  numbers: ["customer"],
  whyUnheard:
    "nothing in that shop subscribes to it. Connect Shopify with the shop acme on the settings page, and leave “Receive changes live” on.",
  usage: "--shop acme  --customer 7001",
};

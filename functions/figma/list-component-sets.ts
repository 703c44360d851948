import { applySettings } from "../../lib/providers/apply-settings.ts";
import {
  componentSetsCacheName,
  fileComponentSets,
  listComponentSets,
} from "../../lib/providers/figma/api/components.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { publishedListEndpoint } from "../../lib/providers/figma/published-list.ts";

export const handler = publishedListEndpoint(applySettings(figma), {
  about: "Lists the sets of variants that a Figma file publishes.",
  schema: fileComponentSets,
  name: componentSetsCacheName,
  list: listComponentSets,
});

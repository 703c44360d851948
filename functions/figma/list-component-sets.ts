import {
  componentSetsCacheName,
  fileComponentSets,
  listComponentSets,
} from "../../lib/providers/figma/api/components.ts";
import { publishedListEndpoint } from "../../lib/providers/figma/published-list.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

export const handler = publishedListEndpoint(getProviderFromEnvironment(), {
  about: "Lists the sets of variants that a Figma file publishes.",
  schema: fileComponentSets,
  name: componentSetsCacheName,
  list: listComponentSets,
});

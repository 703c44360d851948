import * as z from "zod";
import type { ApiAccess } from "../../../provider-client/request.ts";
import { getFromFigma } from "../api.ts";
import { fileApiPath } from "./file-path.ts";

const frame = z.object({
  name: z.string().nullish(),
  nodeId: z.string().nullish(),
  pageId: z.string().nullish(),
  pageName: z.string().nullish(),
});

const component = z.object({
  key: z.string(),
  file_key: z.string(),
  node_id: z.string(),
  name: z.string(),
  description: z.string().default(""),
  thumbnail_url: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  containing_frame: frame.nullish(),
});

export const fileComponents = z.object({ components: z.array(component) });
export const fileComponentSets = z.object({ componentSets: z.array(component) });

/** Names of the cache entries. */
export const componentsCacheName = (fileKey: string) => `components:${fileKey}` as const;
export const componentSetsCacheName = (fileKey: string) => `component-sets:${fileKey}` as const;

/** An event of the file clears them sooner. */
export const componentsCacheSeconds = 3600;

/** The components that a file publishes. Figma does not page them. @throws ProviderError */
export async function listComponents(request: ApiAccess, fileKey: string): Promise<z.output<typeof fileComponents>> {
  const answer = z.object({ meta: fileComponents });
  return (await getFromFigma(request, `${fileApiPath(fileKey)}/components`, answer)).meta;
}

/** The sets of variants that a file publishes. Figma does not page them. @throws ProviderError */
export async function listComponentSets(
  request: ApiAccess,
  fileKey: string,
): Promise<z.output<typeof fileComponentSets>> {
  const answer = z.object({ meta: z.object({ component_sets: z.array(component) }) });
  const { meta } = await getFromFigma(request, `${fileApiPath(fileKey)}/component_sets`, answer);
  return { componentSets: meta.component_sets };
}

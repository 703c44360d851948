// Whole lists (channels, users), cached.
import * as z from "zod";
import type { Provider } from "../../../oauth/definition.ts";
import {
  callCached,
  callProvider,
  type DataRequest,
  type ProviderCallContext,
} from "../../../provider-client/data-endpoint.ts";
import { computeCacheSeconds, type Page, type PageRequest } from "../paging.ts";
import { createUserReader, type SlackRead } from "./reader.ts";

export interface CachedList<S extends z.ZodType> {
  /** Part of the cache's name. */
  readonly name: `channels:${boolean | "allowed"}` | "users";
  readonly item: S;
  read(read: SlackRead, wanted: PageRequest): Promise<Page<z.output<S>>>;
  /** Selects the items of the bot's list that the person may see; without it, all of them. */
  filterVisible?(read: SlackRead, viewer: ProviderCallContext, items: z.output<S>[]): Promise<z.output<S>[]>;
}

/** The whole list from the cache; a request with a limit or a page token is always read from Slack. @throws as `callProvider` */
export function readCachedList<S extends z.ZodType>(
  provider: Provider,
  request: DataRequest,
  { refresh, ...wanted }: PageRequest & { readonly refresh: boolean },
  { name, item, read, filterVisible }: CachedList<S>,
): Promise<Page<z.output<S>>> {
  const load = async (call: ProviderCallContext) => {
    const reader = createUserReader(call);
    const page = await read(reader, wanted);
    return request.set === "bot" && filterVisible
      ? { ...page, items: await filterVisible(reader, call, page.items) }
      : page;
  };
  if (wanted.limit !== undefined || wanted.pageToken !== undefined) return callProvider(provider, request, load);
  const policy = {
    name: `${name}:${request.set}` as const,
    schema: z.object({ items: z.array(item), nextPageToken: z.string().optional() }),
    seconds: computeCacheSeconds,
    refresh,
  };
  return callCached(provider, request, policy, load);
}

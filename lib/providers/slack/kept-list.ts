// What lists all of something, kept for a while.
import * as z from "zod";
import { type Call, cachedCall, callProvider, type DataRequest } from "../../oauth/data-endpoint.ts";
import type { Provider } from "../../oauth/definition.ts";
import { readerInOurWords } from "./in-our-words.ts";
import { type Page, secondsToKeep, type Wanted } from "./pages.ts";
import type { SlackRead } from "./read.ts";

interface List<S extends z.ZodType> {
  /** Under which it is kept. */
  readonly name: string;
  readonly item: S;
  read(read: SlackRead, wanted: Wanted): Promise<Page<z.output<S>>>;
  /** Those of the bot's that the person may see; all unless given. */
  shown?(read: SlackRead, viewer: Call, items: z.output<S>[]): Promise<z.output<S>[]>;
}

/** All of it, as it is kept; one page, or the rest from a page on, is read anew. @throws as `callProvider` */
export function keptList<S extends z.ZodType>(
  provider: Provider,
  request: DataRequest,
  { refresh, ...wanted }: Wanted & { readonly refresh: boolean },
  { name, item, read, shown }: List<S>,
): Promise<Page<z.output<S>>> {
  const load = async (call: Call) => {
    const reader = readerInOurWords(call);
    const page = await read(reader, wanted);
    return request.set === "bot" && shown ? { ...page, items: await shown(reader, call, page.items) } : page;
  };
  if (wanted.limit !== undefined || wanted.pageToken !== undefined) return callProvider(provider, request, load);
  const kept = {
    name: `${name}:${request.set}`,
    schema: z.object({ items: z.array(item), nextPageToken: z.string().optional() }),
    seconds: secondsToKeep,
    refresh,
  };
  return cachedCall(provider, request, kept, load);
}

import * as z from "zod";
import { userEndpoint } from "../../http/endpoint.ts";
import { ok } from "../../http/response.ts";
import type { Provider } from "../../oauth/definition.ts";
import { account, booleanFlag, callCached, type ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import type { CacheName } from "../../store/cache.ts";
import { countFileRead } from "../../store/usage-counter.ts";
import { componentsCacheSeconds } from "./api/components.ts";
import { filePath } from "./api/file-path.ts";
import { withoutChangedFile } from "./changed-files.ts";

interface PublishedList<T> {
  readonly about: string;
  readonly schema: z.ZodType<T, T>;
  /** The cache name of a file's list. */
  readonly name: (fileKey: string) => CacheName;
  readonly list: (call: ProviderCallContext, fileKey: string) => Promise<T>;
}

/** The endpoint for a list that a Figma file publishes. It is cached until the file changes, for an hour at most. */
export const publishedListEndpoint = <T>(provider: Provider, { about, schema, name, list }: PublishedList<T>) =>
  userEndpoint(
    { about, path: filePath, query: z.object({ account, refresh: booleanFlag }), answer: () => schema },
    async ({ user, origin, path: { fileKey }, query: { account, refresh } }) => {
      const policy = {
        name: name(fileKey),
        schema,
        seconds: componentsCacheSeconds,
        refresh,
        withoutChanged: withoutChangedFile(fileKey),
      };
      const published = await callCached(provider, { user, origin, account }, policy, (call) => list(call, fileKey));
      countFileRead(user.tenant, fileKey);
      return ok(published);
    },
  );

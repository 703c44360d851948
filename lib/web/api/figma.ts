import { toWebUrl } from "../read-json.ts";
import { type Api, toIdempotencyHeader } from "./client.ts";

export interface DesignFile {
  readonly key: string;
  readonly name: string;
  /** Empty when Figma has no thumbnail. */
  readonly thumbnail: string;
  readonly changedAt: string;
}

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly files: readonly DesignFile[];
}

export interface TeamFiles {
  readonly projects: readonly Project[];
  /** Names of the projects that could not be read. */
  readonly unread: readonly string[];
}

/** @param refresh bypasses the API's cache */
export const listFiles = (api: Api, account: string, teamId: string, refresh: boolean) =>
  api.request(
    (client) =>
      client.GET("/api/integrations/figma/files", {
        params: { query: { account, teamId, ...(refresh && { refresh: "true" }) } },
      }),
    ({ projects, failed = [] }): TeamFiles => ({
      projects: projects.map(({ id, name, files }) => ({
        id,
        name,
        files: files.map(({ key, name, thumbnail_url, last_modified }) => ({
          key,
          name,
          thumbnail: toWebUrl(thumbnail_url),
          changedAt: last_modified,
        })),
      })),
      unread: failed.map(({ name }) => name),
    }),
  );

export interface Comment {
  readonly id: string;
  readonly message: string;
  readonly author: string;
  readonly portrait: string;
  readonly at: string;
}

interface CommentAnswer {
  readonly id: string;
  readonly message: string;
  readonly user: { readonly handle: string; readonly img_url?: string | null | undefined };
  readonly created_at: string;
}

const toComment = ({ id, message, user, created_at }: CommentAnswer): Comment => {
  return { id, message, author: user.handle, portrait: toWebUrl(user.img_url), at: created_at };
};

/** Lists a file's comments, newest first. */
export const listComments = (api: Api, account: string, fileKey: string) =>
  api.request(
    (client) =>
      client.GET("/api/integrations/figma/comments/{fileKey}", { params: { path: { fileKey }, query: { account } } }),
    ({ comments }): readonly Comment[] => comments.map(toComment).sort((a, b) => Date.parse(b.at) - Date.parse(a.at)),
  );

/** @param comment `key`: the Idempotency-Key */
export const postComment = (
  api: Api,
  account: string,
  fileKey: string,
  { message, key }: { readonly message: string; readonly key: string },
) =>
  api.request(
    (client) =>
      client.POST("/api/integrations/figma/comments/{fileKey}", {
        params: { path: { fileKey }, query: { account } },
        headers: toIdempotencyHeader(key),
        body: { message },
      }),
    toComment,
  );

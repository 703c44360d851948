import * as z from "zod";
import { ProviderError } from "../../../http/provider-error.ts";
import { essential } from "../../../parse-lenient.ts";
import type { ApiAccess } from "../../../provider-client/request.ts";
import { getFromFigma } from "../api.ts";
import { fileApiPath } from "./file-path.ts";
import { figmaPerson, rawPerson, toPerson } from "./person.ts";

const versionId = z.string().regex(/^\d{1,32}$/, "is not a page's token");

/** Figma allows 50 versions per page. */
export const versionQuery = z.object({
  limit: z.coerce.number().int().min(1).max(50).default(30),
  pageToken: versionId.optional(),
});

const version = z.object({
  id: z.coerce.string(),
  created_at: z.string(),
  label: z.string().nullish(),
  description: z.string().nullish(),
  user: z.object({ id: z.string(), ...figmaPerson.shape }),
  thumbnail_url: z.string().nullish(),
});

const answer = z.object({
  versions: z.array(version.extend({ user: rawPerson.extend({ id: z.string().nullish() }).nullish() })),
  pagination: essential(z.object({ next_page: z.string().nullish() }).nullish()),
});

/** Newest first. */
export const fileVersions = z.object({ versions: z.array(version), nextPageToken: z.string().optional() });

/** @throws ProviderError */
export async function listVersions(
  request: ApiAccess,
  fileKey: string,
  { limit, pageToken }: z.output<typeof versionQuery>,
): Promise<z.output<typeof fileVersions>> {
  const page = new URLSearchParams({ page_size: String(limit), ...(pageToken ? { before: pageToken } : {}) });
  const { versions, pagination } = await getFromFigma(request, `${fileApiPath(fileKey)}/versions?${page}`, answer);
  const next = pagination?.next_page;
  const named = versions.map((one) => ({ ...one, user: { id: one.user?.id ?? "", ...toPerson(one.user) } }));
  return { versions: named, ...(next ? { nextPageToken: parsePageToken(next) } : {}) };
}

/** Figma gives the next page as a URL. It is never followed: only its `before` is used. */
function parsePageToken(nextPage: string): string {
  const found = versionId.safeParse(URL.parse(nextPage, "https://api.figma.com")?.searchParams.get("before"));
  if (!found.success) throw new ProviderError({ kind: "permanent", code: "answer_unexpected" });
  return found.data;
}

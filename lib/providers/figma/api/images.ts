import * as z from "zod";
import { Problem } from "../../../errors.ts";
import { findProviderError, ProviderError } from "../../../http/provider-error.ts";
import type { ApiAccess } from "../../../provider-client/request.ts";
import { getFromFigma } from "../api.ts";
import { requestTooLargeCode } from "../errors.ts";
import { nodeIds } from "./file-path.ts";

export const imageQuery = z.object({
  ids: nodeIds.min(1, "names no node"),
  format: z.enum(["png", "jpg", "svg", "pdf"]).default("png"),
  scale: z.coerce.number().min(0.01).max(4).optional(),
});

const answer = z.object({ err: z.string().nullish(), images: z.record(z.string(), z.string().nullable()).default({}) });

/** Image URLs by node id; null for a node that cannot be rendered. The URLs expire after some weeks. */
export const renderedImages = z.object({ images: z.record(z.string(), z.string().nullable()) });

/** @throws Problem payload_too_large if Figma cannot render it in time; ProviderError */
export async function renderImages(
  request: ApiAccess,
  fileKey: string,
  { ids, format, scale }: z.output<typeof imageQuery>,
): Promise<z.output<typeof renderedImages>> {
  const query = new URLSearchParams({ ids, format, ...(scale === undefined ? {} : { scale: String(scale) }) });
  const path = `/v1/images/${encodeURIComponent(fileKey)}?${query}`;
  const { err, images } = await getFromFigma(request, path, answer).catch((error: unknown) => {
    throw findProviderError(error)?.code === requestTooLargeCode ? tooLargeProblem() : error;
  });
  if (err) throw new ProviderError({ kind: "permanent", code: "not_rendered" });
  return { images: Object.fromEntries(Object.entries(images).map(([id, url]) => [id, toWebUrl(url)])) };
}

/** A page puts it into an attribute, so only http and https URLs pass. */
const toWebUrl = (url: string | null): string | null =>
  url !== null && ["https:", "http:"].includes(URL.parse(url)?.protocol ?? "") ? url : null;

function tooLargeProblem(): Problem {
  const detail = "Figma did not render this in time. Ask for fewer ids or a smaller scale.";
  return new Problem("payload_too_large", { detail });
}

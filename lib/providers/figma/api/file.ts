import * as z from "zod";
import { Problem } from "../../../errors.ts";
import { findProviderError } from "../../../http/provider-error.ts";
import { fitsLambda, serializeJson } from "../../../http/response.ts";
import type { ApiAccess } from "../../../provider-client/request.ts";
import { getFromFigma } from "../api.ts";
import { requestTooLargeCode } from "../errors.ts";
import { fileApiPath } from "./file-path.ts";

export const figmaFile = z.object({
  name: z.string(),
  lastModified: z.string(),
  thumbnailUrl: z.string().nullish(),
  version: z.string(),
  document: z.looseObject({ id: z.string() }),
  components: z.record(z.string(), z.unknown()).default({}),
  componentSets: z.record(z.string(), z.unknown()).default({}),
  styles: z.record(z.string(), z.unknown()).default({}),
});

export interface FilePart {
  /** Levels of the document tree. */
  readonly depth: number;
  /** Node ids, comma-separated. */
  readonly ids?: string | undefined;
}

const maxBytes = 5_000_000;

/** @throws Problem payload_too_large above 5 MB, or if it is too large for Lambda or for Figma itself; ProviderError */
export async function readFile(request: ApiAccess, fileKey: string, { depth, ids }: FilePart) {
  const part = new URLSearchParams({ depth: String(depth), ...(ids ? { ids } : {}) });
  const path = `${fileApiPath(fileKey)}?${part}`;
  const found = await getFromFigma({ ...request, maxBytes }, path, figmaFile).catch((error: unknown) => {
    throw ["answer_too_large", requestTooLargeCode].includes(findProviderError(error)?.code ?? "")
      ? tooLargeProblem()
      : error;
  });
  const json = serializeJson(found);
  if (json === undefined || !fitsLambda(json)) throw tooLargeProblem();
  return found;
}

function tooLargeProblem(): Problem {
  const detail = "The file is larger than 5 MB or nested too deep. Ask for less of it with depth or ids.";
  return new Problem("payload_too_large", { detail });
}

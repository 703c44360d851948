import * as z from "zod";
import { findProviderError, ProviderError } from "../../../http/provider-error.ts";
import type { ProviderCallContext } from "../../../provider-client/data-endpoint.ts";
import { getFromFigma } from "../api.ts";
import { toDesignTokens } from "../design-tokens.ts";
import { fileApiPath } from "./file-path.ts";
import { localVariables } from "./variable-schemas.ts";

/** The name under which a file's tokens are kept. */
export const tokensCacheName = (fileKey: string) => `variables:${fileKey}`;

/** Seconds they are kept; an event of the file ends it sooner. */
export const tokensCacheSeconds = 3600;

export const fileTokens = z.object({
  fileKey: z.string(),
  collections: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      modes: z.array(z.object({ id: z.string(), name: z.string() })),
      /** The id of the mode whose values stand as `$value`. */
      defaultMode: z.string(),
      /** Of a library that the file uses. */
      remote: z.boolean(),
    }),
  ),
  /**
   * Groups of the Design Tokens format (designtokens.org/TR/2025.10): one for each collection, within it one for each part of a
   * variable's name. The other modes' values stand under `$extensions["com.figma"].modes`, by the mode's id.
   */
  tokens: z.record(z.string(), z.unknown()),
  /** Variables that cannot be told, since what they stand for is not in the file. Absent when there is none. */
  unresolved: z.array(z.object({ variableId: z.string(), name: z.string(), modeId: z.string() })).optional(),
});
export type FileTokens = z.output<typeof fileTokens>;

export const tokensScope = "file_variables:read";

const missingScopeDetail =
  "Figma shows variables to full members of an Enterprise plan only, and to connections with the permission file_variables:read.";

/**
 * A file's variables as design tokens.
 * @throws ProviderError; `scope` also where the plan or seat is what is missing, since Figma does not say which
 */
export async function readTokens(call: ProviderCallContext, fileKey: string): Promise<FileTokens> {
  const answer = z.object({ meta: localVariables() });
  const { meta } = await getFromFigma(call, `${fileApiPath(fileKey)}/variables/local`, answer).catch(
    (error: unknown) => {
      const failure = findProviderError(error);
      if (failure?.kind !== "scope") throw error;
      const missingScopes = call.connection.scopes.includes(tokensScope) ? [] : [tokensScope];
      throw new ProviderError({ ...failure, missingScopes, told: { detail: missingScopeDetail } }, { cause: error });
    },
  );
  return { fileKey, ...toDesignTokens(meta) };
}

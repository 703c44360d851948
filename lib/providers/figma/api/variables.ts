import * as z from "zod";
import { findProviderError, ProviderError } from "../../../http/provider-error.ts";
import type { ProviderCallContext } from "../../../provider-client/data-endpoint.ts";
import { getFromFigma } from "../api.ts";
import { toDesignTokens } from "../design-tokens.ts";
import { fileApiPath } from "./file-path.ts";
import { localVariables } from "./variable-schemas.ts";

/** The cache name of a file's tokens. */
export const tokensCacheName = (fileKey: string) => `variables:${fileKey}` as const;

/** An event of the file clears them sooner. */
export const tokensCacheSeconds = 3600;

export const fileTokens = z.object({
  fileKey: z.string(),
  collections: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      modes: z.array(z.object({ id: z.string(), name: z.string() })),
      /** The id of the mode that `$value` holds. */
      defaultMode: z.string(),
      /** Whether it comes from a library that the file uses. */
      remote: z.boolean(),
    }),
  ),
  /**
   * Groups of the Design Tokens format (designtokens.org/TR/2025.10): one per collection, and in it one per part of a variable's
   * name. The values of the other modes are under `$extensions["com.figma"].modes`, by the mode's id.
   */
  tokens: z.record(z.string(), z.unknown()),
  /** Aliases of variables that are not in the file. Absent if there are none. */
  unresolved: z.array(z.object({ variableId: z.string(), name: z.string(), modeId: z.string() })).optional(),
});
export type FileTokens = z.output<typeof fileTokens>;

export const tokensScope = "file_variables:read";

const missingScopeDetail =
  "Figma shows variables to full members of an Enterprise plan only, and to connections with the permission file_variables:read.";

/**
 * A file's variables as design tokens.
 * @throws ProviderError; `scope` also if the plan or the seat is insufficient, because Figma does not say which
 */
export async function readTokens(call: ProviderCallContext, fileKey: string): Promise<FileTokens> {
  const answer = z.object({ meta: localVariables() });
  const { meta } = await getFromFigma(call, `${fileApiPath(fileKey)}/variables/local`, answer).catch(
    (error: unknown) => {
      const failure = findProviderError(error);
      if (failure?.kind !== "scope") throw error;
      const missingScopes = call.connection.scopes.includes(tokensScope) ? [] : [tokensScope];
      throw new ProviderError(
        { ...failure, missingScopes, problemOverrides: { detail: missingScopeDetail } },
        { cause: error },
      );
    },
  );
  return { fileKey, ...toDesignTokens(meta) };
}

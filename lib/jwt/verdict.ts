// What an authorizer tells the endpoint about a request's token.

/** The context of a Lambda authorizer's answer. An endpoint acts only on a token with the verdict "verified". */
export type AuthorizerContext =
  | { readonly verdict: "verified"; readonly entry: string }
  | { readonly verdict: "refused" };

interface VerifiedEntry {
  /** Undefined for the first entry. */
  readonly name?: string | undefined;
}

/** Stands for the first entry, which has no name. No name begins with a hyphen. */
const firstEntry = "-";

export const toAuthorizerContext = (entry: VerifiedEntry | undefined): AuthorizerContext =>
  entry === undefined ? { verdict: "refused" } : { verdict: "verified", entry: entry.name ?? firstEntry };

/**
 * The entry whose token an authorizer has verified: API Gateway's own, which lets no other token pass and knows only the first
 * entry, or the Lambda's, which lets every request pass.
 * @returns undefined for a request that no authorizer has seen, or whose token was refused
 */
export function readVerifiedEntry(requestContext: object): VerifiedEntry | undefined {
  const { jwt, lambda } = Object("authorizer" in requestContext ? requestContext.authorizer : undefined);
  if (typeof jwt === "object" && jwt !== null) return {};
  const { verdict, entry } = Object(lambda);
  if (verdict !== "verified" || typeof entry !== "string") return undefined;
  return entry === firstEntry ? {} : { name: entry };
}

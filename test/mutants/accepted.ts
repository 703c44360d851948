// Changes that no test can notice, since the code means the same with them. Listed here and not beside the code, so that it stays free of a tool's comments.

export interface AcceptedMutant {
  readonly file: string;
  /** The line where the change begins, without its indentation. Not its number: lines move. */
  readonly line: string;
  /** Stryker's name for the kind of change. */
  readonly mutator: string;
  /** What is put in, with every run of white space as one space. */
  readonly replacement: string;
  /** What was there, where the line has several places for the same change. */
  readonly original?: string;
  /** Why nothing can tell the two apart. */
  readonly reason: string;
}

export const acceptedMutants: readonly AcceptedMutant[] = [
  {
    file: "lib/jwt/entries.ts",
    line: "} catch {",
    mutator: "BlockStatement",
    replacement: "{}",
    reason: "The function ends after the block, and so returns undefined without it too.",
  },
  {
    file: "lib/oauth/signing-keys.ts",
    line: "const client = kmsClient({ maxAttempts: 3 });",
    mutator: "ObjectLiteral",
    replacement: "{}",
    reason: "Three attempts are the AWS SDK's own default.",
  },
  {
    file: "lib/oauth/client-auth.ts",
    line: 'const assertion = createClientAssertion({ clientId, audience: server.token_endpoint ?? "" }, signer);',
    mutator: "StringLiteral",
    replacement: '"Stryker was here!"',
    reason: "Every server has a token endpoint; only the library's type allows none.",
  },
];

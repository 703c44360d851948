// Tells Stryker to leave sentences for people as they are: a test that repeats one guards nothing. Labels, header names and codes are no sentences.

interface Syntax {
  readonly type: string;
  readonly value?: unknown;
  readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
  readonly expressions?: readonly Syntax[];
}

const sentence = /^[A-Z].* .*[.!?]$/s;
/** What is changed inside a template must be changed nevertheless, so only templates of plain names are left out. */
const plain = new Set(["Identifier", "MemberExpression"]);

function shouldIgnore({ node }: { readonly node: Syntax }): string | undefined {
  const isPlain = node.type === "TemplateLiteral" && node.expressions?.every(({ type }) => plain.has(type));
  const text = isPlain ? node.quasis?.map(({ value }) => value.raw).join("x") : node.value;
  if (node.type !== "StringLiteral" && !isPlain) return undefined;
  return typeof text === "string" && sentence.test(text) ? "A sentence for people." : undefined;
}

/** As Stryker loads its plugins. */
export const strykerPlugins = [{ kind: "Ignore", name: "sentences", value: { shouldIgnore } }];

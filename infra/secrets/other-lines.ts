/** Lines of the systems that came before, and of what is not built yet, with what became of them. None of them is written. */
export const otherLines: readonly { readonly names: RegExp; readonly why: string }[] = [
  { names: /^REDIS_/, why: "not needed: there is no Redis here" },
  {
    names: /^([A-Z]+_)*ENCRYPTION_KEY$/,
    why: "not needed: tokens are sealed under the stage's own KMS key. Keep it as long as you keep the old rows; npm run import reads it",
  },
  {
    names: /^MCP_[A-Z]+_ENABLED$/,
    why: "not used: the other MCP servers of the earlier system were switched off there, and are not here",
  },
  {
    names: /^MCP_(POSTGRES|DATABASE|DB)_/,
    why: "not used: the database that questions are asked of, and how it is reached, is mcp.database in the stage's file",
  },
  { names: /^MCP_/, why: "not used: of the earlier MCP settings three are, and the rest is mcp in the stage's file" },
  { names: /^([A-Z]+_)+API_KEY$/, why: "not used by this version, which has no such provider" },
  {
    names: /^[A-Z]+_(AUTH|TOKEN)_URL$/,
    why: "not used: a provider's addresses are its endpoints in the stage's file",
  },
];
